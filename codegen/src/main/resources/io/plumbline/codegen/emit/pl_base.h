/* Numbers of a Plumbline program: types, roundings and the formulas of docs/numerics.md, sections 1, 2 and 7.
 * C11. Needs IEEE 754 with rounding to nearest and no contraction: -std=c11 or -ffp-contract=off. */
#ifndef PL_BASE_H
#define PL_BASE_H

#include <float.h>
#include <math.h>
#include <string.h>

#include "pl_module.h"

/* The instructions of kernels for sums: the first that the compiler may use. */
#if defined(__AVX512VNNI__) && defined(__AVX512BW__) && defined(__AVX512VL__)
#define PL_AVX512_VNNI
#elif defined(__AVXVNNI__) && defined(__AVX2__)
#define PL_AVX_VNNI
#elif defined(__AVX2__)
#define PL_AVX2
#elif defined(__SSE4_1__)
#define PL_SSE41
#elif defined(__aarch64__) && defined(__ARM_NEON) && !defined(__AARCH64EB__)
#define PL_NEON
#endif

#if defined(__SSE4_1__)
#include <immintrin.h>
#elif defined(PL_NEON)
#include <arm_neon.h>
#endif

#if FLT_EVAL_METHOD != 0
#error "float expressions must be evaluated in float"
#endif

#if defined(__clang__)
#pragma STDC FP_CONTRACT OFF
#endif

/* Kernels are expanded where they are called, so that the compiler sees every extent as a number; with PL_SMALL they are
 * functions that steps share. Parts of kernels are expanded always. */
#if defined(__GNUC__)
#define PL_PART static inline __attribute__((always_inline, unused))
#else
#define PL_PART static inline
#endif
#if defined(PL_SMALL)
#define PL_KERNEL static inline
#else
#define PL_KERNEL PL_PART
#endif

#if defined(__GNUC__) && !defined(__clang__)
#define PL_UNROLL _Pragma("GCC unroll 32")
#elif defined(__clang__)
#define PL_UNROLL _Pragma("unroll")
#else
#define PL_UNROLL
#endif

/* The most axes of a value. */
#define PL_RANK 16

/* Roundings to an integer; a program has one of them. */
enum { PL_HALF_EVEN, PL_HALF_UP, PL_HALF_AWAY };

/* How the elements of a value stand for real numbers: of channel i / inner % channels. */
typedef struct {
  int type;
  int rounding;
  int32_t channels;
  int32_t inner;
  const float *scale;
  const int32_t *zero;
} pl_quant;

PL_KERNEL int32_t pl_least(int type) {
  return type == PL_S8 ? INT8_MIN : type == PL_S16 ? INT16_MIN : type == PL_S32 ? INT32_MIN : 0;
}

PL_KERNEL int32_t pl_most(int type) {
  return type == PL_S8 ? INT8_MAX : type == PL_U8 ? UINT8_MAX : type == PL_S16 ? INT16_MAX
       : type == PL_U16 ? UINT16_MAX : INT32_MAX;
}

PL_KERNEL size_t pl_size(int type) {
  switch (type) {
    case PL_S8: case PL_U8: case PL_BOOL: return 1;
    case PL_S16: case PL_U16: return 2;
    case PL_S64: return 8;
    default: return 4;
  }
}

/* An element that is an integer. */
PL_KERNEL int64_t pl_whole(const void *data, int type, size_t i) {
  switch (type) {
    case PL_S8: return ((const int8_t *) data)[i];
    case PL_U8: case PL_BOOL: return ((const uint8_t *) data)[i];
    case PL_S16: return ((const int16_t *) data)[i];
    case PL_U16: return ((const uint16_t *) data)[i];
    case PL_S32: return ((const int32_t *) data)[i];
    case PL_U32: return ((const uint32_t *) data)[i];
    default: return ((const int64_t *) data)[i];
  }
}

/* The same of 8, 16 or 32 bits. */
PL_KERNEL int32_t pl_int(const void *data, int type, size_t i) {
  switch (type) {
    case PL_S8: return ((const int8_t *) data)[i];
    case PL_U8: case PL_BOOL: return ((const uint8_t *) data)[i];
    case PL_S16: return ((const int16_t *) data)[i];
    case PL_U16: return ((const uint16_t *) data)[i];
    default: return ((const int32_t *) data)[i];
  }
}

/* Stores the lowest bits of an integer; of a truth value, whether it is not 0. */
PL_KERNEL void pl_store(void *data, int type, size_t i, int64_t value) {
  switch (type) {
    case PL_S8: ((int8_t *) data)[i] = (int8_t) value; break;
    case PL_U8: ((uint8_t *) data)[i] = (uint8_t) value; break;
    case PL_BOOL: ((uint8_t *) data)[i] = value != 0; break;
    case PL_S16: ((int16_t *) data)[i] = (int16_t) value; break;
    case PL_U16: ((uint16_t *) data)[i] = (uint16_t) value; break;
    case PL_S32: ((int32_t *) data)[i] = (int32_t) value; break;
    case PL_U32: ((uint32_t *) data)[i] = (uint32_t) value; break;
    default: ((int64_t *) data)[i] = value; break;
  }
}

/* maximum and minimum of IEEE 754-2019: NaN where either is NaN, and -0 < +0. */
PL_KERNEL float pl_maximum(float a, float b) {
  if (a != a) return a;
  if (a == 0 && b == 0) return signbit(a) ? b : a;
  return a >= b ? a : b;
}

PL_KERNEL float pl_minimum(float a, float b) {
  if (a != a) return a;
  if (a == 0 && b == 0) return signbit(a) ? a : b;
  return a <= b ? a : b;
}

PL_KERNEL float pl_limit(float x, float low, float high) {
  return pl_minimum(pl_maximum(x, low), high);
}

/* To nearest, ties to even: beyond 2^23 a float is an integer already. */
PL_KERNEL float pl_half_even(float x) {
  float shift = signbit(x) ? -8388608.0f : 8388608.0f;
  if (!(fabsf(x) < 8388608.0f)) return x;
  float rounded = (x + shift) - shift;
  return rounded == 0 ? copysignf(0.0f, x) : rounded;
}

PL_KERNEL float pl_round(float x, int rounding) {
  switch (rounding) {
    case PL_HALF_EVEN: return pl_half_even(x);
    case PL_HALF_UP: return (float) floor((double) x + 0.5);
    default: {
      float size = fabsf(x);
      if (!(size < 8388608.0f)) return x;
      float whole = (float) (int32_t) size;
      return copysignf(size - whole >= 0.5f ? whole + 1.0f : whole, x);
    }
  }
}

/* round + zero, limited; NaN stands for the zero point. */
PL_KERNEL int32_t pl_saturate(float rounded, int32_t zero, int32_t low, int32_t high) {
  if (low >= -65536 && high <= 65536 && zero >= -65536 && zero <= 65536) { /* float holds all differences */
    if (rounded != rounded) rounded = 0;
    return rounded < (float) (low - zero) ? low : rounded > (float) (high - zero) ? high : (int32_t) rounded + zero;
  }
  double shifted = rounded != rounded ? (double) zero : (double) rounded + (double) zero;
  return shifted < low ? low : shifted > high ? high : (int32_t) shifted;
}

PL_KERNEL int32_t pl_quantize(float x, float scale, int32_t zero, int32_t low, int32_t high, int rounding) {
  return pl_saturate(pl_round(x / scale, rounding), zero, low, high);
}

PL_KERNEL int32_t pl_requantize(int64_t sum, float factor, int32_t zero, int32_t low, int32_t high, int rounding) {
  return pl_saturate(pl_round((float) sum * factor, rounding), zero, low, high);
}

/* The real number of an element. */
PL_KERNEL float pl_real(const void *data, const pl_quant *q, size_t i) {
  if (q->type == PL_F32) return ((const float *) data)[i];
  size_t channel = q->channels == 1 ? 0 : i / (size_t) q->inner % (size_t) q->channels;
  return (float) (pl_int(data, q->type, i) - q->zero[channel]) * q->scale[channel];
}

/* Makes an element of a real number. */
PL_KERNEL void pl_write(void *data, const pl_quant *q, size_t i, float x) {
  if (q->type == PL_F32) {
    ((float *) data)[i] = x;
    return;
  }
  size_t channel = q->channels == 1 ? 0 : i / (size_t) q->inner % (size_t) q->channels;
  pl_store(data, q->type, i,
           pl_quantize(x, q->scale[channel], q->zero[channel], pl_least(q->type), pl_most(q->type), q->rounding));
}

PL_KERNEL double pl_power_of_two(int exponent) {
  uint64_t bits = (uint64_t) (exponent + 1023) << 52;
  double power;
  memcpy(&power, &bits, sizeof power);
  return power;
}

/* e^x in float32, section 7. */
PL_KERNEL float pl_exp(float x) {
  static const double inverse_factorials[12] = {
      1.0, 1.0 / 1.0, 1.0 / 2.0, 1.0 / 6.0, 1.0 / 24.0, 1.0 / 120.0, 1.0 / 720.0, 1.0 / 5040.0,
      1.0 / 40320.0, 1.0 / 362880.0, 1.0 / 3628800.0, 1.0 / 39916800.0};
  if (x != x) return x;
  if (x < -104.0f) return 0.0f;
  if (x > 89.0f) return INFINITY;
  double scaled = (double) x * 0x1.71547652b82fep0;
  double shift = scaled < 0 ? -4503599627370496.0 : 4503599627370496.0;
  double n = (scaled + shift) - shift;
  double r = (double) x - n * 0x1.62e42fefa39efp-1;
  double p = inverse_factorials[11];
  for (int k = 10; k >= 0; k--) p = p * r + inverse_factorials[k];
  return (float) (p * pl_power_of_two((int) n));
}

/* ln x of a positive normal number, section 7. */
PL_KERNEL double pl_log(double x) {
  uint64_t bits;
  memcpy(&bits, &x, sizeof bits);
  int k = (int) (bits >> 52 & 0x7ff) - 1023;
  double m = x * pl_power_of_two(-k);
  if (m >= 0x1.6a09e667f3bcdp0) {
    m = m * 0.5;
    k++;
  }
  double f = (m - 1.0) / (m + 1.0);
  double square = f * f;
  double series = 0;
  for (int term = 10; term >= 0; term--) series = series * square + 1.0 / (2 * term + 1);
  return 2.0 * f * series + k * 0x1.62e42fefa39efp-1;
}

PL_KERNEL float pl_sigmoid(float x) {
  return 1.0f / (1.0f + pl_exp(-x));
}

PL_KERNEL float pl_tanh(float x) {
  float t = pl_exp(-2.0f * fabsf(x));
  return copysignf((1.0f - t) / (1.0f + t), x);
}

/* Whether a float32 value holds NaN. */
/* A sum over words of 8 bytes, the least byte first; bytes behind the last word are not looked at. */
PL_PART uint64_t pl_digest(const void *data, size_t bytes) {
  const uint8_t *octets = (const uint8_t *) data;
  uint64_t sum = 0xcbf29ce484222325u;
  for (size_t at = 0; at + 8 <= bytes; at += 8) {
    uint64_t word = 0;
    for (int octet = 7; octet >= 0; octet--) word = word << 8 | octets[at + (size_t) octet];
    sum = (sum ^ word) * 0x100000001b3u;
    sum ^= sum >> 32;
  }
  return sum;
}

PL_KERNEL int pl_has_nan(const void *data, size_t elements) {
  const float *reals = data;
  for (size_t i = 0; i < elements; i++)
    if (reals[i] != reals[i]) return 1;
  return 0;
}

/* The next place in row-major order over extents: where strides lead from position. */
PL_KERNEL ptrdiff_t pl_next(int rank, const int32_t *extents, const int32_t *strides, int32_t *at, ptrdiff_t position) {
  for (int axis = rank - 1; axis >= 0; axis--) {
    position += strides[axis];
    if (++at[axis] < extents[axis]) return position;
    position -= (ptrdiff_t) strides[axis] * extents[axis];
    at[axis] = 0;
  }
  return position;
}

#endif
