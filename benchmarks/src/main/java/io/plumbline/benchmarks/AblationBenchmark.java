package io.plumbline.benchmarks;

import io.plumbline.benchmarks.accuracy.AblationTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Compiles every shared classifier with and without each technique that brings the integer model
 * nearer, keeps the figures in {@code benchmarks/ablation.json} and writes them into {@code
 * docs/benchmarks.md}. What has been measured is not measured again.
 *
 * <p>Arguments: the folder of shared models and pictures; parts of the names of models.
 */
public final class AblationBenchmark {
  private AblationBenchmark() {}

  public static void main(String[] arguments) throws IOException {
    List<String> given = List.of(arguments);
    Path shared = Path.of(given.isEmpty() ? "../shared" : given.getFirst());
    new AblationTable(Path.of(""), shared).measure(given.stream().skip(1).toList());
  }
}
