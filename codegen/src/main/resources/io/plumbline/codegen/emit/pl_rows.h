/* Along the last axis: softmax and normalisations; docs/numerics.md, sections 5.9, 5.10 and 5.19. */
#ifndef PL_ROWS_H
#define PL_ROWS_H

#include "pl_blocks.h"

/* A number as it stands before its scale: an integer, or a real number of scale 1. */
PL_KERNEL float pl_unscaled(const void *x, int type, size_t i) {
  return type == PL_F32 ? ((const float *) x)[i] : (float) pl_int(x, type, i);
}

/* Softmax of bytes by a table of exponentials: that of a distance from the largest of a row. Rows are taken together because
 * each has its sum in order; scratch has room for them. */
PL_PART void pl_softmax_rows(int32_t together, size_t start, int32_t length, const void *restrict x, int type,
                             const float *restrict table, float *restrict scratch, void *restrict y, const pl_quant *to) {
  int32_t largest[4];
  double sum[4];
  for (int32_t r = 0; r < together; r++) {
    largest[r] = INT32_MIN;
    sum[r] = 0;
    for (int32_t i = 0; i < length; i++) {
      int32_t whole = pl_int(x, type, start + (size_t) (r * length + i));
      largest[r] = whole > largest[r] ? whole : largest[r];
    }
  }
  for (int32_t i = 0; i < length; i++)
    for (int32_t r = 0; r < together; r++) {
      float power = table[largest[r] - pl_int(x, type, start + (size_t) (r * length + i))];
      scratch[r * length + i] = power;
      sum[r] += (double) power;
    }
  for (int32_t r = 0; r < together; r++) {
    const float total = (float) sum[r];
    for (int32_t i = 0; i < length; i += PL_BLOCK) {
      const int32_t n = length - i < PL_BLOCK ? length - i : PL_BLOCK;
      float shares[PL_BLOCK];
      for (int32_t k = 0; k < n; k++) shares[k] = scratch[r * length + i + k] / total;
      pl_write_reals(y, to, start + (size_t) (r * length + i), n, shares);
    }
  }
}

PL_KERNEL void pl_softmax_bytes(size_t rows, int32_t length, const void *restrict x, int type, const float *restrict table,
                                float *restrict scratch, void *restrict y, const pl_quant *to) {
  const size_t fours = rows / 4 * 4;
  for (size_t row = 0; row < fours; row += 4)
    pl_softmax_rows(4, row * (size_t) length, length, x, type, table, scratch, y, to);
  for (size_t row = fours; row < rows; row++)
    pl_softmax_rows(1, row * (size_t) length, length, x, type, table, scratch, y, to);
}

/* Softmax of other numbers, or its logarithm; scratch has room for a row. */
PL_KERNEL void pl_softmax(int logarithm, size_t rows, size_t length, const void *restrict x, int type, float scale,
                          float *restrict scratch, void *restrict y, const pl_quant *to) {
  for (size_t row = 0; row < rows; row++) {
    size_t start = row * length;
    float largest = -INFINITY;
    for (size_t i = 0; i < length; i++) largest = pl_maximum(largest, pl_unscaled(x, type, start + i));
    for (size_t i = 0; i < length; i++) scratch[i] = (pl_unscaled(x, type, start + i) - largest) * scale;
    pl_exponentials(scratch, (int32_t) length);
    double sum = 0;
    for (size_t i = 0; i < length; i++) sum += (double) scratch[i];
    float total = (float) sum;
    double log_of_sum = logarithm ? pl_log(sum) : 0;
    for (size_t i = 0; i < length; i++) {
      float distance = (pl_unscaled(x, type, start + i) - largest) * scale;
      pl_write(y, to, start + i, logarithm ? (float) ((double) distance - log_of_sum) : scratch[i] / total);
    }
  }
}

/* A layer norm of bytes: the sums of a row fit in 32 and 64 bits, and so does the distance of each element from their mean. */
PL_PART void pl_layer_norm_bytes(size_t start, size_t length, const void *restrict x, int type, int32_t zero, float step,
                                 float epsilon, const float *scale, size_t scales, const float *bias, size_t biases,
                                 void *restrict y, const pl_quant *to) {
  int32_t wholes[PL_BLOCK];
  float reals[PL_BLOCK];
  int64_t sum = 0;
  int64_t squares = 0;
  for (size_t i = 0; i < length; i += PL_BLOCK) {
    const int32_t n = length - i < PL_BLOCK ? (int32_t) (length - i) : PL_BLOCK;
    int32_t part = 0;
    int32_t part_squares = 0;
    pl_read_wholes(x, type, start + i, n, wholes);
    for (int32_t k = 0; k < n; k++) {
      int32_t t = wholes[k] - zero;
      part += t;
      part_squares += t * t;
    }
    sum += part;
    squares += part_squares;
  }
  double count = (double) length;
  double variance = (double) ((int64_t) length * squares - sum * sum) / (count * count);
  double deviation = sqrt(variance * (double) step * (double) step + (double) epsilon);
  const float factor = (float) ((double) step / (deviation * count));
  const int32_t all = (int32_t) length;
  const int32_t total = (int32_t) sum;
  for (size_t i = 0; i < length; i += PL_BLOCK) {
    const int32_t n = length - i < PL_BLOCK ? (int32_t) (length - i) : PL_BLOCK;
    const float *scale_of = scales == 1 ? scale : scale + i;
    const float *bias_of = biases == 1 ? bias : bias + i;
    pl_read_wholes(x, type, start + i, n, wholes);
    for (int32_t k = 0; k < n; k++) {
      float normal = (float) (all * (wholes[k] - zero) - total) * factor;
      float scaled = normal * scale_of[scales == 1 ? 0 : k];
      reals[k] = scaled + bias_of[biases == 1 ? 0 : k];
    }
    pl_write_reals(y, to, start + i, n, reals);
  }
}

/* Scale and bias have an entry for each element of a row, or one for all. */
PL_KERNEL void pl_layer_norm(size_t rows, size_t length, const void *restrict x, int type, int32_t zero, float step,
                             float epsilon, const float *scale, size_t scales, const float *bias, size_t biases,
                             void *restrict y, const pl_quant *to) {
  for (size_t row = 0; row < rows; row++) {
    size_t start = row * length;
    if (type == PL_S8 || type == PL_U8) {
      pl_layer_norm_bytes(start, length, x, type, zero, step, epsilon, scale, scales, bias, biases, y, to);
      continue;
    }
    float factor = 0;
    double mean = 0;
    double real_factor = 0;
    int64_t sum = 0;
    if (type == PL_F32) {
      const float *reals = x;
      double total = 0;
      for (size_t i = start; i < start + length; i++) total += (double) reals[i];
      mean = total / (double) length;
      double squares = 0;
      for (size_t i = start; i < start + length; i++) {
        double distance = (double) reals[i] - mean;
        squares += distance * distance;
      }
      real_factor = 1.0 / sqrt(squares / (double) length + (double) epsilon);
    } else {
      int64_t squares = 0;
      for (size_t i = start; i < start + length; i++) {
        int64_t t = (int64_t) pl_int(x, type, i) - zero;
        sum += t;
        squares += t * t;
      }
      double n = (double) length;
      double variance = (double) ((int64_t) length * squares - sum * sum) / (n * n);
      double deviation = sqrt(variance * (double) step * (double) step + (double) epsilon);
      factor = (float) ((double) step / (deviation * n));
    }
    for (size_t i = 0; i < length; i++) {
      float normal = type == PL_F32
          ? (float) (((double) ((const float *) x)[start + i] - mean) * real_factor)
          : (float) ((int64_t) length * ((int64_t) pl_int(x, type, start + i) - zero) - sum) * factor;
      float scaled = normal * scale[i % scales];
      pl_write(y, to, start + i, scaled + bias[i % biases]);
    }
  }
}

PL_KERNEL void pl_local_response_norm(size_t elements, int32_t channels, const void *restrict x, int type, int32_t zero,
                                      float scale, int32_t size, float alpha, float beta, float bias,
                                      void *restrict y, const pl_quant *to) {
  double square = (double) scale * (double) scale;
  double share = (double) alpha / (double) size;
  for (size_t i = 0; i < elements; i++) {
    int32_t channel = (int32_t) (i % (size_t) channels);
    int32_t first = channel - (size - 1) / 2;
    int32_t last = channel + size / 2;
    first = first < 0 ? 0 : first;
    last = last > channels - 1 ? channels - 1 : last;
    int64_t sum = 0;
    for (int32_t c = first; c <= last; c++) {
      int64_t t = (int64_t) pl_int(x, type, i - (size_t) channel + (size_t) c) - zero;
      sum += t * t;
    }
    double divisor = (double) bias + share * ((double) sum * square);
    double exponent = -(double) beta * pl_log(divisor);
    float real = (float) (pl_int(x, type, i) - zero) * scale;
    pl_write(y, to, i, real * pl_exp((float) exponent));
  }
}

#endif
