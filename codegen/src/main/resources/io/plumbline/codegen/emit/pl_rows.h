/* Along the last axis: softmax and normalisations; docs/numerics.md, sections 5.9, 5.10 and 5.19. */
#ifndef PL_ROWS_H
#define PL_ROWS_H

#include "pl_base.h"

/* A number as it stands before its scale: an integer, or a real number of scale 1. */
PL_KERNEL float pl_unscaled(const void *x, int type, size_t i) {
  return type == PL_F32 ? ((const float *) x)[i] : (float) pl_int(x, type, i);
}

PL_KERNEL void pl_softmax(int logarithm, size_t rows, size_t length, const void *restrict x, int type, float scale,
                          void *restrict y, const pl_quant *to) {
  for (size_t row = 0; row < rows; row++) {
    size_t start = row * length;
    float largest = -INFINITY;
    for (size_t i = start; i < start + length; i++) largest = pl_maximum(largest, pl_unscaled(x, type, i));
    double sum = 0;
    for (size_t i = start; i < start + length; i++)
      sum += (double) pl_exp((pl_unscaled(x, type, i) - largest) * scale);
    float total = (float) sum;
    double log_of_sum = logarithm ? pl_log(sum) : 0;
    for (size_t i = start; i < start + length; i++) {
      float distance = (pl_unscaled(x, type, i) - largest) * scale;
      pl_write(y, to, i, logarithm ? (float) ((double) distance - log_of_sum) : pl_exp(distance) / total);
    }
  }
}

/* Scale and bias have an entry for each element of a row, or one for all. */
PL_KERNEL void pl_layer_norm(size_t rows, size_t length, const void *restrict x, int type, int32_t zero, float step,
                             float epsilon, const float *scale, size_t scales, const float *bias, size_t biases,
                             void *restrict y, const pl_quant *to) {
  for (size_t row = 0; row < rows; row++) {
    size_t start = row * length;
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
