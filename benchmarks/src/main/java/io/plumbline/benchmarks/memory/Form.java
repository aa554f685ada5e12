package io.plumbline.benchmarks.memory;

import java.io.IOException;
import java.nio.file.Path;

/** What runs a network. */
enum Form {
  /** A session of ONNX Runtime with its usual options, for one thread. */
  SESSION,
  /** One that neither keeps memory for later runs nor plans it ahead. */
  FRUGAL_SESSION,
  /** A library of emitted C. */
  LIBRARY;

  /** A network in this form, of which nothing but the picture is read. */
  MeasuredNetwork open(Path folder) throws IOException {
    return switch (this) {
      case SESSION -> new OrtNetwork(folder, false);
      case FRUGAL_SESSION -> new OrtNetwork(folder, true);
      case LIBRARY -> new EmittedNetwork(folder);
    };
  }
}
