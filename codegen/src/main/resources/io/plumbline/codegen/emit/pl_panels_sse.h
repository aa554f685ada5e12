/* Sums of panels by SSE4.1; see pl_panels.h, which includes this. */
#ifndef PL_PANELS_SSE_H
#define PL_PANELS_SSE_H

#include "pl_columns.h"

PL_PART void pl_finish16(const pl_stage *s, const float *factors, const int32_t *sums, uint8_t *y) {
  const __m128 low = _mm_set1_ps((float) (s->low - s->zero));
  const __m128 high = _mm_set1_ps((float) (s->high - s->zero));
  __m128i integers[4];
  PL_UNROLL
  for (int q = 0; q < 4; q++) {
    __m128 factor = s->factors == 1 ? _mm_set1_ps(factors[0]) : _mm_loadu_ps(factors + 4 * q);
    __m128i sum = _mm_loadu_si128((const __m128i *) (const void *) (sums + 4 * q));
    __m128 scaled = _mm_min_ps(_mm_max_ps(_mm_mul_ps(_mm_cvtepi32_ps(sum), factor), low), high);
    integers[q] = _mm_add_epi32(_mm_cvtps_epi32(scaled), _mm_set1_epi32(s->zero));
  }
  __m128i first = _mm_packs_epi32(integers[0], integers[1]);
  __m128i second = _mm_packs_epi32(integers[2], integers[3]);
  __m128i bytes = s->type == PL_S8 ? _mm_packs_epi16(first, second) : _mm_packus_epi16(first, second);
  _mm_storeu_si128((__m128i *) (void *) y, bytes);
}

/* Two biases, each before the 0 that is the other half of its sum. */
PL_PART __m128i pl_halves(const int32_t *bias) {
  return _mm_cvtepu32_epi64(_mm_loadl_epi64((const __m128i *) (const void *) bias));
}

/* Weights of two channels as 16-bit numbers. */
PL_PART __m128i pl_words(const int8_t *weights) {
  return _mm_cvtepi8_epi16(_mm_loadl_epi64((const __m128i *) (const void *) weights));
}

/* Adds the products of four inputs of each place with 32 weights, as pl_panels_avx.h has it. */
PL_PART void pl_add_quad(int places, int pairs, const uint8_t *from, int32_t step, __m128i turned, const int8_t *weights,
                         __m128i sum[][2]) {
  const __m128i ones = _mm_set1_epi16(1);
  const __m128i even = _mm_set1_epi16(0xff);
  __m128i w[2];
  PL_UNROLL
  for (int h = 0; h < 2; h++) w[h] = _mm_loadu_si128((const __m128i *) (const void *) (weights + 16 * h));
  PL_UNROLL
  for (int p = 0; p < places; p++) {
    int32_t four;
    memcpy(&four, from + p * step, 4);
    const __m128i x = _mm_xor_si128(_mm_set1_epi32(four), turned);
    PL_UNROLL
    for (int h = 0; h < 2; h++) {
      if (pairs) {
        sum[p][h] = _mm_add_epi32(sum[p][h], _mm_madd_epi16(_mm_maddubs_epi16(x, w[h]), ones));
      } else {
        __m128i first = _mm_madd_epi16(_mm_maddubs_epi16(_mm_and_si128(x, even), w[h]), ones);
        __m128i second = _mm_madd_epi16(_mm_maddubs_epi16(_mm_andnot_si128(even, x), w[h]), ones);
        sum[p][h] = _mm_add_epi32(sum[p][h], _mm_add_epi32(first, second));
      }
    }
  }
}

/* Half a panel at a time. */
PL_PART void pl_panel_sums(int places, int panels, int32_t lines, int32_t quads, const pl_panel_sum *c,
                           const pl_tile *tile, const int8_t *weights, const int32_t *bias, int32_t sums[][PL_PANEL]) {
  (void) panels;
  const __m128i turned = _mm_set1_epi32(c->type == PL_S8 ? (int) 0x80808080u : 0);
  for (int half = 0; half < 2; half++) {
    const int8_t *w = weights;
    __m128i sum[PL_PLACES][2];
    PL_UNROLL
    for (int p = 0; p < places; p++) {
      PL_UNROLL
      for (int h = 0; h < 2; h++)
        sum[p][h] = _mm_loadu_si128((const __m128i *) (const void *) (bias + 8 * half + 4 * h));
    }
    for (int32_t line = 0; line < lines; line++) {
      const uint8_t *from = tile->begin[line];
      for (int32_t k = 0; k < quads; k++, from += 4, w += 64) {
        if (pl_are_pairs(c, w)) pl_add_quad(places, 1, from, tile->step, turned, w + 32 * half, sum);
        else pl_add_quad(places, 0, from, tile->step, turned, w + 32 * half, sum);
      }
    }
    PL_UNROLL
    for (int p = 0; p < places; p++) {
      PL_UNROLL
      for (int h = 0; h < 2; h++)
        _mm_storeu_si128((__m128i *) (void *) (sums[p] + 8 * half + 4 * h), sum[p][h]);
    }
  }
}

PL_PART void pl_depthwise_sums(int places, const pl_panel_sum *c, const pl_tile *tile, int32_t channel,
                               const int8_t *weights, const int32_t *bias, int32_t sums[][PL_PANEL]) {
  const pl_window *w = c->window;
  const int32_t groups = (w->kernel_height + 3) / 4;
  const __m128i turned = _mm_set1_epi32(c->type == PL_S8 ? (int) 0x80808080u : 0);
  for (int p = 0; p < places; p++) {
    __m128i sum[8];
    PL_UNROLL
    for (int h = 0; h < 8; h++) sum[h] = pl_halves(bias + 2 * h);
    for (int32_t v = 0; v < w->kernel_width; v++)
      for (int32_t g = 0; g < groups; g++) {
        __m128i x[4];
        pl_quads(tile->begin + 4 * g, w->kernel_height - 4 * g,
                 (ptrdiff_t) (p * w->stride_width + v * w->dilation_width) * w->channels + channel, turned, x);
        PL_UNROLL
        for (int h = 0; h < 8; h++) {
          __m128i inputs = _mm_cvtepu8_epi16(h % 2 == 0 ? x[h / 2] : _mm_srli_si128(x[h / 2], 8));
          __m128i factors = pl_words(weights + (v * groups + g) * 64 + 8 * h);
          sum[h] = _mm_add_epi32(sum[h], _mm_madd_epi16(inputs, factors));
        }
      }
    PL_UNROLL
    for (int h = 0; h < 8; h += 2)
      _mm_storeu_si128((__m128i *) (void *) (sums[p] + 2 * h), _mm_hadd_epi32(sum[h], sum[h + 1]));
  }
}

#endif
