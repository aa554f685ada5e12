/* Sums of 8-bit products in panels of 16 output channels, for every instruction set with the same integers.
 *
 * A sum reads lines: the rows under its window, or single places of it where they do not lie side by side. Weights lie as
 * [panel][line][4 terms][16 channels][4]: 64 bytes are what 16 channels multiply with 4 neighbouring inputs. Missing
 * channels and terms have weight 0. Inputs are looked at as unsigned bytes, signed ones with their highest bit turned, and
 * what that and the zero point add to a sum is taken off its bias beforehand, modulo 2^32: the whole sum fits.
 *
 * A tile is some places side by side in a row of the output. Where its windows leave the input, what they see is copied,
 * with zero points around it. Lines may be read up to 15 bytes beyond their end. */
#ifndef PL_PANELS_H
#define PL_PANELS_H

#include "pl_sums.h"

#define PL_PANEL 16
#define PL_MOST_LINES 64

/* How many places and panels a tile has at most, so that all its sums are in registers. */
#if defined(PL_AVX512_VNNI)
#define PL_PLACES 8
#define PL_PANELS 2
#elif defined(PL_AVX_VNNI)
#define PL_PLACES 6
#define PL_PANELS 1
#elif defined(PL_AVX2)
#define PL_PLACES 5
#define PL_PANELS 1
#else
#define PL_PLACES 4
#define PL_PANELS 1
#endif

/* A convolution of 8-bit inputs whose sums have 32 bits. Scratch has room for what a tile sees of an input that it leaves. */
typedef struct {
  const pl_window *window;
  const pl_stage *stage;
  const uint8_t *x;
  int type;
  uint8_t zero;
  int by_rows; /* whether a line is a whole row under the window */
  const int8_t *weights;
  const uint8_t *pairs; /* see pl_are_pairs; NULL where nothing is known of the weights */
  const int32_t *bias;
  uint8_t *scratch;
  void *y;
} pl_panel_sum;

/* Some places side by side in the output, what they see, and where the first is written: place p reads line l from
 * begin[l] + p * step on. */
typedef struct {
  size_t at;
  int32_t step;
  const uint8_t *begin[PL_MOST_LINES];
} pl_tile;

/* Copies the columns that a tile sees of a row, with zero points where there are none. */
PL_PART void pl_copy_line(uint8_t *line, const uint8_t *row, int32_t width, int32_t channels, ptrdiff_t column,
                          ptrdiff_t across, uint8_t zero) {
  ptrdiff_t from = column < 0 ? -column : 0;
  ptrdiff_t to = width - column < across ? width - column : across;
  if (row == NULL || from >= to) {
    memset(line, zero, (size_t) (across * channels));
    return;
  }
  memset(line, zero, (size_t) (from * channels));
  memcpy(line + from * channels, row + (column + from) * channels, (size_t) ((to - from) * channels));
  memset(line + to * channels, zero, (size_t) ((across - to) * channels));
}

/* Finds what a tile sees. */
PL_PART void pl_look(pl_tile *tile, int places, const pl_panel_sum *c, int32_t n, int32_t oy, int32_t ox) {
  const pl_window *w = c->window;
  const ptrdiff_t across = (places - 1) * w->stride_width + (w->kernel_width - 1) * w->dilation_width + 1;
  const int32_t first = oy * w->stride_height - w->top;
  const ptrdiff_t column = (ptrdiff_t) ox * w->stride_width - w->left;
  const ptrdiff_t row_bytes = (ptrdiff_t) w->width * w->channels;
  const uint8_t *image = c->x + n * w->height * row_bytes;
  const uint8_t *begin = c->scratch;
  ptrdiff_t pitch = across * w->channels;
  if (first >= 0 && first + (w->kernel_height - 1) * w->dilation_height < w->height && column >= 0
      && column + across <= w->width) {
    begin = image + first * row_bytes + column * w->channels;
    pitch = w->dilation_height * row_bytes;
  } else {
    for (int32_t u = 0; u < w->kernel_height; u++) {
      int32_t row = first + u * w->dilation_height;
      const uint8_t *from = row >= 0 && row < w->height ? image + row * row_bytes : NULL;
      pl_copy_line(c->scratch + u * pitch, from, w->width, w->channels, column, across, c->zero);
    }
  }
  tile->at = (((size_t) n * (size_t) w->out_height + (size_t) oy) * (size_t) w->out_width + (size_t) ox)
      * (size_t) w->out_channels;
  tile->step = w->stride_width * w->channels;
  for (int32_t u = 0; u < w->kernel_height; u++) {
    if (c->by_rows) tile->begin[u] = begin + u * pitch;
    else
      for (int32_t v = 0; v < w->kernel_width; v++)
        tile->begin[u * w->kernel_width + v] = begin + u * pitch + v * w->dilation_width * w->channels;
  }
}

/* Whether results are bytes that are rounded with ties to even. */
PL_PART int pl_are_bytes(const pl_stage *s) {
  return s->kind == PL_REQUANTISED && s->rounding == PL_HALF_EVEN && (s->type == PL_S8 || s->type == PL_U8);
}

/* Whether all neighbours among 64 weights are such that the sum of their products with two bytes fits into 16 bits:
 * |w0| + |w1| <= 128. A bit says so for each 64 weights. */
PL_PART int pl_are_pairs(const pl_panel_sum *c, const int8_t *weights) {
  const size_t at = (size_t) (weights - c->weights) / 64;
  return c->pairs != NULL && (c->pairs[at / 8] >> at % 8 & 1) != 0;
}

/* Each of these has pl_panel_sums, the sums of neighbouring panels for the places of a tile: those of panel n and place p
 * are at n * places + p; pl_depthwise_sums, those of one panel of pl_depthwise.h; and ways to make bytes of sums. */
#if defined(PL_AVX512_VNNI)
#include "pl_panels_avx512.h"
#elif defined(PL_AVX_VNNI) || defined(PL_AVX2)
#include "pl_panels_avx.h"
#elif defined(PL_SSE41)
#include "pl_panels_sse.h"
#elif defined(PL_NEON)
#include "pl_panels_neon.h"
#else
#include "pl_panels_plain.h"
#endif

/* One panel of results for one place: the sums of 16 channels, of which the first count are wanted. */
PL_KERNEL void pl_finish_panel(const pl_stage *s, void *y, size_t i, size_t channel, int32_t count, const int32_t *sums) {
#if defined(PL_AVX512_VNNI)
  if (pl_are_bytes(s)) {
    pl_finish_bytes(s, (uint8_t *) y + i, s->factors == 1 ? s->factor : s->factor + channel, count, sums);
    return;
  }
#elif defined(PL_AVX_VNNI) || defined(PL_AVX2) || defined(PL_SSE41) || defined(PL_NEON)
  if (pl_are_bytes(s)) {
    const float *factors = s->factors == 1 ? s->factor : s->factor + channel;
    if (count == PL_PANEL) {
      pl_finish16(s, factors, sums, (uint8_t *) y + i);
      return;
    }
    float some[PL_PANEL] = {0};
    uint8_t bytes[PL_PANEL];
    memcpy(some, factors, (s->factors == 1 ? 1 : (size_t) count) * sizeof(float));
    pl_finish16(s, some, sums, bytes);
    memcpy((uint8_t *) y + i, bytes, (size_t) count);
    return;
  }
#endif
  for (int32_t m = 0; m < count; m++) pl_finish(s, y, i + (size_t) m, channel + (size_t) m, sums[m]);
}

/* Sums of some panels for a tile, and what becomes of them. */
PL_PART void pl_panel_strip(int places, int panels, int32_t lines, int32_t quads, const pl_panel_sum *c,
                            const pl_tile *tile, const int8_t *weights, int32_t channel) {
  const int32_t channels = c->window->out_channels;
  int32_t sums[PL_PANELS * PL_PLACES][PL_PANEL];
  pl_panel_sums(places, panels, lines, quads, c, tile, weights, c->bias + channel, sums);
  PL_UNROLL
  for (int n = 0; n < panels; n++) {
    const int32_t first = channel + n * PL_PANEL;
    const int32_t wanted = channels - first < PL_PANEL ? channels - first : PL_PANEL;
    PL_UNROLL
    for (int p = 0; p < places; p++)
      pl_finish_panel(c->stage, c->y, tile->at + (size_t) (p * channels + first), (size_t) first, wanted,
                      sums[n * places + p]);
  }
}

PL_PART void pl_panel_tile(int places, const pl_panel_sum *c, int32_t n, int32_t oy, int32_t ox) {
  const pl_window *w = c->window;
  const int32_t lines = c->by_rows ? w->kernel_height : w->kernel_height * w->kernel_width;
  const int32_t quads = ((c->by_rows ? w->kernel_width : 1) * w->channels + 3) / 4;
  const ptrdiff_t panel = (ptrdiff_t) lines * quads * 64;
  const int8_t *weights = c->weights;
  pl_tile tile;
  pl_look(&tile, places, c, n, oy, ox);
  int32_t m = 0;
  for (; m + (PL_PANELS - 1) * PL_PANEL < w->out_channels; m += PL_PANELS * PL_PANEL, weights += PL_PANELS * panel)
    pl_panel_strip(places, PL_PANELS, lines, quads, c, &tile, weights, m);
  for (; m < w->out_channels; m += PL_PANEL, weights += panel)
    pl_panel_strip(places, 1, lines, quads, c, &tile, weights, m);
}

/* Runs a kernel for each tile of the output. Those of a row are as equal as they can be; where steps share functions, they
 * have all places or one. */
#if defined(PL_SMALL)
#define PL_TILES(kernel, width, c, n, oy)                                                                    \
  do {                                                                                                       \
    const int32_t tiled = (width) / PL_PLACES * PL_PLACES;                                                   \
    for (int32_t ox = 0; ox < tiled; ox += PL_PLACES) kernel(PL_PLACES, c, n, oy, ox);                       \
    for (int32_t ox = tiled; ox < (width); ox++) kernel(1, c, n, oy, ox);                                    \
  } while (0)
#else
#define PL_TILES(kernel, width, c, n, oy)                                                                    \
  do {                                                                                                       \
    const int32_t tiles = ((width) + PL_PLACES - 1) / PL_PLACES;                                             \
    const int32_t places = ((width) + tiles - 1) / tiles;                                                    \
    const int32_t fewer = places > 1 ? places - 1 : 1;                                                       \
    const int32_t others = places * tiles - (width);                                                         \
    for (int32_t t = 0; t < tiles - others; t++) kernel(places, c, n, oy, t * places);                       \
    for (int32_t t = 0; t < others; t++) kernel(fewer, c, n, oy, (tiles - others) * places + t * fewer);     \
  } while (0)
#endif

/* A convolution of one group; the width of its output is given by itself, so that compilers know it early. */
PL_KERNEL void pl_panel_convolution(int32_t width, const pl_panel_sum *c) {
  const pl_window *w = c->window;
  for (int32_t n = 0; n < w->batch; n++)
    for (int32_t oy = 0; oy < w->out_height; oy++) PL_TILES(pl_panel_tile, width, c, n, oy);
}

#endif
