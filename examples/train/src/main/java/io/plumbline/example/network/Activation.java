package io.plumbline.example.network;

/**
 * A batch of feature maps [count, height, width, channels], channels innermost, and the loss's
 * gradient by them.
 *
 * @param height rows of one map
 * @param width columns of one map
 */
@SuppressWarnings("ArrayRecordComponent")
record Activation(int count, int height, int width, int channels, float[] data, float[] gradient) {
  static Activation of(int count, int height, int width, int channels) {
    int elements = count * height * width * channels;
    return new Activation(count, height, width, channels, new float[elements], new float[elements]);
  }

  /** Positions of all maps together. */
  int positions() {
    return count * height * width;
  }
}
