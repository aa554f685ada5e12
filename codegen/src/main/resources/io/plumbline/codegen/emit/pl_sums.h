/* Sums of products and what becomes of them: docs/numerics.md, sections 5.2 to 5.4. */
#ifndef PL_SUMS_H
#define PL_SUMS_H

#include "pl_base.h"

enum { PL_REQUANTISED, PL_STEPPED, PL_FIXED_POINT, PL_DEQUANTISED };

/* What happens to a complete sum. Factors are one for each channel, or one for all. */
typedef struct {
  int kind;
  int type;
  int rounding;
  int32_t zero;
  int32_t low;
  int32_t high;
  int32_t factors;
  const float *factor;
  /* PL_STEPPED: the table of each channel, where tables begin and end, and their steps. */
  int32_t tables;
  const int32_t *table;
  const int32_t *ends;
  const int16_t *starts;
  const int32_t *values;
  /* PL_FIXED_POINT */
  const int32_t *integer;
  const int32_t *exponent;
  int bits;
  int twice;
  /* PL_DEQUANTISED */
  float lowest;
  float highest;
} pl_stage;

/* The value of the last step that starts at or below a position. */
PL_KERNEL int32_t pl_step(const pl_stage *s, size_t channel, int32_t position) {
  int32_t table = s->table[channel % (size_t) s->tables];
  int32_t first = table == 0 ? 0 : s->ends[table - 1];
  int32_t behind = s->ends[table];
  while (behind - first > 1) {
    int32_t middle = first + (behind - first) / 2;
    if (s->starts[middle] <= position) first = middle;
    else behind = middle;
  }
  return s->values[first];
}

/* The product of a sum of 32 bits with integer * 2^(exponent - bits). */
PL_KERNEL int64_t pl_rescale(int64_t sum, int64_t integer, int exponent, int bits, int twice) {
  if (!twice) {
    int64_t product = sum * integer;
    int shift = bits - exponent;
    if (shift <= 0) return product * ((int64_t) 1 << -shift);
    return (product + ((int64_t) 1 << (shift - 1))) >> shift;
  }
  int64_t shifted = sum;
  if (exponent > 0) {
    shifted = sum * ((int64_t) 1 << exponent);
    shifted = shifted < INT32_MIN ? INT32_MIN : shifted > INT32_MAX ? INT32_MAX : shifted;
  }
  /* To nearest, ties up: what a nudge by the sign and a division towards zero come to. */
  int64_t product = (int64_t) (int32_t) shifted * (int32_t) integer;
  int64_t high = (product + ((int64_t) 1 << (bits - 1))) >> bits;
  int right = exponent < 0 ? -exponent : 0;
  int64_t mask = ((int64_t) 1 << right) - 1;
  int64_t threshold = (mask >> 1) + (high < 0 ? 1 : 0);
  return (high >> right) + ((high & mask) > threshold ? 1 : 0);
}

PL_KERNEL void pl_finish(const pl_stage *s, void *out, size_t i, size_t channel, int64_t sum) {
  size_t at = s->factors == 1 ? 0 : channel < (size_t) s->factors ? channel : channel % (size_t) s->factors;
  switch (s->kind) {
    case PL_REQUANTISED:
      pl_store(out, s->type, i, pl_requantize(sum, s->factor[at], s->zero, s->low, s->high, s->rounding));
      break;
    case PL_STEPPED:
      pl_store(out, s->type, i, pl_step(s, channel,
          pl_requantize(sum, s->factor[at], 0, INT16_MIN, INT16_MAX, s->rounding)));
      break;
    case PL_FIXED_POINT: {
      int64_t scaled = pl_rescale(sum, s->integer[at], s->exponent[at], s->bits, s->twice) + s->zero;
      pl_store(out, s->type, i, scaled < s->low ? s->low : scaled > s->high ? s->high : scaled);
      break;
    }
    default:
      ((float *) out)[i] = pl_limit((float) sum * s->factor[at], s->lowest, s->highest);
  }
}

/* Products of n neighbours with weights of 16 bits; wide sums have 64 bits. */
PL_KERNEL int64_t pl_wide_dot(const void *x, int type, size_t at, int32_t zero, const int16_t *w, int32_t n, int wide) {
  if (wide) {
    int64_t sum = 0;
    for (int32_t k = 0; k < n; k++) sum += (int64_t) (pl_int(x, type, at + (size_t) k) - zero) * w[k];
    return sum;
  }
  int32_t sum = 0;
  for (int32_t k = 0; k < n; k++) sum += (pl_int(x, type, at + (size_t) k) - zero) * w[k];
  return sum;
}

/* Likewise with weights of 8 or 16 bits. */
PL_KERNEL int64_t pl_dot(const void *x, int type, size_t at, int32_t zero, const void *weights, int kind,
                         size_t from, int32_t n, int wide) {
  if (kind == PL_S16) return pl_wide_dot(x, type, at, zero, (const int16_t *) weights + from, n, wide);
  const int8_t *w = (const int8_t *) weights + from;
  if (wide) {
    int64_t sum = 0;
    for (int32_t k = 0; k < n; k++) sum += (int64_t) (pl_int(x, type, at + (size_t) k) - zero) * w[k];
    return sum;
  }
  int32_t sum = 0;
  for (int32_t k = 0; k < n; k++) sum += (pl_int(x, type, at + (size_t) k) - zero) * w[k];
  return sum;
}

/* The extents and the window of a convolution or pooling of N, H, W, C values. */
typedef struct {
  int32_t batch, height, width, channels;
  int32_t out_height, out_width, out_channels;
  int32_t kernel_height, kernel_width;
  int32_t stride_height, stride_width;
  int32_t dilation_height, dilation_width;
  int32_t top, left, bottom, right;
} pl_window;

PL_KERNEL int64_t pl_bias(const void *bias, int wide, size_t channel) {
  return wide ? ((const int64_t *) bias)[channel] : ((const int32_t *) bias)[channel];
}

PL_KERNEL void pl_convolution(const pl_window *w, int32_t groups, const pl_stage *s, int wide,
                              const void *restrict x, int type, int32_t zero,
                              const void *restrict weights, int kind, const void *restrict bias,
                              void *restrict y) {
  const int32_t depth = w->channels / groups;
  const int32_t filters = w->out_channels / groups;
  const size_t taps = (size_t) w->kernel_height * (size_t) w->kernel_width * (size_t) depth;
  size_t i = 0;
  for (int32_t n = 0; n < w->batch; n++)
    for (int32_t oy = 0; oy < w->out_height; oy++)
      for (int32_t ox = 0; ox < w->out_width; ox++)
        for (int32_t m = 0; m < w->out_channels; m++, i++) {
          int64_t sum = pl_bias(bias, wide, (size_t) m);
          for (int32_t u = 0; u < w->kernel_height; u++) {
            int32_t row = oy * w->stride_height - w->top + u * w->dilation_height;
            if (row < 0 || row >= w->height) continue;
            for (int32_t v = 0; v < w->kernel_width; v++) {
              int32_t column = ox * w->stride_width - w->left + v * w->dilation_width;
              if (column < 0 || column >= w->width) continue;
              size_t at = (((size_t) n * (size_t) w->height + (size_t) row) * (size_t) w->width + (size_t) column)
                  * (size_t) w->channels + (size_t) (m / filters * depth);
              size_t tap = (size_t) m * taps + (size_t) (u * w->kernel_width + v) * (size_t) depth;
              sum += pl_dot(x, type, at, zero, weights, kind, tap, depth, wide);
            }
          }
          pl_finish(s, y, i, (size_t) m, sum);
        }
}

PL_KERNEL void pl_linear(int32_t rows, int32_t depth, int32_t columns, const pl_stage *s, int wide,
                         const void *restrict x, int type, int32_t zero,
                         const void *restrict weights, int kind, const void *restrict bias,
                         void *restrict y) {
  size_t i = 0;
  for (int32_t row = 0; row < rows; row++)
    for (int32_t column = 0; column < columns; column++, i++) {
      int64_t sum = pl_bias(bias, wide, (size_t) column)
          + pl_dot(x, type, (size_t) row * (size_t) depth, zero, weights, kind,
                   (size_t) column * (size_t) depth, depth, wide);
      pl_finish(s, y, i, (size_t) column, sum);
    }
}

/* a times b, both computed; strides lead over the extents of the result to rows of a and columns of b. */
PL_KERNEL void pl_product(int rank, const int32_t *extents, const int32_t *rows, const int32_t *columns,
                          size_t elements, int32_t depth, int32_t step, const pl_stage *s,
                          const void *restrict a, int type_a, int32_t zero_a,
                          const void *restrict b, int type_b, int32_t zero_b, void *restrict y) {
  int32_t at_a[PL_RANK] = {0};
  int32_t at_b[PL_RANK] = {0};
  ptrdiff_t from_a = 0;
  ptrdiff_t from_b = 0;
  for (size_t i = 0; i < elements; i++) {
    int64_t sum = 0;
    for (int32_t k = 0; k < depth; k++)
      sum += (int64_t) (pl_int(a, type_a, (size_t) from_a + (size_t) k) - zero_a)
          * (pl_int(b, type_b, (size_t) from_b + (size_t) k * (size_t) step) - zero_b);
    pl_finish(s, y, i, i % (size_t) extents[rank - 1], sum);
    from_a = pl_next(rank, extents, rows, at_a, from_a);
    from_b = pl_next(rank, extents, columns, at_b, from_b);
  }
}

#endif
