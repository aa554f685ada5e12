package io.plumbline.pipeline.noise;

/** Something whose rounding makes noise. */
public sealed interface NoiseSource {
  /** The name of the tensor: a value, or the constant of the weights. */
  String tensor();

  /**
   * A value whose numbers are rounded to the grid of its integers.
   *
   * @param root the value whose parameters it has: itself, or one that it shares them with; both
   *     are held finer together
   */
  record Activation(String tensor, String root) implements NoiseSource {}

  /**
   * Weights as a node reads them.
   *
   * @param node name of the fused node
   */
  record Weights(String tensor, String node) implements NoiseSource {}

  /** {@code activation} or {@code weights}. */
  default String kind() {
    return switch (this) {
      case Activation _ -> "activation";
      case Weights _ -> "weights";
    };
  }
}
