/* Sums of panels in plain C; see pl_panels.h, which includes this. */
#ifndef PL_PANELS_PLAIN_H
#define PL_PANELS_PLAIN_H

PL_PART void pl_panel_sums(int places, int panels, int32_t lines, int32_t quads, const pl_panel_sum *c,
                           const pl_tile *tile, const int8_t *weights, const int32_t *bias, int32_t sums[][PL_PANEL]) {
  (void) panels;
  const uint32_t turned = c->type == PL_S8 ? 0x80 : 0;
  for (int p = 0; p < places; p++) {
    uint32_t sum[PL_PANEL];
    const int8_t *w = weights;
    for (int m = 0; m < PL_PANEL; m++) sum[m] = (uint32_t) bias[m];
    for (int32_t line = 0; line < lines; line++) {
      const uint8_t *x = tile->begin[line] + p * tile->step;
      for (int32_t k = 0; k < quads; k++, w += 64)
        for (int m = 0; m < PL_PANEL; m++)
          for (int t = 0; t < 4; t++) sum[m] += (uint32_t) ((int32_t) (x[4 * k + t] ^ turned) * w[4 * m + t]);
    }
    for (int m = 0; m < PL_PANEL; m++) sums[p][m] = (int32_t) sum[m];
  }
}

PL_PART void pl_depthwise_sums(int places, const pl_panel_sum *c, const pl_tile *tile, int32_t channel,
                               const int8_t *weights, const int32_t *bias, int32_t sums[][PL_PANEL]) {
  const pl_window *w = c->window;
  const int32_t groups = (w->kernel_height + 3) / 4;
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
}

#endif
