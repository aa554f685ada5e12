package io.plumbline.quantize.observe;

/** How much must be known of a tensor. */
public enum StatisticKind {
  /** Smallest and largest element. */
  RANGE,
  /** The range and a histogram. */
  HISTOGRAM,
  /** Likewise, of finite elements; infinite ones mean something and are counted. */
  MASKED
}
