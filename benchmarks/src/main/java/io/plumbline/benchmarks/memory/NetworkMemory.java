package io.plumbline.benchmarks.memory;

import java.io.IOException;
import java.nio.file.Path;

/**
 * By how many bytes a process grows that loads a network and runs one picture.
 *
 * @param library with emitted C
 * @param integers with ONNX Runtime and the quantized model that takes least
 * @param reals with ONNX Runtime and the float32 model
 */
public record NetworkMemory(long library, long integers, long reals) {
  /**
   * Measures.
   *
   * @param small runs first in each process, so that what any network needs is there before
   */
  public static NetworkMemory of(NetworkFolder network, NetworkFolder small) throws IOException {
    long integers = Long.MAX_VALUE;
    for (int i = 0; i < network.quantized().size(); i++) {
      long grown = session(small.quantized().get(i), network.quantized().get(i));
      integers = Math.min(integers, grown);
    }
    return new NetworkMemory(
        Growth.of(Form.LIBRARY, small.library(), network.library()),
        integers,
        session(small.real(), network.real()));
  }

  /** With the options that take less. */
  private static long session(Path small, Path network) throws IOException {
    return Math.min(
        Growth.of(Form.SESSION, small, network), Growth.of(Form.FRUGAL_SESSION, small, network));
  }
}
