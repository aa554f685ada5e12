/* Elements in blocks of one type, which compilers turn into vector code, with the integers and real numbers of pl_base.h. */
#ifndef PL_BLOCKS_H
#define PL_BLOCKS_H

#include "pl_base.h"

#define PL_BLOCK 64

#define PL_READ(element)                                                                                     \
  do {                                                                                                       \
    const element *from = (const element *) data + at;                                                       \
    for (int32_t i = 0; i < n; i++) to[i] = from[i];                                                         \
  } while (0)

/* Integers of 8, 16 or 32 bits. */
PL_PART void pl_read_wholes(const void *data, int type, size_t at, int32_t n, int32_t *restrict to) {
  switch (type) {
    case PL_S8: PL_READ(int8_t); break;
    case PL_U8: case PL_BOOL: PL_READ(uint8_t); break;
    case PL_S16: PL_READ(int16_t); break;
    case PL_U16: PL_READ(uint16_t); break;
    default: PL_READ(int32_t); break;
  }
}

#define PL_WRITE(element)                                                                                    \
  do {                                                                                                       \
    element *to = (element *) data + at;                                                                     \
    for (int32_t i = 0; i < n; i++) to[i] = (element) from[i];                                               \
  } while (0)

/* Integers of 8 or 16 bits that are in range. */
PL_PART void pl_write_wholes(void *data, int type, size_t at, int32_t n, const int32_t *restrict from) {
  switch (type) {
    case PL_S8: PL_WRITE(int8_t); break;
    case PL_U8: PL_WRITE(uint8_t); break;
    case PL_S16: PL_WRITE(int16_t); break;
    default: PL_WRITE(uint16_t); break;
  }
}

/* As pl_real. */
PL_PART void pl_read_reals(const void *data, const pl_quant *q, size_t at, int32_t n, float *restrict to) {
  int32_t wholes[PL_BLOCK];
  if (q->type == PL_F32) {
    memcpy(to, (const float *) data + at, (size_t) n * sizeof(float));
  } else if (q->channels == 1) {
    const int32_t zero = q->zero[0];
    const float scale = q->scale[0];
    pl_read_wholes(data, q->type, at, n, wholes);
    for (int32_t i = 0; i < n; i++) to[i] = (float) (wholes[i] - zero) * scale;
  } else {
    for (int32_t i = 0; i < n; i++) to[i] = pl_real(data, q, at + (size_t) i);
  }
}

/* As pl_saturate of what is rounded. Limits are integers, so they may come first; 1.5 * 2^23 leaves no bits behind the point. */
PL_PART void pl_write_rounded(void *data, int type, int rounding, int32_t zero, size_t at, int32_t n, const float *reals) {
  int32_t wholes[PL_BLOCK];
  if (rounding != PL_HALF_EVEN || type == PL_S32) {
    for (int32_t i = 0; i < n; i++)
      pl_store(data, type, at + (size_t) i, pl_saturate(pl_round(reals[i], rounding), zero, pl_least(type), pl_most(type)));
    return;
  }
  const float low = (float) (pl_least(type) - zero);
  const float high = (float) (pl_most(type) - zero);
  for (int32_t i = 0; i < n; i++) {
    float number = reals[i] != reals[i] ? 0.0f : reals[i];
    number = number < low ? low : number;
    number = number > high ? high : number;
    float shifted = number + 12582912.0f;
    wholes[i] = (int32_t) (shifted - 12582912.0f) + zero;
  }
  pl_write_wholes(data, type, at, n, wholes);
}

/* As pl_write. */
PL_PART void pl_write_reals(void *data, const pl_quant *q, size_t at, int32_t n, const float *restrict reals) {
  float scaled[PL_BLOCK];
  if (q->type == PL_F32) {
    memcpy((float *) data + at, reals, (size_t) n * sizeof(float));
  } else if (q->channels == 1) {
    const float scale = q->scale[0];
    for (int32_t i = 0; i < n; i++) scaled[i] = reals[i] / scale;
    pl_write_rounded(data, q->type, q->rounding, q->zero[0], at, n, scaled);
  } else {
    for (int32_t i = 0; i < n; i++) pl_write(data, q, at + (size_t) i, reals[i]);
  }
}

/* As pl_exp, in place. */
PL_PART void pl_exponentials(float *restrict x, int32_t n) {
  for (int32_t i = 0; i < n; i++) {
    const float given = x[i];
    double near = given < -104.0f ? -104.0 : given > 89.0f ? 89.0 : given != given ? 0.0 : (double) given;
    double scaled = near * 0x1.71547652b82fep0;
    double shift = scaled < 0 ? -4503599627370496.0 : 4503599627370496.0;
    double whole = (scaled + shift) - shift;
    double r = near - whole * 0x1.62e42fefa39efp-1;
    double p = 1.0 / 39916800.0;
    p = p * r + 1.0 / 3628800.0;
    p = p * r + 1.0 / 362880.0;
    p = p * r + 1.0 / 40320.0;
    p = p * r + 1.0 / 5040.0;
    p = p * r + 1.0 / 720.0;
    p = p * r + 1.0 / 120.0;
    p = p * r + 1.0 / 24.0;
    p = p * r + 1.0 / 6.0;
    p = p * r + 1.0 / 2.0;
    p = p * r + 1.0;
    p = p * r + 1.0;
    float power = (float) (p * pl_power_of_two((int) whole));
    power = given < -104.0f ? 0.0f : power;
    power = given > 89.0f ? INFINITY : power;
    x[i] = given != given ? given : power;
  }
}

#endif
