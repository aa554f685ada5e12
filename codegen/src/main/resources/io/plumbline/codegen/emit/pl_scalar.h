/* Sums of 8-bit products for processors without vectors: weights lie as the model has them, inputs are read where they
 * are, and nothing is copied. What neighbouring columns of a window see lies side by side, so that a row of a window is one
 * run of products. With the DSP instructions of Arm's M profile two products are one instruction, on 16-bit numbers from
 * which the zero point is taken off. */
#ifndef PL_SCALAR_H
#define PL_SCALAR_H

#include "pl_sums.h"

#if defined(__ARM_FEATURE_DSP) && defined(__ARM_FEATURE_UNALIGNED)
#include <arm_acle.h>
#define PL_DSP 1
#endif

/* A sum of 8-bit inputs whose bias and sum have 32 bits. */
typedef struct {
  const pl_window *window;
  const pl_stage *stage;
  const uint8_t *x;
  int type;
  int32_t zero;
  const int8_t *weights;
  const int32_t *bias;
  void *y;
} pl_scalar_sum;

#if defined(PL_DSP)
/* Bytes 0 and 2, and 1 and 3, of four elements less their zero point, as numbers of 16 bits. */
PL_PART void pl_widen(const uint8_t *x, int type, int32_t minus_zeros, int32_t *even, int32_t *odd) {
  uint32_t four;
  __builtin_memcpy(&four, x, sizeof four);
  uint32_t turned = four >> 8 | four << 24;
  *even = type == PL_S8 ? __sxtab16(minus_zeros, (int32_t) four) : (int32_t) __uxtab16((uint32_t) minus_zeros, four);
  *odd = type == PL_S8 ? __sxtab16(minus_zeros, (int32_t) turned) : (int32_t) __uxtab16((uint32_t) minus_zeros, turned);
}

/* The same of four weights. */
PL_PART void pl_widen_weights(const int8_t *w, int32_t *even, int32_t *odd) {
  uint32_t four;
  __builtin_memcpy(&four, w, sizeof four);
  *even = __sxtb16((int32_t) four);
  *odd = __sxtb16((int32_t) (four >> 8 | four << 24));
}

PL_PART int32_t pl_twice(int32_t number) {
  return (int32_t) (((uint32_t) number & 0xffff) | (uint32_t) number << 16);
}
#endif

PL_PART int32_t pl_byte(const uint8_t *x, int type, int32_t i) {
  return type == PL_S8 ? ((const int8_t *) x)[i] : x[i];
}

/* Adds n products of inputs and the weights of some filters, whose weights lie a pitch apart. */
PL_PART void pl_run(int filters, int type, const uint8_t *x, int32_t zero, const int8_t *w, size_t pitch, int32_t n,
                    int32_t *sums) {
  int32_t i = 0;
#if defined(PL_DSP)
  const int32_t minus_zeros = pl_twice(-zero);
  for (; i + 4 <= n; i += 4) {
    int32_t even, odd;
    pl_widen(x + i, type, minus_zeros, &even, &odd);
    PL_UNROLL
    for (int f = 0; f < filters; f++) {
      int32_t even_weights, odd_weights;
      pl_widen_weights(w + (size_t) f * pitch + i, &even_weights, &odd_weights);
      sums[f] = __smlad(odd, odd_weights, __smlad(even, even_weights, sums[f]));
    }
  }
#endif
  for (; i < n; i++) {
    int32_t centred = pl_byte(x, type, i) - zero;
    PL_UNROLL
    for (int f = 0; f < filters; f++) sums[f] += centred * w[(size_t) f * pitch + (size_t) i];
  }
}

/* The taps of a window along one axis that lie inside an input: from the first to before the last. */
typedef struct {
  int32_t from, to;
} pl_span;

PL_PART pl_span pl_inside(int32_t begin, int32_t dilation, int32_t taps, int32_t extent) {
  pl_span inside = {begin < 0 ? (-begin + dilation - 1) / dilation : 0, 0};
  inside.to = begin >= extent ? 0 : (extent - begin + dilation - 1) / dilation;
  if (inside.to > taps) inside.to = taps;
  return inside;
}

/* Sums and results of some neighbouring filters at one place. */
PL_PART void pl_scalar_filters(int filters, int type, const pl_scalar_sum *c, const uint8_t *image, int32_t first_row,
                               int32_t first_column, pl_span rows, pl_span columns, int32_t m, size_t at) {
  const pl_window *w = c->window;
  const size_t line = (size_t) w->kernel_width * (size_t) w->channels;
  const size_t pitch = (size_t) w->kernel_height * line;
  const int8_t *weights = c->weights + (size_t) m * pitch;
  const int together = w->dilation_width == 1;
  int32_t sums[2];
  PL_UNROLL
  for (int f = 0; f < filters; f++) sums[f] = c->bias[m + f];
  for (int32_t u = rows.from; u < rows.to; u++) {
    const uint8_t *row = image + (ptrdiff_t) (first_row + u * w->dilation_height) * w->width * w->channels;
    for (int32_t v = columns.from; v < columns.to; v++) {
      const int32_t taps = together ? columns.to - v : 1;
      pl_run(filters, type, row + (ptrdiff_t) (first_column + v * w->dilation_width) * w->channels, c->zero,
             weights + (size_t) u * line + (size_t) v * (size_t) w->channels, pitch, taps * w->channels, sums);
      if (together) break;
    }
  }
  PL_UNROLL
  for (int f = 0; f < filters; f++) pl_finish(c->stage, c->y, at + (size_t) f, (size_t) (m + f), sums[f]);
}

PL_PART void pl_scalar_place(int type, const pl_scalar_sum *c, const uint8_t *image, int32_t oy, int32_t ox, size_t at) {
  const pl_window *w = c->window;
  const int32_t row = oy * w->stride_height - w->top;
  const int32_t column = ox * w->stride_width - w->left;
  const pl_span rows = pl_inside(row, w->dilation_height, w->kernel_height, w->height);
  const pl_span columns = pl_inside(column, w->dilation_width, w->kernel_width, w->width);
  int32_t m = 0;
  for (; m + 2 <= w->out_channels; m += 2)
    pl_scalar_filters(2, type, c, image, row, column, rows, columns, m, at + (size_t) m);
  for (; m < w->out_channels; m++)
    pl_scalar_filters(1, type, c, image, row, column, rows, columns, m, at + (size_t) m);
}

/* A convolution of one group; weights lie as [filter][row][column][channel]. */
PL_KERNEL void pl_scalar_convolution(const pl_scalar_sum *c) {
  const pl_window *w = c->window;
  const size_t picture = (size_t) w->height * (size_t) w->width * (size_t) w->channels;
  size_t at = 0;
  for (int32_t n = 0; n < w->batch; n++)
    for (int32_t oy = 0; oy < w->out_height; oy++)
      for (int32_t ox = 0; ox < w->out_width; ox++, at += (size_t) w->out_channels) {
        const uint8_t *image = c->x + (size_t) n * picture;
        if (c->type == PL_S8) pl_scalar_place(PL_S8, c, image, oy, ox, at);
        else pl_scalar_place(PL_U8, c, image, oy, ox, at);
      }
}

/* Adds the products of four channels, each with a filter of its own, at one tap. */
PL_PART void pl_four_channels(int type, const uint8_t *x, int32_t zero, const int8_t *w, int32_t *sums) {
#if defined(PL_DSP)
  int32_t even, odd, even_weights, odd_weights;
  pl_widen(x, type, pl_twice(-zero), &even, &odd);
  pl_widen_weights(w, &even_weights, &odd_weights);
  sums[0] = __smlabb(even, even_weights, sums[0]);
  sums[1] = __smlabb(odd, odd_weights, sums[1]);
  sums[2] = __smlatt(even, even_weights, sums[2]);
  sums[3] = __smlatt(odd, odd_weights, sums[3]);
#else
  for (int f = 0; f < 4; f++) sums[f] += (pl_byte(x, type, f) - zero) * w[f];
#endif
}

/* Sums and results of some neighbouring channels, four or one, at one place. */
PL_PART void pl_scalar_channels(int channels, int type, const pl_scalar_sum *c, const uint8_t *image, int32_t first_row,
                                int32_t first_column, pl_span rows, pl_span columns, int32_t m, size_t at) {
  const pl_window *w = c->window;
  int32_t sums[4];
  for (int f = 0; f < channels; f++) sums[f] = c->bias[m + f];
  for (int32_t u = rows.from; u < rows.to; u++)
    for (int32_t v = columns.from; v < columns.to; v++) {
      const ptrdiff_t place = (ptrdiff_t) (first_row + u * w->dilation_height) * w->width + first_column + v * w->dilation_width;
      const uint8_t *x = image + place * w->channels + m;
      const int8_t *weights = c->weights + (ptrdiff_t) (u * w->kernel_width + v) * w->channels + m;
      if (channels == 4) pl_four_channels(type, x, c->zero, weights, sums);
      else sums[0] += (pl_byte(x, type, 0) - c->zero) * weights[0];
    }
  for (int f = 0; f < channels; f++) pl_finish(c->stage, c->y, at + (size_t) f, (size_t) (m + f), sums[f]);
}

PL_PART void pl_scalar_depthwise_place(int type, const pl_scalar_sum *c, const uint8_t *image, int32_t oy, int32_t ox,
                                       size_t at) {
  const pl_window *w = c->window;
  const int32_t row = oy * w->stride_height - w->top;
  const int32_t column = ox * w->stride_width - w->left;
  const pl_span rows = pl_inside(row, w->dilation_height, w->kernel_height, w->height);
  const pl_span columns = pl_inside(column, w->dilation_width, w->kernel_width, w->width);
  int32_t m = 0;
  for (; m + 4 <= w->channels; m += 4)
    pl_scalar_channels(4, type, c, image, row, column, rows, columns, m, at + (size_t) m);
  for (; m < w->channels; m++)
    pl_scalar_channels(1, type, c, image, row, column, rows, columns, m, at + (size_t) m);
}

/* A convolution whose every filter reads the channel of its own number; weights lie as [row][column][channel]. */
PL_KERNEL void pl_scalar_depthwise(const pl_scalar_sum *c) {
  const pl_window *w = c->window;
  const size_t picture = (size_t) w->height * (size_t) w->width * (size_t) w->channels;
  size_t at = 0;
  for (int32_t n = 0; n < w->batch; n++)
    for (int32_t oy = 0; oy < w->out_height; oy++)
      for (int32_t ox = 0; ox < w->out_width; ox++, at += (size_t) w->channels) {
        const uint8_t *image = c->x + (size_t) n * picture;
        if (c->type == PL_S8) pl_scalar_depthwise_place(PL_S8, c, image, oy, ox, at);
        else pl_scalar_depthwise_place(PL_U8, c, image, oy, ox, at);
      }
}

#endif
