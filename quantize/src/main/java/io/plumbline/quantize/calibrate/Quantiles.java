package io.plumbline.quantize.calibrate;

import io.plumbline.quantize.observe.Distribution;

/** Quantiles read off a distribution, by linear interpolation inside a bin. */
public final class Quantiles {
  private Quantiles() {}

  /** The number below which the share {@code quantile} of the elements lies. */
  public static double of(Distribution distribution, double quantile) {
    double wanted = quantile * distribution.total();
    double below = 0;
    for (int bin = distribution.firstBin(); bin < distribution.endBin(); bin++) {
      double count = distribution.count(bin);
      if (count > 0 && below + count >= wanted) {
        double share = Math.max(0, (wanted - below) / count);
        return distribution.low(bin) + share * (distribution.high(bin) - distribution.low(bin));
      }
      below += count;
    }
    return distribution.high(distribution.endBin() - 1);
  }

  /** The magnitude below which the share {@code quantile} of the magnitudes lies. */
  public static double ofMagnitudes(Distribution distribution, double quantile) {
    double wanted = quantile * distribution.total();
    double below = 0;
    int end = Math.max(distribution.endBin(), 1 - distribution.firstBin());
    for (int bin = 0; bin < end; bin++) {
      double count = distribution.count(bin) + (bin == 0 ? 0 : distribution.count(-bin));
      if (count > 0 && below + count >= wanted) {
        double low = bin * distribution.width();
        return low + Math.max(0, (wanted - below) / count) * distribution.width();
      }
      below += count;
    }
    return end * distribution.width();
  }
}
