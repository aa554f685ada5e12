package io.plumbline.quantize.load;

import io.plumbline.tensor.QuantParams;

/**
 * A place where a fake-quantized graph rounds: QuantizeLinear and the DequantizeLinear behind it.
 *
 * @param name of the QuantizeLinear node, unique in its graph
 * @param tensor what is rounded: the name of a value or a constant of the float graph
 * @param kind whether it is a constant
 * @param params of the integers, with axes counted from the front
 */
public record CalibrationNode(String name, String tensor, Kind kind, QuantParams params) {
  /** What is rounded. */
  public enum Kind {
    WEIGHT,
    ACTIVATION;

    /** {@code weight} or {@code activation}. */
    public String label() {
      return this == WEIGHT ? "weight" : "activation";
    }
  }

  public boolean isWeight() {
    return kind == Kind.WEIGHT;
  }

  /** Bits of an integer: 8 or 16. */
  public int bits() {
    return params.dtype().bytes() * Byte.SIZE;
  }

  /** The largest magnitude that an integer stands for, over all channels. */
  public double threshold() {
    double threshold = 0;
    for (int channel = 0; channel < params.channels(); channel++) {
      threshold = Math.max(threshold, Math.max(-low(channel), high(channel)));
    }
    return threshold;
  }

  /** The least real number that an integer stands for. */
  public double low(int channel) {
    return (params.dtype().minimum() - params.zeroPoint(channel)) * (double) params.scale(channel);
  }

  /** The largest real number that an integer stands for. */
  public double high(int channel) {
    return (params.dtype().maximum() - params.zeroPoint(channel)) * (double) params.scale(channel);
  }
}
