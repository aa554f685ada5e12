/* Sums of panels by AVX2, and AVX-VNNI where there is that; see pl_panels.h, which includes this. */
#ifndef PL_PANELS_AVX_H
#define PL_PANELS_AVX_H

#include "pl_columns.h"

PL_PART void pl_finish16(const pl_stage *s, const float *factors, const int32_t *sums, uint8_t *y) {
  const __m256 low = _mm256_set1_ps((float) (s->low - s->zero));
  const __m256 high = _mm256_set1_ps((float) (s->high - s->zero));
  __m256i integers[2];
  PL_UNROLL
  for (int half = 0; half < 2; half++) {
    __m256 factor = s->factors == 1 ? _mm256_set1_ps(factors[0]) : _mm256_loadu_ps(factors + 8 * half);
    __m256i sum = _mm256_loadu_si256((const __m256i *) (const void *) (sums + 8 * half));
    __m256 scaled = _mm256_min_ps(_mm256_max_ps(_mm256_mul_ps(_mm256_cvtepi32_ps(sum), factor), low), high);
    integers[half] = _mm256_add_epi32(_mm256_cvtps_epi32(scaled), _mm256_set1_epi32(s->zero));
  }
  __m256i words = _mm256_permute4x64_epi64(_mm256_packs_epi32(integers[0], integers[1]), 0xd8);
  __m128i first = _mm256_castsi256_si128(words);
  __m128i second = _mm256_extracti128_si256(words, 1);
  __m128i bytes = s->type == PL_S8 ? _mm_packs_epi16(first, second) : _mm_packus_epi16(first, second);
  _mm_storeu_si128((__m128i *) (void *) y, bytes);
}

#if !defined(PL_AVX_VNNI)
/* Adds the products of four inputs of each place with 64 weights. Pairs of products are added in 16 bits where they fit;
 * elsewhere the inputs at even and at odd places are multiplied apart, for a single product fits always. */
PL_PART void pl_add_quad(int places, int pairs, const uint8_t *from, int32_t step, __m256i turned, const int8_t *weights,
                         __m256i sum[][2]) {
  const __m256i ones = _mm256_set1_epi16(1);
  const __m256i even = _mm256_set1_epi16(0xff);
  __m256i w[2];
  PL_UNROLL
  for (int h = 0; h < 2; h++) w[h] = _mm256_loadu_si256((const __m256i *) (const void *) (weights + 32 * h));
  PL_UNROLL
  for (int p = 0; p < places; p++) {
    int32_t four;
    memcpy(&four, from + p * step, 4);
    const __m256i x = _mm256_xor_si256(_mm256_set1_epi32(four), turned);
    PL_UNROLL
    for (int h = 0; h < 2; h++) {
      if (pairs) {
        sum[p][h] = _mm256_add_epi32(sum[p][h], _mm256_madd_epi16(_mm256_maddubs_epi16(x, w[h]), ones));
      } else {
        __m256i first = _mm256_madd_epi16(_mm256_maddubs_epi16(_mm256_and_si256(x, even), w[h]), ones);
        __m256i second = _mm256_madd_epi16(_mm256_maddubs_epi16(_mm256_andnot_si256(even, x), w[h]), ones);
        sum[p][h] = _mm256_add_epi32(sum[p][h], _mm256_add_epi32(first, second));
      }
    }
  }
}
#endif

PL_PART void pl_panel_sums(int places, int panels, int32_t lines, int32_t quads, const pl_panel_sum *c,
                           const pl_tile *tile, const int8_t *weights, const int32_t *bias, int32_t sums[][PL_PANEL]) {
#if defined(PL_AVX_VNNI)
  (void) panels;
  __m256i sum[PL_PLACES][2];
  const __m256i turned = _mm256_set1_epi32(c->type == PL_S8 ? (int) 0x80808080u : 0);
  PL_UNROLL
  for (int p = 0; p < places; p++) {
    PL_UNROLL
    for (int h = 0; h < 2; h++) sum[p][h] = _mm256_loadu_si256((const __m256i *) (const void *) (bias + 8 * h));
  }
  for (int32_t line = 0; line < lines; line++) {
    const uint8_t *from = tile->begin[line];
    for (int32_t k = 0; k < quads; k++, from += 4, weights += 64) {
      __m256i w[2];
      PL_UNROLL
      for (int h = 0; h < 2; h++) w[h] = _mm256_loadu_si256((const __m256i *) (const void *) (weights + 32 * h));
      PL_UNROLL
      for (int p = 0; p < places; p++) {
        int32_t four;
        memcpy(&four, from + p * tile->step, 4);
        __m256i x = _mm256_xor_si256(_mm256_set1_epi32(four), turned);
        PL_UNROLL
        for (int h = 0; h < 2; h++) sum[p][h] = _mm256_dpbusd_avx_epi32(sum[p][h], x, w[h]);
      }
    }
  }
  PL_UNROLL
  for (int p = 0; p < places; p++) {
    PL_UNROLL
    for (int h = 0; h < 2; h++) _mm256_storeu_si256((__m256i *) (void *) (sums[p] + 8 * h), sum[p][h]);
  }
#else
  (void) panels;
  __m256i sum[PL_PLACES][2];
  const __m256i turned = _mm256_set1_epi32(c->type == PL_S8 ? (int) 0x80808080u : 0);
  PL_UNROLL
  for (int p = 0; p < places; p++) {
    PL_UNROLL
    for (int h = 0; h < 2; h++) sum[p][h] = _mm256_loadu_si256((const __m256i *) (const void *) (bias + 8 * h));
  }
  for (int32_t line = 0; line < lines; line++) {
    const uint8_t *from = tile->begin[line];
    for (int32_t k = 0; k < quads; k++, from += 4, weights += 64) {
      if (pl_are_pairs(c, weights)) pl_add_quad(places, 1, from, tile->step, turned, weights, sum);
      else pl_add_quad(places, 0, from, tile->step, turned, weights, sum);
    }
  }
  PL_UNROLL
  for (int p = 0; p < places; p++) {
    PL_UNROLL
    for (int h = 0; h < 2; h++) _mm256_storeu_si256((__m256i *) (void *) (sums[p] + 8 * h), sum[p][h]);
  }
#endif
}

PL_PART void pl_depthwise_sums(int places, const pl_panel_sum *c, const pl_tile *tile, int32_t channel,
                               const int8_t *weights, const int32_t *bias, int32_t sums[][PL_PANEL]) {
  const pl_window *w = c->window;
  const int32_t groups = (w->kernel_height + 3) / 4;
#if defined(PL_AVX_VNNI)
  const __m128i turned = _mm_set1_epi32(c->type == PL_S8 ? (int) 0x80808080u : 0);
  for (int p = 0; p < places; p++) {
    __m256i sum[2];
    PL_UNROLL
    for (int h = 0; h < 2; h++) sum[h] = _mm256_loadu_si256((const __m256i *) (const void *) (bias + 8 * h));
    for (int32_t v = 0; v < w->kernel_width; v++)
      for (int32_t g = 0; g < groups; g++) {
        __m128i x[4];
        pl_quads(tile->begin + 4 * g, w->kernel_height - 4 * g,
                 (ptrdiff_t) (p * w->stride_width + v * w->dilation_width) * w->channels + channel, turned, x);
        PL_UNROLL
        for (int h = 0; h < 2; h++) {
          const int8_t *from = weights + (v * groups + g) * 64 + 32 * h;
          __m256i factors = _mm256_loadu_si256((const __m256i *) (const void *) from);
          sum[h] = _mm256_dpbusd_avx_epi32(sum[h], _mm256_set_m128i(x[2 * h + 1], x[2 * h]), factors);
        }
      }
    PL_UNROLL
    for (int h = 0; h < 2; h++) _mm256_storeu_si256((__m256i *) (void *) (sums[p] + 8 * h), sum[h]);
  }
#else
  /* Lanes 2c and 2c + 1 of quarter q hold the two halves of the sum of channel 4q + c. */
  const __m128i turned = _mm_set1_epi32(c->type == PL_S8 ? (int) 0x80808080u : 0);
  for (int p = 0; p < places; p++) {
    __m256i sum[4];
    PL_UNROLL
    for (int q = 0; q < 4; q++)
      sum[q] = _mm256_cvtepu32_epi64(_mm_loadu_si128((const __m128i *) (const void *) (bias + 4 * q)));
    for (int32_t v = 0; v < w->kernel_width; v++)
      for (int32_t g = 0; g < groups; g++) {
        __m128i x[4];
        pl_quads(tile->begin + 4 * g, w->kernel_height - 4 * g,
                 (ptrdiff_t) (p * w->stride_width + v * w->dilation_width) * w->channels + channel, turned, x);
        PL_UNROLL
        for (int q = 0; q < 4; q++) {
          const int8_t *from = weights + (v * groups + g) * 64 + 16 * q;
          __m256i factors = _mm256_cvtepi8_epi16(_mm_loadu_si128((const __m128i *) (const void *) from));
          __m256i inputs = _mm256_cvtepu8_epi16(x[q]);
          sum[q] = _mm256_add_epi32(sum[q], _mm256_madd_epi16(inputs, factors));
        }
      }
    PL_UNROLL
    for (int q = 0; q < 4; q += 2) {
      __m256i both = _mm256_permute4x64_epi64(_mm256_hadd_epi32(sum[q], sum[q + 1]), 0xd8);
      _mm256_storeu_si256((__m256i *) (void *) (sums[p] + 4 * q), both);
    }
  }
#endif
}

#endif
