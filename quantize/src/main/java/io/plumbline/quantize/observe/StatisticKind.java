package io.plumbline.quantize.observe;

/** How much must be known of a tensor. */
public enum StatisticKind {
  /** Smallest and largest element. */
  RANGE,
  /** The range and a histogram. */
  HISTOGRAM,
  /** Likewise, and a second histogram where channels count unequally to what reads them. */
  WEIGHTED,
  /** The range and a histogram of finite elements; infinite ones mean something and are counted. */
  MASKED,
  /** Likewise, and NaN is counted as well: all that reads it puts something else in its place. */
  REPLACED
}
