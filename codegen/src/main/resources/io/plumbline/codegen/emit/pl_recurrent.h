/* Recurrent layers: docs/numerics.md, section 5.16. */
#ifndef PL_RECURRENT_H
#define PL_RECURRENT_H

#include "pl_base.h"

enum { PL_GRU, PL_GRU_RESET_AFTER, PL_LSTM, PL_RNN };

/* A layer: weights have rows gate after gate, those of the second direction behind those of the first. */
typedef struct {
  int cell;
  int rounding;
  int directions;
  int reverse;
  int32_t steps, batch, features, hidden, gates;
  const int8_t *input;
  const int8_t *recurrent;
  const float *input_scales;
  const float *recurrent_scales;
  const float *input_bias;
  const float *recurrent_bias;
} pl_layer;

/* sum(r * q) * scale + bias for rows of the recurrent weights. */
PL_KERNEL void pl_recall(const pl_layer *l, size_t direction, size_t from, size_t to, const int16_t *state, float *v) {
  size_t rows = (size_t) l->gates * (size_t) l->hidden;
  for (size_t row = from; row < to; row++) {
    const int8_t *r = l->recurrent + (direction * rows + row) * (size_t) l->hidden;
    int32_t sum = 0;
    for (int32_t k = 0; k < l->hidden; k++) sum += r[k] * state[k];
    float scaled = (float) sum * l->recurrent_scales[row];
    v[row] = scaled + l->recurrent_bias[direction * rows + row];
  }
}

PL_KERNEL int16_t pl_state(float h, int rounding) {
  return (int16_t) pl_quantize(h, 1.0f / 16384.0f, 0, INT16_MIN, INT16_MAX, rounding);
}

/* One step of one sample; u and v have room for all rows, state for the hidden numbers. */
PL_KERNEL void pl_recurrent_step(const pl_layer *l, size_t direction, const void *x, int type, size_t at, int32_t zero,
                                 float *h, float *c, float *u, float *v, int16_t *state) {
  size_t n = (size_t) l->hidden;
  size_t rows = (size_t) l->gates * n;
  for (size_t row = 0; row < rows; row++) {
    const int8_t *w = l->input + (direction * rows + row) * (size_t) l->features;
    int32_t sum = 0;
    for (int32_t k = 0; k < l->features; k++) sum += (pl_int(x, type, at + (size_t) k) - zero) * w[k];
    float scaled = (float) sum * l->input_scales[row];
    u[row] = scaled + l->input_bias[direction * rows + row];
  }
  for (size_t i = 0; i < n; i++) state[i] = pl_state(h[i], l->rounding);
  pl_recall(l, direction, 0, l->cell == PL_GRU ? 2 * n : rows, state, v);
  if (l->cell == PL_LSTM) {
    for (size_t i = 0; i < n; i++) {
      float in = pl_sigmoid(u[i] + v[i]);
      float out = pl_sigmoid(u[n + i] + v[n + i]);
      float forget = pl_sigmoid(u[2 * n + i] + v[2 * n + i]);
      float candidate = pl_tanh(u[3 * n + i] + v[3 * n + i]);
      float kept = forget * c[i];
      float added = in * candidate;
      c[i] = kept + added;
      h[i] = out * pl_tanh(c[i]);
    }
  } else if (l->cell == PL_RNN) {
    for (size_t i = 0; i < n; i++) h[i] = pl_tanh(u[i] + v[i]);
  } else {
    for (size_t i = 0; i < n; i++) u[n + i] = pl_sigmoid(u[n + i] + v[n + i]);
    if (l->cell == PL_GRU) {
      for (size_t i = 0; i < n; i++) state[i] = pl_state(u[n + i] * h[i], l->rounding);
      pl_recall(l, direction, 2 * n, rows, state, v);
    }
    for (size_t i = 0; i < n; i++) {
      float update = pl_sigmoid(u[i] + v[i]);
      float product = v[2 * n + i];
      float recalled = l->cell == PL_GRU ? product : u[n + i] * product;
      float candidate = pl_tanh(u[2 * n + i] + recalled);
      float renewed = (1.0f - update) * candidate;
      float kept = update * h[i];
      h[i] = renewed + kept;
    }
  }
}

/* The whole layer. all, last_h and last_c may be NULL where nobody reads them; scratch holds, as floats, the states of
 * all directions and samples, for LSTM the cells behind them, then u, v, and the state in 16 bits. */
PL_KERNEL void pl_recurrent(const pl_layer *l, const void *restrict x, int type, int32_t zero, const void *h0,
                            const pl_quant *h0_form, const void *c0, const pl_quant *c0_form, void *all,
                            const pl_quant *all_form, void *last_h, const pl_quant *last_h_form, void *last_c,
                            const pl_quant *last_c_form, float *restrict scratch) {
  size_t n = (size_t) l->hidden;
  size_t count = (size_t) l->directions * (size_t) l->batch * n;
  size_t rows = (size_t) l->gates * n;
  float *h = scratch;
  float *c = h + count;
  float *u = l->cell == PL_LSTM ? c + count : c;
  float *v = u + rows;
  int16_t *state = (int16_t *) (void *) (v + rows);
  for (size_t i = 0; i < count; i++) h[i] = pl_real(h0, h0_form, i);
  if (l->cell == PL_LSTM)
    for (size_t i = 0; i < count; i++) c[i] = pl_real(c0, c0_form, i);
  for (size_t direction = 0; direction < (size_t) l->directions; direction++)
    for (int32_t step = 0; step < l->steps; step++) {
      int32_t time = direction == 1 || l->reverse ? l->steps - 1 - step : step;
      for (size_t sample = 0; sample < (size_t) l->batch; sample++) {
        size_t own = (direction * (size_t) l->batch + sample) * n;
        size_t at = ((size_t) time * (size_t) l->batch + sample) * (size_t) l->features;
        pl_recurrent_step(l, direction, x, type, at, zero, h + own, c + own, u, v, state);
        if (all)
          for (size_t i = 0; i < n; i++) pl_write(all, all_form, (size_t) time * count + own + i, h[own + i]);
      }
    }
  if (last_h)
    for (size_t i = 0; i < count; i++) pl_write(last_h, last_h_form, i, h[i]);
  if (last_c && l->cell == PL_LSTM)
    for (size_t i = 0; i < count; i++) pl_write(last_c, last_c_form, i, c[i]);
}

#endif
