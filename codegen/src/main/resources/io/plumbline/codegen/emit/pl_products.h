/* Products of two matrices of bytes that are both computed: the right one is put into panels, as pl_panels.h reads weights,
 * before its rows are multiplied. */
#ifndef PL_PRODUCTS_H
#define PL_PRODUCTS_H

#include "pl_panels.h"

/* Matrices of the same extents; bytes lie row by row. */
typedef struct {
  int32_t rows, depth, columns;
  int left_type, right_type;
  int32_t left_zero, right_zero;
} pl_matrices;

/* How many lines the rows of the left matrix are read as: once with the right matrix, and once or twice with the negative of
 * its zero point in place of all elements, which as signed bytes is 128 at most. */
PL_PART int32_t pl_product_lines(const pl_matrices *m) {
  int32_t zero = m->right_type == PL_U8 ? m->right_zero - 128 : m->right_zero;
  return zero == 0 ? 1 : zero == -128 ? 3 : 2;
}

/* Puts 16 columns of the right matrix into a panel, and what they add to the biases of sums. */
PL_PART void pl_pack_panel(const pl_matrices *m, const uint8_t *right, int32_t column, int8_t *panel, int32_t *bias) {
  const int32_t quads = (m->depth + 3) / 4;
  const int32_t lines = pl_product_lines(m);
  const int32_t wanted = m->columns - column < PL_PANEL ? m->columns - column : PL_PANEL;
  const uint8_t turned = m->right_type == PL_U8 ? 0x80 : 0;
  const int32_t zero = m->right_zero - turned;
  const int32_t left_zero = m->left_type == PL_S8 ? m->left_zero + 128 : m->left_zero;
  int32_t sums[PL_PANEL] = {0};
  memset(panel, 0, (size_t) (lines * quads * 64));
  for (int32_t k = 0; k < m->depth; k++) {
    const uint8_t *from = right + (ptrdiff_t) k * m->columns + column;
    int8_t *to = panel + k / 4 * 64 + k % 4;
    for (int32_t c = 0; c < wanted; c++) {
      int8_t element = (int8_t) (from[c] ^ turned);
      to[4 * c] = element;
      sums[c] += element;
    }
    for (int32_t line = 1; line < lines; line++)
      for (int32_t c = 0; c < PL_PANEL; c++) to[line * quads * 64 + 4 * c] = (int8_t) (-zero / (lines - 1));
  }
  for (int32_t c = 0; c < PL_PANEL; c++) bias[c] = -left_zero * (sums[c] - m->depth * zero);
}

/* left times right for each of some batches; strides lead over their extents. Scratch has room for panels, with the biases
 * behind them. */
PL_KERNEL void pl_panel_product(int32_t width, int rank, const int32_t *extents, const int32_t *left_strides,
                                const int32_t *right_strides, int32_t batches, const pl_matrices *m, const pl_stage *s,
                                const uint8_t *left, const uint8_t *right, uint8_t *scratch, uint8_t *y) {
  const int32_t lines = pl_product_lines(m);
  const int32_t panel = lines * ((m->depth + 3) / 4) * 64;
  const int32_t panels = (m->columns + PL_PANEL - 1) / PL_PANEL;
  const pl_window window = {1, 1, m->rows, m->depth, 1, m->rows, m->columns, lines, 1, 1, 1, 0, 1, 0, 0, 0, 0};
  int8_t *weights = (int8_t *) scratch;
  int32_t *bias = (int32_t *) (void *) (scratch + (ptrdiff_t) panels * panel);
  int32_t at_left[PL_RANK] = {0};
  int32_t at_right[PL_RANK] = {0};
  ptrdiff_t from_left = 0;
  ptrdiff_t from_right = 0;
  for (int32_t batch = 0; batch < batches; batch++) {
    for (int32_t p = 0; p < panels; p++)
      pl_pack_panel(m, right + from_right, p * PL_PANEL, weights + (ptrdiff_t) p * panel, bias + p * PL_PANEL);
    const pl_panel_sum sum = {&window, s, left + from_left, m->left_type, 0, 1, weights, NULL, bias, scratch,
                              y + (size_t) batch * (size_t) m->rows * (size_t) m->columns * pl_size(s->type)};
    pl_panel_convolution(width, &sum);
    from_left = pl_next(rank, extents, left_strides, at_left, from_left);
    from_right = pl_next(rank, extents, right_strides, at_right, from_right);
  }
}

#endif
