/* Sums of 8-bit products in panels of 16 output channels, for every instruction set with the same integers.
 *
 * Weights of ordinary sums lie as [panel][tap][4 terms][16 channels][4]: one 64-byte line is what 16 channels multiply
 * with 4 neighbouring inputs. Those of depthwise sums lie as [panel][2 taps][16 channels][2]. Missing channels, terms and
 * taps have weight 0. Inputs are looked at as unsigned bytes, signed ones with their highest bit turned, and what that and
 * the zero point add to a sum is taken off its bias beforehand, modulo 2^32: the whole sum fits. Where a window leaves the
 * input it reads a row of zero points. Rows may be read up to 15 bytes beyond their end. */
#ifndef PL_PANELS_H
#define PL_PANELS_H

#include "pl_sums.h"

#define PL_PANEL 16
#define PL_MOST_TAPS 64

#if defined(__AVX512VNNI__) && defined(__AVX512BW__) && defined(__AVX512VL__)
#define PL_PIXELS 8
#elif defined(__AVX2__)
#define PL_PIXELS 3
#else
#define PL_PIXELS 4
#endif

/* One panel of results for one place: the sums of 16 channels, of which the first count are wanted. */
PL_KERNEL void pl_finish_panel(const pl_stage *s, void *y, size_t i, size_t channel, int32_t count, const int32_t *sums) {
#if defined(__AVX512BW__) && defined(__AVX512VL__)
  if (s->kind == PL_REQUANTISED && s->rounding == PL_HALF_EVEN && (s->type == PL_S8 || s->type == PL_U8)) {
    __mmask16 wanted = (__mmask16) ((1u << count) - 1);
    __m512 factor = s->factors == 1 ? _mm512_set1_ps(s->factor[0]) : _mm512_maskz_loadu_ps(wanted, s->factor + channel);
    __m512 scaled = _mm512_mul_ps(_mm512_cvtepi32_ps(_mm512_loadu_si512(sums)), factor);
    scaled = _mm512_max_ps(scaled, _mm512_set1_ps((float) (s->low - s->zero)));
    scaled = _mm512_min_ps(scaled, _mm512_set1_ps((float) (s->high - s->zero)));
    __m512i integers = _mm512_add_epi32(_mm512_cvtps_epi32(scaled), _mm512_set1_epi32(s->zero));
    _mm_mask_storeu_epi8((uint8_t *) y + i, wanted, _mm512_cvtepi32_epi8(integers));
    return;
  }
#elif defined(__AVX2__)
  if (s->kind == PL_REQUANTISED && s->rounding == PL_HALF_EVEN && (s->type == PL_S8 || s->type == PL_U8) && count == PL_PANEL) {
    const __m256 low = _mm256_set1_ps((float) (s->low - s->zero));
    const __m256 high = _mm256_set1_ps((float) (s->high - s->zero));
    __m256i integers[2];
    PL_UNROLL
    for (int half = 0; half < 2; half++) {
      __m256 factor = s->factors == 1 ? _mm256_set1_ps(s->factor[0]) : _mm256_loadu_ps(s->factor + channel + 8 * half);
      __m256i sum = _mm256_loadu_si256((const __m256i *) (const void *) (sums + 8 * half));
      __m256 scaled = _mm256_min_ps(_mm256_max_ps(_mm256_mul_ps(_mm256_cvtepi32_ps(sum), factor), low), high);
      integers[half] = _mm256_add_epi32(_mm256_cvtps_epi32(scaled), _mm256_set1_epi32(s->zero));
    }
    __m256i words = _mm256_permute4x64_epi64(_mm256_packs_epi32(integers[0], integers[1]), 0xd8);
    __m128i bytes = s->type == PL_S8
        ? _mm_packs_epi16(_mm256_castsi256_si128(words), _mm256_extracti128_si256(words, 1))
        : _mm_packus_epi16(_mm256_castsi256_si128(words), _mm256_extracti128_si256(words, 1));
    _mm_storeu_si128((__m128i *) (void *) ((uint8_t *) y + i), bytes);
    return;
  }
#endif
  for (int32_t m = 0; m < count; m++) pl_finish(s, y, i + (size_t) m, channel + (size_t) m, sums[m]);
}

/* The sums of one panel for some places: rows[tap * places + p] is where place p begins to read under a tap. */
PL_PART void pl_panel_sums(int places, int32_t taps, int32_t depth, int type, const uint8_t *const *rows,
                             const int8_t *panel, const int32_t *bias, int32_t sums[][PL_PANEL]) {
  const int32_t quads = (depth + 3) / 4;
#if defined(__AVX512VNNI__) && defined(__AVX512BW__) && defined(__AVX512VL__)
  __m512i sum[PL_PIXELS];
  const __m512i turned = _mm512_set1_epi32(type == PL_S8 ? (int) 0x80808080u : 0);
  PL_UNROLL
  for (int p = 0; p < places; p++) sum[p] = _mm512_loadu_si512(bias);
  for (int32_t tap = 0; tap < taps; tap++)
    for (int32_t k = 0; k < quads; k++, panel += 64) {
      __m512i w = _mm512_loadu_si512(panel);
      PL_UNROLL
      for (int p = 0; p < places; p++) {
        int32_t four;
        memcpy(&four, rows[tap * places + p] + 4 * k, 4);
        sum[p] = _mm512_dpbusd_epi32(sum[p], _mm512_xor_si512(_mm512_set1_epi32(four), turned), w);
      }
    }
  PL_UNROLL
  for (int p = 0; p < places; p++) _mm512_storeu_si512(sums[p], sum[p]);
#elif defined(__AVX2__)
  /* Lanes 2c and 2c + 1 of quarter q hold the two halves of the sum of channel 4q + c. */
  __m256i sum[PL_PIXELS][4];
  const __m128i turned = _mm_set1_epi32(type == PL_S8 ? (int) 0x80808080u : 0);
  PL_UNROLL
  for (int p = 0; p < places; p++) {
    PL_UNROLL
    for (int q = 0; q < 4; q++)
      sum[p][q] = _mm256_cvtepu32_epi64(_mm_loadu_si128((const __m128i *) (const void *) (bias + 4 * q)));
  }
  for (int32_t tap = 0; tap < taps; tap++)
    for (int32_t k = 0; k < quads; k++, panel += 64) {
      __m256i x[PL_PIXELS];
      PL_UNROLL
      for (int p = 0; p < places; p++) {
        int32_t four;
        memcpy(&four, rows[tap * places + p] + 4 * k, 4);
        x[p] = _mm256_cvtepu8_epi16(_mm_xor_si128(_mm_set1_epi32(four), turned));
      }
      PL_UNROLL
      for (int q = 0; q < 4; q++) {
        __m256i w = _mm256_cvtepi8_epi16(_mm_loadu_si128((const __m128i *) (const void *) (panel + 16 * q)));
        PL_UNROLL
        for (int p = 0; p < places; p++) sum[p][q] = _mm256_add_epi32(sum[p][q], _mm256_madd_epi16(x[p], w));
      }
    }
  PL_UNROLL
  for (int p = 0; p < places; p++) {
    PL_UNROLL
    for (int q = 0; q < 4; q += 2) {
      __m256i both = _mm256_hadd_epi32(sum[p][q], sum[p][q + 1]);
      _mm256_storeu_si256((__m256i *) (void *) (sums[p] + 4 * q), _mm256_permute4x64_epi64(both, 0xd8));
    }
  }
#else
  const uint32_t turned = type == PL_S8 ? 0x80 : 0;
  for (int p = 0; p < places; p++) {
    uint32_t sum[PL_PANEL];
    const int8_t *w = panel;
    for (int m = 0; m < PL_PANEL; m++) sum[m] = (uint32_t) bias[m];
    for (int32_t tap = 0; tap < taps; tap++) {
      const uint8_t *row = rows[tap * places + p];
      for (int32_t k = 0; k < quads; k++, w += 64)
        for (int m = 0; m < PL_PANEL; m++)
          for (int t = 0; t < 4; t++) sum[m] += (uint32_t) ((int32_t) (row[4 * k + t] ^ turned) * w[4 * m + t]);
    }
    for (int m = 0; m < PL_PANEL; m++) sums[p][m] = (int32_t) sum[m];
  }
#endif
}

/* Where place i of a convolution begins to read under each tap; taps * step pointers, of which those of p are filled. */
PL_PART void pl_rows(const pl_window *w, const uint8_t *x, const uint8_t *edge, int32_t i, int p, int step,
                       const uint8_t **rows) {
  int32_t ox = i % w->out_width;
  int32_t oy = i / w->out_width % w->out_height;
  size_t n = (size_t) (i / w->out_width / w->out_height);
  const int32_t first_row = oy * w->stride_height - w->top;
  const int32_t first_column = ox * w->stride_width - w->left;
  if (first_row >= 0 && first_row + (w->kernel_height - 1) * w->dilation_height < w->height && first_column >= 0
      && first_column + (w->kernel_width - 1) * w->dilation_width < w->width) {
    const uint8_t *begin = x + ((n * (size_t) w->height + (size_t) first_row) * (size_t) w->width
                                + (size_t) first_column) * (size_t) w->channels;
    PL_UNROLL
    for (int32_t u = 0; u < w->kernel_height; u++) {
      PL_UNROLL
      for (int32_t v = 0; v < w->kernel_width; v++)
        rows[(u * w->kernel_width + v) * step + p] =
            begin + (u * w->dilation_height * w->width + v * w->dilation_width) * w->channels;
    }
    return;
  }
  for (int32_t u = 0; u < w->kernel_height; u++) {
    int32_t row = first_row + u * w->dilation_height;
    for (int32_t v = 0; v < w->kernel_width; v++) {
      int32_t column = first_column + v * w->dilation_width;
      int inside = row >= 0 && row < w->height && column >= 0 && column < w->width;
      rows[(u * w->kernel_width + v) * step + p] = inside
          ? x + ((n * (size_t) w->height + (size_t) row) * (size_t) w->width + (size_t) column) * (size_t) w->channels
          : edge;
    }
  }
}

PL_PART void pl_panel_places(int places, const pl_window *w, const pl_stage *s, const uint8_t *x, int type,
                               const int8_t *weights, const int32_t *bias, const uint8_t *edge, int32_t first, void *y) {
  const uint8_t *rows[PL_MOST_TAPS * PL_PIXELS];
  int32_t sums[PL_PIXELS][PL_PANEL];
  const int32_t taps = w->kernel_height * w->kernel_width;
  const size_t panel = (size_t) taps * (size_t) ((w->channels + 3) / 4) * 64;
  for (int p = 0; p < places; p++) pl_rows(w, x, edge, first + p, p, places, rows);
  for (int32_t m = 0; m < w->out_channels; m += PL_PANEL, weights += panel) {
    int32_t left = w->out_channels - m;
    pl_panel_sums(places, taps, w->channels, type, rows, weights, bias + m, sums);
    for (int p = 0; p < places; p++)
      pl_finish_panel(s, y, (size_t) (first + p) * (size_t) w->out_channels + (size_t) m, (size_t) m,
                      left < PL_PANEL ? left : PL_PANEL, sums[p]);
  }
}

/* A convolution of one group, of 8-bit inputs and sums of 32 bits, with up to PL_MOST_TAPS taps. */
PL_KERNEL void pl_panel_convolution(const pl_window *w, const pl_stage *s, const void *restrict x, int type,
                                    const int8_t *restrict weights, const int32_t *restrict bias,
                                    const uint8_t *restrict edge, void *restrict y) {
  const int32_t places = w->batch * w->out_height * w->out_width;
  const int32_t tiled = places / PL_PIXELS * PL_PIXELS;
  for (int32_t i = 0; i < tiled; i += PL_PIXELS)
    pl_panel_places(PL_PIXELS, w, s, x, type, weights, bias, edge, i, y);
  for (int32_t i = tiled; i < places; i++) pl_panel_places(1, w, s, x, type, weights, bias, edge, i, y);
}

/* The sums of 16 channels that each have weights of their own. */
PL_KERNEL void pl_depthwise_sums(int32_t taps, int type, const uint8_t *const *rows, int32_t channel, const int8_t *panel,
                                 const int32_t *bias, int32_t *sums) {
  const int32_t pairs = (taps + 1) / 2;
#if defined(__AVX512BW__) && defined(__AVX512VL__)
  __m512i sum = _mm512_loadu_si512(bias);
  const __m256i turned = _mm256_set1_epi8(type == PL_S8 ? (char) 0x80 : 0);
  for (int32_t pair = 0; pair < pairs; pair++, panel += 32) {
    int32_t second = 2 * pair + 1 < taps ? 2 * pair + 1 : 2 * pair;
    __m128i a = _mm_loadu_si128((const __m128i *) (const void *) (rows[2 * pair] + channel));
    __m128i b = _mm_loadu_si128((const __m128i *) (const void *) (rows[second] + channel));
    __m256i x = _mm256_set_m128i(_mm_unpackhi_epi8(a, b), _mm_unpacklo_epi8(a, b));
    __m512i w = _mm512_cvtepi8_epi16(_mm256_loadu_si256((const __m256i *) (const void *) panel));
    sum = _mm512_add_epi32(sum, _mm512_madd_epi16(_mm512_cvtepu8_epi16(_mm256_xor_si256(x, turned)), w));
  }
  _mm512_storeu_si512(sums, sum);
#elif defined(__AVX2__)
  __m256i low = _mm256_loadu_si256((const __m256i *) (const void *) bias);
  __m256i high = _mm256_loadu_si256((const __m256i *) (const void *) (bias + 8));
  const __m128i turned = _mm_set1_epi8(type == PL_S8 ? (char) 0x80 : 0);
  for (int32_t pair = 0; pair < pairs; pair++, panel += 32) {
    int32_t second = 2 * pair + 1 < taps ? 2 * pair + 1 : 2 * pair;
    __m128i a = _mm_xor_si128(_mm_loadu_si128((const __m128i *) (const void *) (rows[2 * pair] + channel)), turned);
    __m128i b = _mm_xor_si128(_mm_loadu_si128((const __m128i *) (const void *) (rows[second] + channel)), turned);
    __m256i w_low = _mm256_cvtepi8_epi16(_mm_loadu_si128((const __m128i *) (const void *) panel));
    __m256i w_high = _mm256_cvtepi8_epi16(_mm_loadu_si128((const __m128i *) (const void *) (panel + 16)));
    low = _mm256_add_epi32(low, _mm256_madd_epi16(_mm256_cvtepu8_epi16(_mm_unpacklo_epi8(a, b)), w_low));
    high = _mm256_add_epi32(high, _mm256_madd_epi16(_mm256_cvtepu8_epi16(_mm_unpackhi_epi8(a, b)), w_high));
  }
  _mm256_storeu_si256((__m256i *) (void *) sums, low);
  _mm256_storeu_si256((__m256i *) (void *) (sums + 8), high);
#else
  const uint32_t turned = type == PL_S8 ? 0x80 : 0;
  uint32_t sum[PL_PANEL];
  for (int m = 0; m < PL_PANEL; m++) sum[m] = (uint32_t) bias[m];
  for (int32_t pair = 0; pair < pairs; pair++, panel += 32) {
    int32_t second = 2 * pair + 1 < taps ? 2 * pair + 1 : 2 * pair;
    const uint8_t *a = rows[2 * pair] + channel;
    const uint8_t *b = rows[second] + channel;
    for (int m = 0; m < PL_PANEL; m++)
      sum[m] += (uint32_t) ((int32_t) (a[m] ^ turned) * panel[2 * m] + (int32_t) (b[m] ^ turned) * panel[2 * m + 1]);
  }
  for (int m = 0; m < PL_PANEL; m++) sums[m] = (int32_t) sum[m];
#endif
}

/* A convolution with one filter for each channel, of 8-bit inputs and sums of 32 bits. */
PL_KERNEL void pl_depthwise(const pl_window *w, const pl_stage *s, const void *restrict x, int type,
                            const int8_t *restrict weights, const int32_t *restrict bias, const uint8_t *restrict edge,
                            void *restrict y) {
  const uint8_t *rows[PL_MOST_TAPS];
  int32_t sums[PL_PANEL];
  const int32_t taps = w->kernel_height * w->kernel_width;
  const size_t panel = (size_t) ((taps + 1) / 2) * 32;
  const int32_t places = w->batch * w->out_height * w->out_width;
  for (int32_t i = 0; i < places; i++) {
    pl_rows(w, x, edge, i, 0, 1, rows);
    for (int32_t m = 0; m < w->channels; m += PL_PANEL) {
      int32_t left = w->channels - m;
      pl_depthwise_sums(taps, type, rows, m, weights + (size_t) (m / PL_PANEL) * panel, bias + m, sums);
      pl_finish_panel(s, y, (size_t) i * (size_t) w->channels + (size_t) m, (size_t) m, left < PL_PANEL ? left : PL_PANEL, sums);
    }
  }
}

#endif
