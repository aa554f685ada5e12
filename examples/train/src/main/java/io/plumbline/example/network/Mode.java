package io.plumbline.example.network;

/** How a forward pass is meant. */
public sealed interface Mode {
  /** Batch normalization uses and remembers the statistics of the batch. */
  record Training() implements Mode {}

  /**
   * Batch normalization uses what it remembers; every tensor an integer model would store goes
   * through the tap.
   */
  record Inference(Tap tap) implements Mode {}

  /** Sees, and may change, an activation in place. */
  interface Tap {
    void visit(Layer source, float[] values);
  }

  /** Plain float inference. */
  static Mode inference() {
    return new Inference((source, values) -> {});
  }

  /** Passes a stored activation through the tap when there is one. */
  default void store(Layer source, float[] values) {
    if (this instanceof Inference(Tap tap)) {
      tap.visit(source, values);
    }
  }
}
