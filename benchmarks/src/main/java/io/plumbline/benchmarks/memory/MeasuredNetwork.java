package io.plumbline.benchmarks.memory;

import java.io.IOException;

/** A network that runs its picture once and keeps whatever it needs to run more. */
sealed interface MeasuredNetwork permits OrtNetwork, EmittedNetwork {
  /** The picture in a network's folder: raw elements of its only input. */
  String PICTURE = "picture.bin";

  /** Loads the network and runs it. */
  void run() throws IOException;
}
