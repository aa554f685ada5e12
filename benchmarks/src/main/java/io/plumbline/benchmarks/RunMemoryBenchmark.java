package io.plumbline.benchmarks;

import io.plumbline.benchmarks.accuracy.Subject;
import io.plumbline.benchmarks.accuracy.Subjects;
import io.plumbline.benchmarks.memory.NetworkFolder;
import io.plumbline.benchmarks.memory.NetworkMemory;
import io.plumbline.tensor.file.ScratchFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Memory that every shared classifier needs to run one picture: the arena and the constants of the
 * emitted C beside the growth of a process with ONNX Runtime.
 */
public final class RunMemoryBenchmark {
  private static final double KIBIBYTE = 1024;
  private static final String SMALLEST = "mnist_8";

  private RunMemoryBenchmark() {}

  /**
   * Prints a row for each model.
   *
   * @param arguments the shared folder; a part of the names of the models wanted
   */
  public static void main(String[] arguments) throws IOException {
    Path shared = Path.of(arguments.length > 0 ? arguments[0] : "../shared");
    String wanted = arguments.length > 1 ? arguments[1] : "";
    System.out.println(
        "| model | arena | constants | together | grown with C | with ONNX Runtime int8 | float32 |"
            + " together / int8 | together / float32 |");
    System.out.println("|---|---|---|---|---|---|---|---|---|");
    NetworkFolder small = folder(Subjects.of(SMALLEST), shared);
    for (Subject subject : Subjects.all()) {
      if (subject.isClassifier()
          && subject.name().contains(wanted)
          && Files.exists(subject.files(shared).model())) {
        NetworkFolder network = folder(subject, shared);
        System.out.println(row(subject.name(), network, NetworkMemory.of(network, small)));
      }
    }
  }

  private static NetworkFolder folder(Subject subject, Path shared) throws IOException {
    QuantizedModel model = QuantizedModel.of(subject, shared);
    return NetworkFolder.write(
        ScratchFolder.create("plumbline-run-memory").path(),
        model.program(),
        List.of(model.signed(), model.unsigned()),
        model.optimised(),
        model.input(1).values().iterator().next());
  }

  private static String row(String name, NetworkFolder network, NetworkMemory memory) {
    long together = network.arenaBytes() + network.constantBytes();
    return String.format(
        Locale.ROOT,
        "| %s | %.0f | %.0f | %.0f | %.0f | %.0f | %.0f | %.2f | %.2f |",
        name,
        network.arenaBytes() / KIBIBYTE,
        network.constantBytes() / KIBIBYTE,
        together / KIBIBYTE,
        memory.library() / KIBIBYTE,
        memory.integers() / KIBIBYTE,
        memory.reals() / KIBIBYTE,
        (double) together / memory.integers(),
        (double) together / memory.reals());
  }
}
