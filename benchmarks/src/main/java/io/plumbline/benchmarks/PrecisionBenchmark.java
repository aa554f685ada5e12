package io.plumbline.benchmarks;

import io.plumbline.benchmarks.accuracy.PrecisionTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Compiles every shared classifier with as many values of 16 bits as a goal needs, with weights of
 * 4 bits, and with its noise measured; keeps the figures in {@code benchmarks/precision.json} and
 * writes them into {@code docs/benchmarks.md}. What has been measured is not measured again.
 *
 * <p>Arguments: the folder of shared models and pictures; parts of the names of models.
 */
public final class PrecisionBenchmark {
  private PrecisionBenchmark() {}

  public static void main(String[] arguments) throws IOException {
    List<String> given = List.of(arguments);
    Path shared = Path.of(given.isEmpty() ? "../shared" : given.getFirst());
    new PrecisionTable(Path.of(""), shared).measure(given.stream().skip(1).toList());
  }
}
