package io.plumbline.benchmarks;

import io.plumbline.benchmarks.cost.CostTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * What each stage of a compilation costs, as multiples of reading and transforming the same
 * pictures and running the float model on them with as many threads, in the same process and in
 * turn, by the time of all processors, which other work on the machine disturbs least. Keeps the
 * figures in {@code benchmarks/cost.json} and writes them into {@code docs/benchmarks.md}.
 */
public final class CostBenchmark {
  private CostBenchmark() {}

  /**
   * @param arguments the shared folder; number of rounds, at least 2; parts of the names of model
   *     files
   */
  public static void main(String[] arguments) throws IOException {
    Path shared = Path.of(arguments.length > 0 ? arguments[0] : "../shared");
    int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3;
    List<String> models =
        arguments.length > 2
            ? List.of(arguments).subList(2, arguments.length)
            : List.of("mobilenet_v2_imagenet_onnx", "mobilenet_v1_0.25_128", "resnet56.onnx");
    new CostTable(Path.of(""), shared).measure(Math.max(2, rounds), models);
  }
}
