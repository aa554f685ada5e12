package io.plumbline.quantize.calibrate;

import io.plumbline.quantize.observe.Distribution;
import io.plumbline.tensor.QuantParams;

/** How far rounding alone turns a tensor away from itself. */
public final class RoundingCosine {
  private RoundingCosine() {}

  /**
   * The cosine between all elements and what their integers stand for; elements of a bin count as
   * its centre. 1 for a tensor of zeros.
   */
  public static double of(Distribution distribution, QuantParams params) {
    double products = 0;
    double squares = 0;
    double rounded = 0;
    for (int bin = distribution.firstBin(); bin < distribution.endBin(); bin++) {
      double count = distribution.count(bin);
      double centre = (distribution.low(bin) + distribution.high(bin)) / 2;
      double integer = Math.rint(centre / params.scale()) + params.zeroPoint();
      double held = Math.clamp(integer, params.dtype().minimum(), params.dtype().maximum());
      double number = (held - params.zeroPoint()) * params.scale();
      products += count * centre * number;
      squares += count * centre * centre;
      rounded += count * number * number;
    }
    return squares == 0 ? 1 : rounded == 0 ? 0 : products / Math.sqrt(squares * rounded);
  }
}
