package io.plumbline.benchmarks;

import io.plumbline.benchmarks.accuracy.Bench;
import io.plumbline.benchmarks.accuracy.Subject;
import io.plumbline.benchmarks.accuracy.Subjects;
import io.plumbline.codegen.cost.MultiplyAccumulates;
import io.plumbline.codegen.lower.Placement;
import io.plumbline.pipeline.Pipeline;
import io.plumbline.pipeline.record.Compilation;
import io.plumbline.pipeline.record.FloatWork;
import io.plumbline.pipeline.request.Progress;
import io.plumbline.tensor.PlumblineException;
import io.plumbline.tensor.file.ScratchFolder;
import io.plumbline.verify.similarity.TensorSimilarity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Compiles every shared model with default settings: how true its outputs stay, and what of it is
 * left in float.
 */
public final class ModelsBenchmark {
  private ModelsBenchmark() {}

  /**
   * Prints one row a model.
   *
   * @param arguments the shared folder, and optionally a part of the names of the models wanted
   */
  public static void main(String[] arguments) throws IOException {
    Path shared = Path.of(arguments.length > 0 ? arguments[0] : "../shared");
    String wanted = arguments.length > 1 ? arguments[1] : "";
    Path folder = ScratchFolder.create("plumbline-models").path();
    System.out.println(
        "| model | million MACs | of these in float | output cosine | nodes in float |");
    System.out.println("|---|---|---|---|---|");
    Bench bench = new Bench(shared, folder);
    for (Subject subject : Subjects.all()) {
      if (subject.model().contains(wanted) && Files.exists(subject.files(shared).model())) {
        System.out.println(row(subject, bench));
      }
    }
  }

  private static String row(Subject subject, Bench bench) throws IOException {
    try {
      return row(subject, Pipeline.compile(bench.request(subject), Progress.SILENT));
    } catch (PlumblineException e) {
      return "| %s | | | %s: %s | |".formatted(subject.model(), e.code(), e.getMessage());
    }
  }

  private static String row(Subject subject, Compilation compilation) {
    return String.format(
        Locale.ROOT,
        "| %s | %.1f | %.2f %% | %s | %s |",
        subject.model(),
        MultiplyAccumulates.of(compilation.optimised()) / 1e6,
        100 * FloatWork.of(compilation.optimised(), compilation.plan().nodes()).share().orElse(0.0),
        compilation.optimised().outputs().stream()
            .map(output -> cosine(compilation, output))
            .collect(Collectors.joining(", ")),
        floatNodes(compilation));
  }

  private static String cosine(Compilation compilation, String output) {
    TensorSimilarity similarity = compilation.similarities().get(output);
    if (similarity == null) {
      return "--";
    }
    return similarity.isSingle()
        ? String.format(Locale.ROOT, "%.1f dB", similarity.signalToNoise())
        : String.format(Locale.ROOT, "%.5f", similarity.quantizedCosine());
  }

  /** How many nodes of each kind run outside the integer program. */
  private static String floatNodes(Compilation compilation) {
    Map<String, Long> kinds =
        compilation.lowered().placements().stream()
            .filter(placement -> placement.kind() == Placement.Kind.FOREIGN)
            .map(
                placement ->
                    compilation.plan().nodes().stream()
                        .filter(plan -> plan.name().equals(placement.node()))
                        .flatMap(plan -> plan.nodes().stream())
                        .map(name -> compilation.optimised().node(name).op().type())
                        .collect(Collectors.joining("+")))
            .collect(
                Collectors.groupingBy(type -> type, LinkedHashMap::new, Collectors.counting()));
    return kinds.entrySet().stream()
        .map(entry -> entry.getValue() + " " + entry.getKey())
        .collect(Collectors.joining(", "));
  }
}
