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

/* A sum over words of 8 bytes, the least byte first; bytes behind the last word are not looked at. */
static inline uint64_t pl_digest(const void *data, size_t bytes) {
  const uint8_t *octets = (const uint8_t *) data;
  uint64_t sum = 0xcbf29ce484222325u;
  for (size_t at = 0; at + 8 <= bytes; at += 8) {
    uint64_t word = 0;
    for (int octet = 7; octet >= 0; octet--) word = word << 8 | octets[at + (size_t) octet];
    sum = (sum ^ word) * 0x100000001b3u;
    sum ^= sum >> 32;
  }
  return sum;
}

#endif
