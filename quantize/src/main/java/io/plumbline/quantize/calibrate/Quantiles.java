package io.plumbline.quantize.calibrate;

import io.plumbline.quantize.observe.Histogram;

/** Quantiles read off a histogram, by linear interpolation inside a bin. */
public final class Quantiles {
  private Quantiles() {}

  /** The number below which the share {@code quantile} of the elements lies. */
  public static double of(Histogram histogram, double quantile) {
    double wanted = quantile * histogram.total();
    long below = 0;
    for (int bin = histogram.firstBin(); bin < histogram.endBin(); bin++) {
      long count = histogram.count(bin);
      if (count > 0 && below + count >= wanted) {
        double share = Math.max(0, (wanted - below) / count);
        return histogram.low(bin) + share * (histogram.high(bin) - histogram.low(bin));
      }
      below += count;
    }
    return histogram.high(histogram.endBin() - 1);
  }

  /** The magnitude below which the share {@code quantile} of the magnitudes lies. */
  public static double ofMagnitudes(Histogram histogram, double quantile) {
    double wanted = quantile * histogram.total();
    long below = 0;
    int end = Math.max(histogram.endBin(), 1 - histogram.firstBin());
    for (int bin = 0; bin < end; bin++) {
      long count = histogram.count(bin) + (bin == 0 ? 0 : histogram.count(-bin));
      if (count > 0 && below + count >= wanted) {
        double low = bin * histogram.width();
        return low + Math.max(0, (wanted - below) / count) * histogram.width();
      }
      below += count;
    }
    return end * histogram.width();
  }
}
