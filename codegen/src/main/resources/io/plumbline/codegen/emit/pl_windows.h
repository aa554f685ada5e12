/* One number of many: pooling, reductions, resampling and positions; docs/numerics.md, sections 5.6, 5.7, 5.15, 5.17
 * and 5.18. */
#ifndef PL_WINDOWS_H
#define PL_WINDOWS_H

#include "pl_blocks.h"
#include "pl_sums.h"

/* A quantized value of one scale that is written. */
typedef struct {
  int type;
  int rounding;
  int32_t zero;
} pl_written;

PL_KERNEL int32_t pl_mean_of(int64_t sum, int64_t count, float scale, float to_scale, const pl_written *to) {
  if (count == 0) return to->zero;
  float factor = (float) ((double) scale / ((double) to_scale * (double) count));
  return pl_requantize(sum, factor, to->zero, pl_least(to->type), pl_most(to->type), to->rounding);
}

/* Taps of a window along one axis that lie inside the input or its padding. */
PL_KERNEL int32_t pl_taps(int32_t kernel, int32_t dilation, int32_t room) {
  if (room <= 0) return 0;
  int32_t taps = (room + dilation - 1) / dilation;
  return taps < kernel ? taps : kernel;
}

/* The largest integer of each channel, channels side by side so that a compiler may take many at once. */
#define PL_MAX_OF(element)                                                                                   \
  do {                                                                                                       \
    const element *from = (const element *) x + at;                                                          \
    element *to_row = (element *) y + i;                                                                     \
    for (int32_t c = 0; c < w->channels; c++) to_row[c] = from[c] > to_row[c] ? from[c] : to_row[c];         \
  } while (0)

PL_KERNEL void pl_max_pool(const pl_window *w, const void *restrict x, int type, void *restrict y) {
  size_t i = 0;
  for (int32_t n = 0; n < w->batch; n++)
    for (int32_t oy = 0; oy < w->out_height; oy++)
      for (int32_t ox = 0; ox < w->out_width; ox++, i += (size_t) w->channels) {
        for (int32_t c = 0; c < w->channels; c++) pl_store(y, type, i + (size_t) c, pl_least(type));
        for (int32_t u = 0; u < w->kernel_height; u++) {
          int32_t row = oy * w->stride_height - w->top + u * w->dilation_height;
          if (row < 0 || row >= w->height) continue;
          for (int32_t v = 0; v < w->kernel_width; v++) {
            int32_t column = ox * w->stride_width - w->left + v * w->dilation_width;
            if (column < 0 || column >= w->width) continue;
            size_t at = (((size_t) n * (size_t) w->height + (size_t) row) * (size_t) w->width + (size_t) column)
                * (size_t) w->channels;
            switch (type) {
              case PL_S8: PL_MAX_OF(int8_t); break;
              case PL_U8: PL_MAX_OF(uint8_t); break;
              case PL_S16: PL_MAX_OF(int16_t); break;
              default: PL_MAX_OF(uint16_t); break;
            }
          }
        }
      }
}

/* Called as the records of the program are. */
enum { PL_MaxPool, PL_AveragePool, PL_NormPool };

PL_KERNEL void pl_pool(int kind, const pl_window *w, int count_padding, const void *restrict x, int type, int32_t zero,
                       float scale, void *restrict y, float to_scale, const pl_written *to) {
  if (kind == PL_MaxPool) {
    pl_max_pool(w, x, type, y);
    return;
  }
  size_t i = 0;
  for (int32_t n = 0; n < w->batch; n++)
    for (int32_t oy = 0; oy < w->out_height; oy++)
      for (int32_t ox = 0; ox < w->out_width; ox++)
        for (int32_t c = 0; c < w->channels; c++, i++) {
          int64_t sum = 0;
          int32_t inside = 0;
          for (int32_t u = 0; u < w->kernel_height; u++) {
            int32_t row = oy * w->stride_height - w->top + u * w->dilation_height;
            if (row < 0 || row >= w->height) continue;
            for (int32_t v = 0; v < w->kernel_width; v++) {
              int32_t column = ox * w->stride_width - w->left + v * w->dilation_width;
              if (column < 0 || column >= w->width) continue;
              size_t at = (((size_t) n * (size_t) w->height + (size_t) row) * (size_t) w->width + (size_t) column)
                  * (size_t) w->channels + (size_t) c;
              int64_t t = (int64_t) pl_int(x, type, at) - zero;
              sum += kind == PL_NormPool ? t * t : t;
              inside++;
            }
          }
          if (kind == PL_AveragePool) {
            int32_t count = inside;
            if (count_padding)
              count = pl_taps(w->kernel_height, w->dilation_height,
                              w->height + w->top + w->bottom - oy * w->stride_height)
                  * pl_taps(w->kernel_width, w->dilation_width,
                            w->width + w->left + w->right - ox * w->stride_width);
            pl_store(y, to->type, i, pl_mean_of(sum, count, scale, to_scale, to));
          } else {
            float factor = (float) ((double) scale / (double) to_scale);
            float norm = (float) sqrt((double) (float) sum) * factor;
            pl_store(y, to->type, i,
                     pl_quantize(norm, 1.0f, to->zero, pl_least(to->type), pl_most(to->type), to->rounding));
          }
        }
}

enum { PL_SUM, PL_L1, PL_L2, PL_SUM_SQUARE, PL_PROD, PL_LARGEST, PL_SMALLEST, PL_MEAN };

/* A function of all elements along some axes: outer ones are walked for each result, inner ones for each of its terms. */
PL_KERNEL void pl_reduce(int function, int rank, const int32_t *outer, const int32_t *outer_strides, size_t results,
                         const int32_t *inner, const int32_t *inner_strides, size_t terms, const void *restrict x,
                         int type, int32_t zero, float scale, void *restrict y, const pl_quant *to) {
  int32_t at[PL_RANK] = {0};
  ptrdiff_t start = 0;
  double step = scale;
  for (size_t i = 0; i < results; i++) {
    int32_t within[PL_RANK] = {0};
    ptrdiff_t from = start;
    int64_t sum = 0;
    double product = 1;
    int32_t best = function == PL_LARGEST ? INT32_MIN : INT32_MAX;
    for (size_t k = 0; k < terms; k++) {
      int32_t q = pl_int(x, type, (size_t) from);
      int64_t t = (int64_t) q - zero;
      if (function == PL_PROD) product *= (double) t * step;
      else if (function == PL_LARGEST) best = q > best ? q : best;
      else if (function == PL_SMALLEST) best = q < best ? q : best;
      else sum += function == PL_L1 ? (t < 0 ? -t : t) : function == PL_L2 || function == PL_SUM_SQUARE ? t * t : t;
      from = pl_next(rank, inner, inner_strides, within, from);
    }
    if (function == PL_PROD) {
      pl_write(y, to, i, (float) product);
    } else if (function == PL_L2) {
      pl_write(y, to, i, (float) (sqrt((double) sum) * step));
    } else if (function == PL_LARGEST || function == PL_SMALLEST) {
      pl_store(y, to->type, i, best);
    } else if (function == PL_MEAN) {
      const pl_written written = {to->type, to->rounding, to->zero[0]};
      pl_store(y, to->type, i, pl_mean_of(sum, (int64_t) terms, scale, to->scale[0], &written));
    } else {
      double unit = function == PL_SUM_SQUARE ? step * step : step;
      if (to->type == PL_F32) {
        ((float *) y)[i] = (float) sum * (float) unit;
      } else {
        pl_store(y, to->type, i, pl_requantize(sum, (float) (unit / to->scale[0]), to->zero[0], pl_least(to->type),
                                               pl_most(to->type), to->rounding));
      }
    }
    start = pl_next(rank, outer, outer_strides, at, start);
  }
}

/* Means along neighbouring axes, of up to 32767 elements of 8 or 16 bits; inner ones lie side by side. */
PL_KERNEL void pl_mean(size_t outer, int32_t terms, size_t inner, const void *restrict x, int type, int32_t zero,
                       float scale, void *restrict y, float to_scale, const pl_written *to) {
  const float factor = (float) ((double) scale / ((double) to_scale * (double) terms));
  for (size_t o = 0; o < outer; o++)
    for (size_t i = 0; i < inner; i += PL_BLOCK) {
      const int32_t n = inner - i < PL_BLOCK ? (int32_t) (inner - i) : PL_BLOCK;
      int32_t wholes[PL_BLOCK];
      int32_t sums[PL_BLOCK];
      float reals[PL_BLOCK];
      for (int32_t k = 0; k < n; k++) sums[k] = -terms * zero;
      for (int32_t t = 0; t < terms; t++) {
        pl_read_wholes(x, type, (o * (size_t) terms + (size_t) t) * inner + i, n, wholes);
        for (int32_t k = 0; k < n; k++) sums[k] += wholes[k];
      }
      for (int32_t k = 0; k < n; k++) reals[k] = (float) sums[k] * factor;
      pl_write_rounded(y, to->type, to->rounding, to->zero, o * inner + i, n, reals);
    }
}

/* Weighted sums of slices along an axis, in float32 in the order of taps. */
PL_KERNEL void pl_resample(const void *restrict x, const pl_quant *from, void *restrict y, const pl_quant *to,
                           size_t elements, size_t inner, size_t extent, size_t slices, size_t taps,
                           const int64_t *positions, const float *weights) {
  for (size_t i = 0; i < elements; i++) {
    size_t slice = i / inner % slices;
    size_t outer = i / inner / slices;
    float sum = 0;
    for (size_t t = 0; t < taps; t++) {
      size_t at = (outer * extent + (size_t) positions[slice * taps + t]) * inner + i % inner;
      float term = weights[slice * taps + t] * pl_real(x, from, at);
      sum = t == 0 ? term : sum + term;
    }
    pl_write(y, to, i, sum);
  }
}

/* Below 0 when element a comes before b in ascending order; NaN is the largest number, and -0 equals 0. */
PL_KERNEL int pl_order(const void *x, int type, size_t a, size_t b) {
  if (type == PL_F32) {
    float left = ((const float *) x)[a];
    float right = ((const float *) x)[b];
    if (left < right) return -1;
    if (left > right) return 1;
    return (left != left) - (right != right);
  }
  int64_t left = pl_whole(x, type, a);
  int64_t right = pl_whole(x, type, b);
  return left < right ? -1 : left > right;
}

/* The position of the largest or smallest number of each line along an axis. */
PL_KERNEL void pl_extremum(const void *restrict x, int type, size_t lines, size_t stride, size_t extent, int largest,
                           int last, int64_t *restrict y) {
  for (size_t line = 0; line < lines; line++) {
    size_t start = line / stride * stride * extent + line % stride;
    size_t best = 0;
    for (size_t i = 1; i < extent; i++) {
      int order = pl_order(x, type, start + i * stride, start + best * stride);
      order = largest ? -order : order;
      if (order < 0 || (order == 0 && last)) best = i;
    }
    y[line] = (int64_t) best;
  }
}

/* The first numbers of each line in order, and their positions; of equal ones the first comes first. */
PL_KERNEL void pl_top(const void *restrict x, int type, size_t size, size_t lines, size_t stride, size_t extent,
                      size_t count, int largest, uint8_t *restrict y, int64_t *restrict positions) {
  for (size_t line = 0; line < lines; line++) {
    size_t start = line / stride * stride * extent + line % stride;
    size_t target = line / stride * stride * count + line % stride;
    size_t before = 0;
    for (size_t k = 0; k < count; k++) {
      size_t best = extent;
      for (size_t i = 0; i < extent; i++) {
        if (k > 0) {
          int done = pl_order(x, type, start + i * stride, start + before * stride);
          done = largest ? -done : done;
          if (done < 0 || (done == 0 && i <= before)) continue;
        }
        if (best == extent) {
          best = i;
          continue;
        }
        int order = pl_order(x, type, start + i * stride, start + best * stride);
        if ((largest ? -order : order) < 0) best = i;
      }
      memcpy(y + (target + k * stride) * size, (const uint8_t *) x + (start + best * stride) * size, size);
      positions[target + k * stride] = (int64_t) best;
      before = best;
    }
  }
}

#endif
