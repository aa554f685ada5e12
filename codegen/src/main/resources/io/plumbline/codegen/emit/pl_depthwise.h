/* Convolutions with one filter for each channel, 16 channels at once, with the types and the tiles of pl_panels.h.
 *
 * Weights lie as [panel][column of the window][4 rows][16 channels][4]: 64 bytes are what 16 channels multiply with 4 rows
 * of one column. Missing channels and rows have weight 0. */
#ifndef PL_DEPTHWISE_H
#define PL_DEPTHWISE_H

#include "pl_panels.h"

#if defined(__AVX2__)
/* 16 channels of one column in some rows, at most 4; missing rows repeat the last. */
PL_PART void pl_column(const uint8_t *const *rows, int32_t count, ptrdiff_t at, __m128i *column) {
  PL_UNROLL
  for (int r = 0; r < 4; r++)
    column[r] = _mm_loadu_si128((const __m128i *) (const void *) (rows[r < count ? r : count - 1] + at));
}
#endif

/* The sums of one panel for the places of a tile. */
PL_PART void pl_depthwise_sums(int places, const pl_panel_sum *c, const pl_tile *tile, int32_t channel,
                               const int8_t *weights, const int32_t *bias, int32_t sums[][PL_PANEL]) {
  const pl_window *w = c->window;
  const int32_t groups = (w->kernel_height + 3) / 4;
#if defined(__AVX512VNNI__) && defined(__AVX512BW__) && defined(__AVX512VL__)
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
#elif defined(__AVX2__)
  /* Lanes 2c and 2c + 1 of quarter q hold the two halves of the sum of channel 4q + c. */
  const __m128i turned = _mm_set1_epi32(c->type == PL_S8 ? (int) 0x80808080u : 0);
  for (int p = 0; p < places; p++) {
    __m256i sum[4];
    PL_UNROLL
    for (int q = 0; q < 4; q++)
      sum[q] = _mm256_cvtepu32_epi64(_mm_loadu_si128((const __m128i *) (const void *) (bias + 4 * q)));
    for (int32_t v = 0; v < w->kernel_width; v++)
      for (int32_t g = 0; g < groups; g++) {
        __m128i column[4], x[4];
        pl_column(tile->begin + 4 * g, w->kernel_height - 4 * g,
                  (ptrdiff_t) (p * w->stride_width + v * w->dilation_width) * w->channels + channel, column);
        __m128i low_pair = _mm_unpacklo_epi8(column[0], column[1]);
        __m128i high_pair = _mm_unpackhi_epi8(column[0], column[1]);
        __m128i low_next = _mm_unpacklo_epi8(column[2], column[3]);
        __m128i high_next = _mm_unpackhi_epi8(column[2], column[3]);
        x[0] = _mm_unpacklo_epi16(low_pair, low_next);
        x[1] = _mm_unpackhi_epi16(low_pair, low_next);
        x[2] = _mm_unpacklo_epi16(high_pair, high_next);
        x[3] = _mm_unpackhi_epi16(high_pair, high_next);
        PL_UNROLL
        for (int q = 0; q < 4; q++) {
          const int8_t *from = weights + (v * groups + g) * 64 + 16 * q;
          __m256i factors = _mm256_cvtepi8_epi16(_mm_loadu_si128((const __m128i *) (const void *) from));
          __m256i inputs = _mm256_cvtepu8_epi16(_mm_xor_si128(x[q], turned));
          sum[q] = _mm256_add_epi32(sum[q], _mm256_madd_epi16(inputs, factors));
        }
      }
    PL_UNROLL
    for (int q = 0; q < 4; q += 2) {
      __m256i both = _mm256_permute4x64_epi64(_mm256_hadd_epi32(sum[q], sum[q + 1]), 0xd8);
      _mm256_storeu_si256((__m256i *) (void *) (sums[p] + 4 * q), both);
    }
  }
#else
  const uint32_t turned = c->type == PL_S8 ? 0x80 : 0;
  for (int p = 0; p < places; p++) {
    uint32_t sum[PL_PANEL];
    for (int m = 0; m < PL_PANEL; m++) sum[m] = (uint32_t) bias[m];
    for (int32_t v = 0; v < w->kernel_width; v++)
      for (int32_t u = 0; u < w->kernel_height; u++) {
        const uint8_t *x = tile->begin[u] + (ptrdiff_t) (p * w->stride_width + v * w->dilation_width) * w->channels + channel;
        const int8_t *factors = weights + (v * groups + u / 4) * 64 + u % 4;
        for (int m = 0; m < PL_PANEL; m++) sum[m] += (uint32_t) ((int32_t) (x[m] ^ turned) * factors[4 * m]);
      }
    for (int m = 0; m < PL_PANEL; m++) sums[p][m] = (int32_t) sum[m];
  }
#endif
}

PL_PART void pl_depthwise_tile(int places, const pl_panel_sum *c, int32_t n, int32_t oy, int32_t ox) {
  const pl_window *w = c->window;
  const int32_t panel = w->kernel_width * ((w->kernel_height + 3) / 4) * 64;
  int32_t sums[PL_PLACES][PL_PANEL];
  pl_tile tile;
  pl_look(&tile, places, c, n, oy, ox);
  for (int32_t m = 0; m < w->channels; m += PL_PANEL) {
    const int32_t wanted = w->channels - m < PL_PANEL ? w->channels - m : PL_PANEL;
    pl_depthwise_sums(places, c, &tile, m, c->weights + (ptrdiff_t) (m / PL_PANEL) * panel, c->bias + m, sums);
    PL_UNROLL
    for (int p = 0; p < places; p++)
      pl_finish_panel(c->stage, c->y, tile.at + (size_t) (p * w->channels + m), (size_t) m, wanted, sums[p]);
  }
}

/* A convolution whose every filter reads the channel of its own number. */
PL_KERNEL void pl_depthwise(int32_t width, const pl_panel_sum *c) {
  const pl_window *w = c->window;
  for (int32_t n = 0; n < w->batch; n++)
    for (int32_t oy = 0; oy < w->out_height; oy++) PL_TILES(pl_depthwise_tile, width, c, n, oy);
}

#endif
