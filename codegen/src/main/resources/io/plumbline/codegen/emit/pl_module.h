/* What a module says of itself. */
#ifndef PL_MODULE_H
#define PL_MODULE_H

#include "pl_base.h"

/* A step or input that a run stopped at, and why. */
#define PL_STOPPED(status, at) ((status) | (at) << 8)
#define PL_STATUS(result) ((result) & 0xff)
#define PL_PLACE(result) ((result) >> 8)

/* An input or output: elements in the order of the network's axes. A constant lies among the weights. */
typedef struct {
  const char *name;
  int type;
  int rank;
  const int32_t *extents;
  float scale; /* 0 where the elements stand for themselves */
  int32_t zero;
  int constant;
  size_t place;
  size_t bytes;
} pl_port;

#endif
