/* Sums of panels by AVX-512 VNNI; see pl_panels.h, which includes this. */
#ifndef PL_PANELS_AVX512_H
#define PL_PANELS_AVX512_H

#include "pl_columns.h"

/* Stores the first count bytes of a panel. */
PL_PART void pl_finish_bytes(const pl_stage *s, uint8_t *y, const float *factors, int32_t count, const int32_t *sums) {
  __mmask16 wanted = (__mmask16) ((1u << count) - 1);
  __m512 factor = s->factors == 1 ? _mm512_set1_ps(factors[0]) : _mm512_maskz_loadu_ps(wanted, factors);
  __m512 scaled = _mm512_mul_ps(_mm512_cvtepi32_ps(_mm512_loadu_si512(sums)), factor);
  scaled = _mm512_max_ps(scaled, _mm512_set1_ps((float) (s->low - s->zero)));
  scaled = _mm512_min_ps(scaled, _mm512_set1_ps((float) (s->high - s->zero)));
  __m512i integers = _mm512_add_epi32(_mm512_cvtps_epi32(scaled), _mm512_set1_epi32(s->zero));
  _mm_mask_storeu_epi8(y, wanted, _mm512_cvtepi32_epi8(integers));
}

PL_PART void pl_panel_sums(int places, int panels, int32_t lines, int32_t quads, const pl_panel_sum *c,
                           const pl_tile *tile, const int8_t *weights, const int32_t *bias, int32_t sums[][PL_PANEL]) {
  const ptrdiff_t panel = (ptrdiff_t) lines * quads * 64;
  const __m512i turned = _mm512_set1_epi32(c->type == PL_S8 ? (int) 0x80808080u : 0);
  __v16si sum[PL_PANELS * PL_PLACES]; /* as __m512i, GCC 12 would copy each sum twice a round */
  PL_UNROLL
  for (int n = 0; n < panels; n++) {
    PL_UNROLL
    for (int p = 0; p < places; p++) sum[n * places + p] = (__v16si) _mm512_loadu_si512(bias + n * PL_PANEL);
  }
  for (int32_t line = 0; line < lines; line++) {
    const uint8_t *x = tile->begin[line];
    for (int32_t k = 0; k < quads; k++, x += 4, weights += 64) {
      __m512i w[PL_PANELS];
      PL_UNROLL
      for (int n = 0; n < panels; n++) w[n] = _mm512_loadu_si512(weights + n * panel);
      PL_UNROLL
      for (int p = 0; p < places; p++) {
        int32_t four;
        memcpy(&four, x + p * tile->step, 4);
        __m512i inputs = _mm512_xor_si512(_mm512_set1_epi32(four), turned);
        PL_UNROLL
        for (int n = 0; n < panels; n++) sum[n * places + p] = (__v16si) _mm512_dpbusd_epi32((__m512i) sum[n * places + p], inputs, w[n]);
      }
    }
  }
  PL_UNROLL
  for (int i = 0; i < panels * places; i++) _mm512_storeu_si512(sums[i], (__m512i) sum[i]);
}

PL_PART void pl_depthwise_sums(int places, const pl_panel_sum *c, const pl_tile *tile, int32_t channel,
                               const int8_t *weights, const int32_t *bias, int32_t sums[][PL_PANEL]) {
  const pl_window *w = c->window;
  const int32_t groups = (w->kernel_height + 3) / 4;
  const __m512i turned = _mm512_set1_epi32(c->type == PL_S8 ? (int) 0x80808080u : 0);
  const __m512i lanes = _mm512_set_epi32(15, 11, 7, 3, 14, 10, 6, 2, 13, 9, 5, 1, 12, 8, 4, 0);
  const __m512i bytes = _mm512_broadcast_i32x4(_mm_set_epi8(15, 11, 7, 3, 14, 10, 6, 2, 13, 9, 5, 1, 12, 8, 4, 0));
  PL_UNROLL
  for (int p = 0; p < places; p++) {
    __m512i sum = _mm512_loadu_si512(bias);
    for (int32_t v = 0; v < w->kernel_width; v++) {
      for (int32_t g = 0; g < groups; g++) {
        __m128i column[4];
        pl_column(tile->begin + 4 * g, w->kernel_height - 4 * g,
                  (ptrdiff_t) (p * w->stride_width + v * w->dilation_width) * w->channels + channel, column);
        __m512i x = _mm512_inserti32x4(_mm512_castsi128_si512(column[0]), column[1], 1);
        x = _mm512_inserti32x4(_mm512_inserti32x4(x, column[2], 2), column[3], 3);
        x = _mm512_shuffle_epi8(_mm512_permutexvar_epi32(lanes, x), bytes);
        sum = _mm512_dpbusd_epi32(sum, _mm512_xor_si512(x, turned), _mm512_loadu_si512(weights + (v * groups + g) * 64));
      }
    }
    _mm512_storeu_si512(sums[p], sum);
  }
}

#endif
