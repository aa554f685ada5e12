/* What a module says of itself, in C and C++. */
#ifndef PL_MODULE_H
#define PL_MODULE_H

#include <stddef.h>
#include <stdint.h>

/* Element types. */
enum { PL_S8, PL_U8, PL_S16, PL_U16, PL_S32, PL_U32, PL_S64, PL_BOOL, PL_F32, PL_U64, PL_F64, PL_F16, PL_BF16 };

/* What a run ends with. */
enum { PL_DONE = 0, PL_INDEX_OUTSIDE = 1, PL_NAN_INPUT = 2 };

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
