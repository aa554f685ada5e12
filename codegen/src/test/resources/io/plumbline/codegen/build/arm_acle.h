/* What the intrinsics for 16-bit numbers in pairs mean, after Arm's C Language Extensions, as plain C. */
#ifndef PL_TEST_ARM_ACLE_H
#define PL_TEST_ARM_ACLE_H

#include <stdint.h>

static inline int32_t pl_test_low(int32_t pair) {
  return (int16_t) (pair & 0xffff);
}

static inline int32_t pl_test_high(int32_t pair) {
  return (int16_t) ((uint32_t) pair >> 16);
}

static inline int32_t pl_test_pair(int32_t low, int32_t high) {
  return (int32_t) (((uint32_t) low & 0xffff) | (uint32_t) high << 16);
}

static inline int32_t __sxtb16(int32_t bytes) {
  return pl_test_pair((int8_t) (bytes & 0xff), (int8_t) ((uint32_t) bytes >> 16 & 0xff));
}

static inline int32_t __sxtab16(int32_t pair, int32_t bytes) {
  int32_t wide = __sxtb16(bytes);
  return pl_test_pair(pl_test_low(pair) + pl_test_low(wide), pl_test_high(pair) + pl_test_high(wide));
}

static inline uint32_t __uxtab16(uint32_t pair, uint32_t bytes) {
  return (uint32_t) pl_test_pair(pl_test_low((int32_t) pair) + (int32_t) (bytes & 0xff),
                                 pl_test_high((int32_t) pair) + (int32_t) (bytes >> 16 & 0xff));
}

static inline int32_t __smlad(int32_t a, int32_t b, int32_t sum) {
  uint32_t products = (uint32_t) (pl_test_low(a) * pl_test_low(b)) + (uint32_t) (pl_test_high(a) * pl_test_high(b));
  return (int32_t) ((uint32_t) sum + products);
}

static inline int32_t __smlabb(int32_t a, int32_t b, int32_t sum) {
  return (int32_t) ((uint32_t) sum + (uint32_t) (pl_test_low(a) * pl_test_low(b)));
}

static inline int32_t __smlatt(int32_t a, int32_t b, int32_t sum) {
  return (int32_t) ((uint32_t) sum + (uint32_t) (pl_test_high(a) * pl_test_high(b)));
}

#endif
