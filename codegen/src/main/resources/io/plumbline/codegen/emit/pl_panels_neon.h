/* Sums of panels by NEON of 64-bit ARM, with its products of four bytes where there are those; see pl_panels.h, which
 * includes this. */
#ifndef PL_PANELS_NEON_H
#define PL_PANELS_NEON_H

PL_PART void pl_finish16(const pl_stage *s, const float *factors, const int32_t *sums, uint8_t *y) {
  const float32x4_t low = vdupq_n_f32((float) (s->low - s->zero));
  const float32x4_t high = vdupq_n_f32((float) (s->high - s->zero));
  int16x4_t words[4];
  PL_UNROLL
  for (int q = 0; q < 4; q++) {
    float32x4_t factor = s->factors == 1 ? vdupq_n_f32(factors[0]) : vld1q_f32(factors + 4 * q);
    float32x4_t scaled = vmulq_f32(vcvtq_f32_s32(vld1q_s32(sums + 4 * q)), factor);
    scaled = vminq_f32(vmaxq_f32(scaled, low), high);
    words[q] = vmovn_s32(vaddq_s32(vcvtnq_s32_f32(scaled), vdupq_n_s32(s->zero)));
  }
  int8x8_t first = vmovn_s16(vcombine_s16(words[0], words[1]));
  int8x8_t second = vmovn_s16(vcombine_s16(words[2], words[3]));
  vst1q_u8(y, vreinterpretq_u8_s8(vcombine_s8(first, second)));
}

/* Four inputs of a place in each lane. */
PL_PART uint8x16_t pl_four(const uint8_t *from, uint8x16_t turned) {
  uint32_t four;
  memcpy(&four, from, 4);
  return veorq_u8(vreinterpretq_u8_u32(vdupq_n_u32(four)), turned);
}

#if defined(__ARM_FEATURE_DOTPROD)
/* Without products of unsigned and signed bytes, inputs are looked at as 128 less than they are, and 128 times the weights
 * is added at the end. */
PL_PART void pl_panel_sums(int places, int panels, int32_t lines, int32_t quads, const pl_panel_sum *c,
                           const pl_tile *tile, const int8_t *weights, const int32_t *bias, int32_t sums[][PL_PANEL]) {
  (void) panels;
  int32x4_t sum[PL_PLACES][4];
#if defined(__ARM_FEATURE_MATMUL_INT8)
  const uint8x16_t turned = vdupq_n_u8(c->type == PL_S8 ? 0x80 : 0);
#else
  const uint8x16_t turned = vdupq_n_u8(c->type == PL_S8 ? 0 : 0x80);
  int32x4_t less[4];
  PL_UNROLL
  for (int q = 0; q < 4; q++) less[q] = vdupq_n_s32(0);
#endif
  PL_UNROLL
  for (int p = 0; p < places; p++) {
    PL_UNROLL
    for (int q = 0; q < 4; q++) sum[p][q] = vld1q_s32(bias + 4 * q);
  }
  for (int32_t line = 0; line < lines; line++) {
    const uint8_t *from = tile->begin[line];
    for (int32_t k = 0; k < quads; k++, from += 4, weights += 64) {
      int8x16_t w[4];
      PL_UNROLL
      for (int q = 0; q < 4; q++) {
        w[q] = vld1q_s8(weights + 16 * q);
#if !defined(__ARM_FEATURE_MATMUL_INT8)
        less[q] = vdotq_s32(less[q], w[q], vdupq_n_s8(-128));
#endif
      }
      PL_UNROLL
      for (int p = 0; p < places; p++) {
        uint8x16_t x = pl_four(from + p * tile->step, turned);
        PL_UNROLL
        for (int q = 0; q < 4; q++) {
#if defined(__ARM_FEATURE_MATMUL_INT8)
          sum[p][q] = vusdotq_s32(sum[p][q], x, w[q]);
#else
          sum[p][q] = vdotq_s32(sum[p][q], vreinterpretq_s8_u8(x), w[q]);
#endif
        }
      }
    }
  }
  PL_UNROLL
  for (int p = 0; p < places; p++) {
    PL_UNROLL
    for (int q = 0; q < 4; q++) {
#if defined(__ARM_FEATURE_MATMUL_INT8)
      vst1q_s32(sums[p] + 4 * q, sum[p][q]);
#else
      vst1q_s32(sums[p] + 4 * q, vsubq_s32(sum[p][q], less[q]));
#endif
    }
  }
}
#else
/* Adds the products of 16 channels with one term, the lane of x. */
#define PL_ADD_TERM(sum, x, weights, lane)                                                                   \
  do {                                                                                                       \
    const int16x8_t low = vmovl_s8(vget_low_s8(weights));                                                    \
    const int16x8_t high = vmovl_s8(vget_high_s8(weights));                                                  \
    PL_UNROLL                                                                                                \
    for (int p = 0; p < places; p++) {                                                                       \
      (sum)[p][0] = vmlal_lane_s16((sum)[p][0], vget_low_s16(low), (x)[p], lane);                            \
      (sum)[p][1] = vmlal_lane_s16((sum)[p][1], vget_high_s16(low), (x)[p], lane);                           \
      (sum)[p][2] = vmlal_lane_s16((sum)[p][2], vget_low_s16(high), (x)[p], lane);                           \
      (sum)[p][3] = vmlal_lane_s16((sum)[p][3], vget_high_s16(high), (x)[p], lane);                          \
    }                                                                                                        \
  } while (0)

PL_PART void pl_panel_sums(int places, int panels, int32_t lines, int32_t quads, const pl_panel_sum *c,
                           const pl_tile *tile, const int8_t *weights, const int32_t *bias, int32_t sums[][PL_PANEL]) {
  (void) panels;
  int32x4_t sum[PL_PLACES][4];
  const uint8x16_t turned = vdupq_n_u8(c->type == PL_S8 ? 0x80 : 0);
  PL_UNROLL
  for (int p = 0; p < places; p++) {
    PL_UNROLL
    for (int q = 0; q < 4; q++) sum[p][q] = vld1q_s32(bias + 4 * q);
  }
  for (int32_t line = 0; line < lines; line++) {
    const uint8_t *from = tile->begin[line];
    for (int32_t k = 0; k < quads; k++, from += 4, weights += 64) {
      const int8x16x4_t terms = vld4q_s8(weights);
      int16x4_t x[PL_PLACES];
      PL_UNROLL
      for (int p = 0; p < places; p++)
        x[p] = vget_low_s16(vreinterpretq_s16_u16(vmovl_u8(vget_low_u8(pl_four(from + p * tile->step, turned)))));
      PL_ADD_TERM(sum, x, terms.val[0], 0);
      PL_ADD_TERM(sum, x, terms.val[1], 1);
      PL_ADD_TERM(sum, x, terms.val[2], 2);
      PL_ADD_TERM(sum, x, terms.val[3], 3);
    }
  }
  PL_UNROLL
  for (int p = 0; p < places; p++) {
    PL_UNROLL
    for (int q = 0; q < 4; q++) vst1q_s32(sums[p] + 4 * q, sum[p][q]);
  }
}
#endif

PL_PART void pl_depthwise_sums(int places, const pl_panel_sum *c, const pl_tile *tile, int32_t channel,
                               const int8_t *weights, const int32_t *bias, int32_t sums[][PL_PANEL]) {
  const pl_window *w = c->window;
  const int32_t groups = (w->kernel_height + 3) / 4;
  const uint8x16_t turned = vdupq_n_u8(c->type == PL_S8 ? 0x80 : 0);
  for (int p = 0; p < places; p++) {
    int32x4_t sum[4];
    PL_UNROLL
    for (int q = 0; q < 4; q++) sum[q] = vld1q_s32(bias + 4 * q);
    for (int32_t v = 0; v < w->kernel_width; v++)
      for (int32_t g = 0; g < groups; g++) {
        const int8x16x4_t rows = vld4q_s8(weights + (v * groups + g) * 64);
        const ptrdiff_t at = (ptrdiff_t) (p * w->stride_width + v * w->dilation_width) * w->channels + channel;
        PL_UNROLL
        for (int32_t r = 0; r < 4; r++) {
          if (4 * g + r >= w->kernel_height) break;
          const uint8x16_t x = veorq_u8(vld1q_u8(tile->begin[4 * g + r] + at), turned);
          const int16x8_t low = vreinterpretq_s16_u16(vmovl_u8(vget_low_u8(x)));
          const int16x8_t high = vreinterpretq_s16_u16(vmovl_u8(vget_high_u8(x)));
          const int16x8_t low_weights = vmovl_s8(vget_low_s8(rows.val[r]));
          const int16x8_t high_weights = vmovl_s8(vget_high_s8(rows.val[r]));
          sum[0] = vmlal_s16(sum[0], vget_low_s16(low), vget_low_s16(low_weights));
          sum[1] = vmlal_s16(sum[1], vget_high_s16(low), vget_high_s16(low_weights));
          sum[2] = vmlal_s16(sum[2], vget_low_s16(high), vget_low_s16(high_weights));
          sum[3] = vmlal_s16(sum[3], vget_high_s16(high), vget_high_s16(high_weights));
        }
      }
    PL_UNROLL
    for (int q = 0; q < 4; q++) vst1q_s32(sums[p] + 4 * q, sum[q]);
  }
}

#endif
