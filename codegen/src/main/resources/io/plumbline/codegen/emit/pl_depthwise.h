/* Convolutions with one filter for each channel, 16 channels at once, with the types and the tiles of pl_panels.h.
 *
 * Weights lie as [panel][column of the window][4 rows][16 channels][4]: 64 bytes are what 16 channels multiply with 4 rows
 * of one column. Missing channels and rows have weight 0. */
#ifndef PL_DEPTHWISE_H
#define PL_DEPTHWISE_H

#include "pl_panels.h"

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
