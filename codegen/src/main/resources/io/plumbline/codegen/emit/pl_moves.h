/* Elements that move unchanged: docs/numerics.md, sections 5.11 and 5.14. */
#ifndef PL_MOVES_H
#define PL_MOVES_H

#include "pl_base.h"

/* Copies elements of a size over extents, from strides and an offset to others, all counted in elements. */
PL_KERNEL void pl_copy(const uint8_t *restrict x, uint8_t *restrict y, size_t size, int rank, const int32_t *extents,
                       size_t elements, ptrdiff_t from, const int32_t *strides_x, ptrdiff_t to,
                       const int32_t *strides_y) {
  int32_t at_x[PL_RANK] = {0};
  int32_t at_y[PL_RANK] = {0};
  for (size_t i = 0; i < elements; i++) {
    memcpy(y + to * (ptrdiff_t) size, x + from * (ptrdiff_t) size, size);
    from = pl_next(rank, extents, strides_x, at_x, from);
    to = pl_next(rank, extents, strides_y, at_y, to);
  }
}

#define PL_TRANSPOSE(element)                                                                                \
  do {                                                                                                       \
    const element *from = (const element *) (const void *) x + o * rows * columns;                           \
    element *to = (element *) (void *) y + o * rows * columns;                                               \
    for (size_t c = 0; c < columns; c++)                                                                     \
      for (size_t r = 0; r < rows; r++) to[c * rows + r] = from[r * columns + c];                            \
  } while (0)

/* Rows become columns, of each of some matrices. */
PL_KERNEL void pl_transpose(const uint8_t *restrict x, uint8_t *restrict y, size_t size, size_t matrices, size_t rows,
                            size_t columns) {
  for (size_t o = 0; o < matrices; o++) switch (size) {
      case 1: PL_TRANSPOSE(uint8_t); break;
      case 2: PL_TRANSPOSE(uint16_t); break;
      case 4: PL_TRANSPOSE(uint32_t); break;
      default: PL_TRANSPOSE(uint64_t); break;
    }
}

/* Fills with one element. */
PL_KERNEL void pl_fill(uint8_t *y, size_t size, size_t elements, const uint8_t *element) {
  for (size_t i = 0; i < elements; i++) memcpy(y + i * size, element, size);
}

/* Slices along an axis by known positions. */
PL_KERNEL void pl_gather(const uint8_t *restrict x, uint8_t *restrict y, size_t outer, size_t extent, size_t picks,
                         const int64_t *positions, size_t bytes) {
  for (size_t o = 0; o < outer; o++)
    for (size_t k = 0; k < picks; k++)
      memcpy(y + (o * picks + k) * bytes, x + (o * extent + (size_t) positions[k]) * bytes, bytes);
}

enum { PL_SLICES, PL_ELEMENTS, PL_TUPLES };

/* A value that is looked at through indices computed at run time. */
typedef struct {
  int form;
  int axis;
  int rank;
  const int32_t *extents;
  const int32_t *strides;
  int index_type;
  int index_rank;
  const int32_t *index_extents;
  const int32_t *index_strides;
  size_t indices;
} pl_indexed;

/* An index, from the end of its axis where it is negative; below 0 for one outside. */
PL_KERNEL int64_t pl_index(const pl_indexed *v, int axis, const void *indices, size_t at) {
  int64_t given = pl_whole(indices, v->index_type, at);
  int64_t index = given < 0 ? given + v->extents[axis] : given;
  return index >= v->extents[axis] ? -1 : index < 0 ? -1 : index;
}

/* Where the elements of the i-th run lie in the value; below 0 when an index lies outside. */
PL_KERNEL int64_t pl_position(const pl_indexed *v, const void *indices, size_t i) {
  if (v->form == PL_SLICES) {
    int64_t index = pl_index(v, v->axis, indices, i % v->indices);
    if (index < 0) return -1;
    return ((int64_t) (i / v->indices) * v->extents[v->axis] + index) * v->strides[v->axis];
  }
  if (v->form == PL_ELEMENTS) {
    int64_t index = pl_index(v, v->axis, indices, i);
    if (index < 0) return -1;
    int64_t position = index * v->strides[v->axis];
    for (int other = 0; other < v->index_rank; other++)
      if (other != v->axis)
        position += (int64_t) (i / (size_t) v->index_strides[other] % (size_t) v->index_extents[other])
            * v->strides[other];
    return position;
  }
  size_t length = (size_t) v->index_extents[v->index_rank - 1];
  int64_t position = 0;
  for (size_t k = 0; k < length; k++) {
    int64_t index = pl_index(v, v->axis + (int) k, indices, i * length + k);
    if (index < 0) return -1;
    position += index * v->strides[v->axis + (int) k];
  }
  for (int axis = 0; axis < v->axis; axis++)
    position += (int64_t) (i * length / (size_t) v->index_strides[axis] % (size_t) v->index_extents[axis])
        * v->strides[axis];
  return position;
}

/* Picks runs of elements. */
PL_KERNEL int pl_pick(const pl_indexed *v, size_t runs, size_t run, size_t size, const uint8_t *restrict x,
                      const void *restrict indices, uint8_t *restrict y) {
  for (size_t i = 0; i < runs; i++) {
    int64_t from = pl_position(v, indices, i);
    if (from < 0) return PL_INDEX_OUTSIDE;
    memcpy(y + i * run * size, x + (size_t) from * size, run * size);
  }
  return PL_DONE;
}

/* Copies a value and replaces runs of it. */
PL_KERNEL int pl_place(const pl_indexed *v, size_t elements, size_t runs, size_t run, size_t size,
                       const uint8_t *restrict x, const void *restrict indices, const uint8_t *restrict updates,
                       uint8_t *restrict y) {
  memcpy(y, x, elements * size);
  for (size_t i = 0; i < runs; i++) {
    int64_t to = pl_position(v, indices, i);
    if (to < 0) return PL_INDEX_OUTSIDE;
    memcpy(y + (size_t) to * size, updates + i * run * size, run * size);
  }
  return PL_DONE;
}

#endif
