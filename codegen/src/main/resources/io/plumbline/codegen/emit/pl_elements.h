/* Element by element: docs/numerics.md, sections 5.1, 5.5, 5.8, 5.12 and 5.13. */
#ifndef PL_ELEMENTS_H
#define PL_ELEMENTS_H

#include "pl_blocks.h"

#if defined(__AVX512BW__) && defined(__AVX512VL__)
/* 16 real numbers of 8-bit elements of one scale. */
PL_KERNEL __m512 pl_reals16(const uint8_t *data, const pl_quant *q) {
  __m128i bytes = _mm_loadu_si128((const __m128i *) (const void *) data);
  __m512i integers = q->type == PL_S8 ? _mm512_cvtepi8_epi32(bytes) : _mm512_cvtepu8_epi32(bytes);
  integers = _mm512_sub_epi32(integers, _mm512_set1_epi32(q->zero[0]));
  return _mm512_mul_ps(_mm512_cvtepi32_ps(integers), _mm512_set1_ps(q->scale[0]));
}

/* Makes 16 elements of 8 bits and one scale of real numbers that are no NaN, with ties to even. */
PL_KERNEL void pl_write16(uint8_t *data, const pl_quant *q, __m512 reals) {
  const int32_t zero = q->zero[0];
  __m512 scaled = _mm512_div_ps(reals, _mm512_set1_ps(q->scale[0]));
  scaled = _mm512_max_ps(scaled, _mm512_set1_ps((float) (pl_least(q->type) - zero)));
  scaled = _mm512_min_ps(scaled, _mm512_set1_ps((float) (pl_most(q->type) - zero)));
  __m512i integers = _mm512_add_epi32(_mm512_cvtps_epi32(scaled), _mm512_set1_epi32(zero));
  _mm_storeu_si128((__m128i *) (void *) data, _mm512_cvtepi32_epi8(integers));
}
#endif

/* Real numbers from one form into another: quantize, dequantise, requantise. */
PL_KERNEL void pl_convert_reals(const void *x, const pl_quant *from, void *y, const pl_quant *to, size_t elements) {
  size_t done = 0;
#if defined(__AVX512BW__) && defined(__AVX512VL__)
  if (to->rounding == PL_HALF_EVEN && pl_size(to->type) == 1 && to->channels == 1 && from->channels == 1
      && (from->type == PL_F32 || pl_size(from->type) == 1)) {
    done = elements / 16 * 16;
    for (size_t i = 0; i < done; i += 16) {
      __m512 reals = from->type == PL_F32 ? _mm512_loadu_ps((const float *) x + i)
                                          : pl_reals16((const uint8_t *) x + i, from);
      /* NaN stands for 0. */
      reals = _mm512_maskz_mov_ps(_mm512_cmp_ps_mask(reals, reals, _CMP_ORD_Q), reals);
      pl_write16((uint8_t *) y + i, to, reals);
    }
  }
#endif
  for (size_t i = done; i < elements; i += PL_BLOCK) {
    const int32_t n = elements - i < PL_BLOCK ? (int32_t) (elements - i) : PL_BLOCK;
    float reals[PL_BLOCK] = {0}; /* all of it, for compilers that cannot tell that no more than n are read */
    pl_read_reals(x, from, i, n, reals);
    pl_write_reals(y, to, i, n, reals);
  }
}

PL_KERNEL void pl_lookup(const void *restrict x, int type, const void *restrict table, void *restrict y, int to,
                         size_t elements) {
  for (size_t i = 0; i < elements; i++)
    pl_store(y, to, i, pl_int(table, to, (size_t) (pl_int(x, type, i) - pl_least(type))));
}

/* An operand of a broadcast function: how to read it, and strides over the extents of the result. */
typedef struct {
  const void *data;
  pl_quant quant;
  const int32_t *strides;
} pl_operand;

enum { PL_ADD, PL_SUB, PL_MUL, PL_DIV, PL_MIN, PL_MAX };

PL_KERNEL float pl_apply(int function, float a, float b) {
  switch (function) {
    case PL_ADD: return a + b;
    case PL_SUB: return a - b;
    case PL_MUL: return a * b;
    case PL_DIV: return a / b;
    case PL_MIN: return pl_minimum(a, b);
    default: return pl_maximum(a, b);
  }
}

/* Operands of the shape of the result, each of one scale: many at once where the instruction set allows. */
PL_KERNEL void pl_arithmetic_alike(int function, size_t elements, const void *restrict a, const pl_quant *from_a,
                                   const void *restrict b, const pl_quant *from_b, float low, float high,
                                   void *restrict y, const pl_quant *to) {
  size_t done = 0;
#if defined(__AVX512BW__) && defined(__AVX512VL__)
  if (function != PL_DIV && to->rounding == PL_HALF_EVEN && pl_size(from_a->type) == 1 && pl_size(from_b->type) == 1
      && pl_size(to->type) == 1) {
    done = elements / 16 * 16;
    for (size_t i = 0; i < done; i += 16) {
      __m512 left = pl_reals16((const uint8_t *) a + i, from_a);
      __m512 right = pl_reals16((const uint8_t *) b + i, from_b);
      __m512 result = function == PL_ADD ? _mm512_add_ps(left, right) : function == PL_SUB ? _mm512_sub_ps(left, right)
          : function == PL_MUL ? _mm512_mul_ps(left, right) : function == PL_MIN ? _mm512_min_ps(left, right)
          : _mm512_max_ps(left, right);
      /* NaN, which limits leave as it is, stands for 0. */
      __mmask16 number = _mm512_cmp_ps_mask(result, result, _CMP_ORD_Q);
      result = _mm512_min_ps(_mm512_max_ps(result, _mm512_set1_ps(low)), _mm512_set1_ps(high));
      result = _mm512_maskz_mov_ps(number, result);
      pl_write16((uint8_t *) y + i, to, result);
    }
  }
#endif
  for (size_t i = done; i < elements; i += PL_BLOCK) {
    const int32_t n = elements - i < PL_BLOCK ? (int32_t) (elements - i) : PL_BLOCK;
    float left[PL_BLOCK];
    float right[PL_BLOCK];
    pl_read_reals(a, from_a, i, n, left);
    pl_read_reals(b, from_b, i, n, right);
    for (int32_t k = 0; k < n; k++) left[k] = pl_apply(function, left[k], right[k]);
    if (low != -INFINITY || high != INFINITY)
      for (int32_t k = 0; k < n; k++) left[k] = pl_limit(left[k], low, high);
    pl_write_reals(y, to, i, n, left);
  }
}

PL_KERNEL void pl_arithmetic(int function, int rank, const int32_t *extents, size_t elements, const pl_operand *a,
                             const pl_operand *b, float low, float high, void *y, const pl_quant *to) {
  int32_t at_a[PL_RANK] = {0};
  int32_t at_b[PL_RANK] = {0};
  ptrdiff_t from_a = 0;
  ptrdiff_t from_b = 0;
  for (size_t i = 0; i < elements; i++) {
    float result = pl_apply(function, pl_real(a->data, &a->quant, (size_t) from_a),
                            pl_real(b->data, &b->quant, (size_t) from_b));
    pl_write(y, to, i, pl_limit(result, low, high));
    from_a = pl_next(rank, extents, a->strides, at_a, from_a);
    from_b = pl_next(rank, extents, b->strides, at_b, from_b);
  }
}

enum { PL_EQUAL, PL_GREATER, PL_GREATER_EQUAL, PL_LESS, PL_LESS_EQUAL };

#define PL_HOLDS(function, a, b)                                                                             \
  ((function) == PL_EQUAL ? (a) == (b) : (function) == PL_GREATER ? (a) > (b)                                \
   : (function) == PL_GREATER_EQUAL ? (a) >= (b) : (function) == PL_LESS ? (a) < (b) : (a) <= (b))

/* A question about two numbers; real ones compare as what they stand for. */
PL_KERNEL void pl_compare(int function, int real, int rank, const int32_t *extents, size_t elements,
                          const pl_operand *a, const pl_operand *b, uint8_t *y) {
  int32_t at_a[PL_RANK] = {0};
  int32_t at_b[PL_RANK] = {0};
  ptrdiff_t from_a = 0;
  ptrdiff_t from_b = 0;
  for (size_t i = 0; i < elements; i++) {
    if (real) {
      float left = pl_real(a->data, &a->quant, (size_t) from_a);
      float right = pl_real(b->data, &b->quant, (size_t) from_b);
      y[i] = PL_HOLDS(function, left, right);
    } else {
      int64_t left = pl_whole(a->data, a->quant.type, (size_t) from_a);
      int64_t right = pl_whole(b->data, b->quant.type, (size_t) from_b);
      y[i] = PL_HOLDS(function, left, right);
    }
    from_a = pl_next(rank, extents, a->strides, at_a, from_a);
    from_b = pl_next(rank, extents, b->strides, at_b, from_b);
  }
}

enum { PL_AND, PL_OR, PL_XOR };

PL_KERNEL void pl_logical(int function, int rank, const int32_t *extents, size_t elements, const pl_operand *a,
                          const pl_operand *b, uint8_t *y) {
  int32_t at_a[PL_RANK] = {0};
  int32_t at_b[PL_RANK] = {0};
  ptrdiff_t from_a = 0;
  ptrdiff_t from_b = 0;
  for (size_t i = 0; i < elements; i++) {
    int left = ((const uint8_t *) a->data)[from_a] != 0;
    int right = ((const uint8_t *) b->data)[from_b] != 0;
    y[i] = (uint8_t) (function == PL_AND ? left & right : function == PL_OR ? left | right : left ^ right);
    from_a = pl_next(rank, extents, a->strides, at_a, from_a);
    from_b = pl_next(rank, extents, b->strides, at_b, from_b);
  }
}

/* Elements of a where the condition holds, of b elsewhere. */
PL_KERNEL void pl_select(int rank, const int32_t *extents, size_t elements, size_t size, const pl_operand *condition,
                         const pl_operand *a, const pl_operand *b, uint8_t *y) {
  int32_t at_c[PL_RANK] = {0};
  int32_t at_a[PL_RANK] = {0};
  int32_t at_b[PL_RANK] = {0};
  ptrdiff_t from_c = 0;
  ptrdiff_t from_a = 0;
  ptrdiff_t from_b = 0;
  for (size_t i = 0; i < elements; i++) {
    int holds = ((const uint8_t *) condition->data)[from_c] != 0;
    const uint8_t *source = holds ? (const uint8_t *) a->data + (size_t) from_a * size
                                  : (const uint8_t *) b->data + (size_t) from_b * size;
    memcpy(y + i * size, source, size);
    from_c = pl_next(rank, extents, condition->strides, at_c, from_c);
    from_a = pl_next(rank, extents, a->strides, at_a, from_a);
    from_b = pl_next(rank, extents, b->strides, at_b, from_b);
  }
}

/* A real number cut off towards zero and limited to 64 bits; NaN becomes 0. */
PL_KERNEL int64_t pl_cut_off(float x) {
  if (x != x) return 0;
  if (x >= 9223372036854775808.0f) return INT64_MAX;
  if (x < -9223372036854775808.0f) return INT64_MIN;
  return (int64_t) x;
}

/* Real numbers as integers or truth values. */
PL_KERNEL void pl_reals_to_wholes(const void *x, const pl_quant *from, void *y, int type, size_t elements) {
  for (size_t i = 0; i < elements; i++) {
    float real = pl_real(x, from, i);
    pl_store(y, type, i, type == PL_BOOL ? !(real == 0) : pl_cut_off(real));
  }
}

/* Integers or truth values as real numbers. */
PL_KERNEL void pl_wholes_to_reals(const void *x, int type, void *y, const pl_quant *to, size_t elements) {
  for (size_t i = 0; i < elements; i++) pl_write(y, to, i, (float) (double) pl_whole(x, type, i));
}

PL_KERNEL void pl_wholes_to_wholes(const void *x, int from, void *y, int to, size_t elements) {
  for (size_t i = 0; i < elements; i++) pl_store(y, to, i, pl_whole(x, from, i));
}

#endif
