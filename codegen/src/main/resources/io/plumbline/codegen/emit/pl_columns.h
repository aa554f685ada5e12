/* Inputs of windows of one filter a channel, as x86 multiplies them; see pl_panels.h. */
#ifndef PL_COLUMNS_H
#define PL_COLUMNS_H

/* 16 channels of one column in some rows, at most 4; missing rows repeat the last. */
PL_PART void pl_column(const uint8_t *const *rows, int32_t count, ptrdiff_t at, __m128i *column) {
  PL_UNROLL
  for (int r = 0; r < 4; r++)
    column[r] = _mm_loadu_si128((const __m128i *) (const void *) (rows[r < count ? r : count - 1] + at));
}

/* The same with the rows of each channel side by side: x[q] has the 4 rows of channels 4q to 4q + 3. */
PL_PART void pl_quads(const uint8_t *const *rows, int32_t count, ptrdiff_t at, __m128i turned, __m128i *x) {
  __m128i column[4];
  pl_column(rows, count, at, column);
  __m128i low_pair = _mm_unpacklo_epi8(column[0], column[1]);
  __m128i high_pair = _mm_unpackhi_epi8(column[0], column[1]);
  __m128i low_next = _mm_unpacklo_epi8(column[2], column[3]);
  __m128i high_next = _mm_unpackhi_epi8(column[2], column[3]);
  x[0] = _mm_xor_si128(_mm_unpacklo_epi16(low_pair, low_next), turned);
  x[1] = _mm_xor_si128(_mm_unpackhi_epi16(low_pair, low_next), turned);
  x[2] = _mm_xor_si128(_mm_unpacklo_epi16(high_pair, high_next), turned);
  x[3] = _mm_xor_si128(_mm_unpackhi_epi16(high_pair, high_next), turned);
}

#endif
