package io.plumbline.benchmarks;

import io.plumbline.benchmarks.accuracy.Bench;
import io.plumbline.benchmarks.accuracy.Subjects;
import io.plumbline.engine.ort.OrtEngine;
import io.plumbline.engine.ort.OrtOptions;
import io.plumbline.engine.ort.OrtOptions.Optimisation;
import io.plumbline.pipeline.Pipeline;
import io.plumbline.pipeline.debug.Sensitivity;
import io.plumbline.pipeline.debug.SensitivityMeasurement;
import io.plumbline.pipeline.debug.SensitivityRequest;
import io.plumbline.pipeline.debug.trial.DebugModel;
import io.plumbline.pipeline.debug.trial.DebugSamples;
import io.plumbline.pipeline.debug.trial.NodeType;
import io.plumbline.pipeline.request.Artifact;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.pipeline.request.Progress;
import io.plumbline.tensor.Tensor;
import io.plumbline.tensor.file.ScratchFolder;
import io.plumbline.verify.compare.Measure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Exact sensitivity of all nodes of MobileNetV2 on 32 samples beside the whole network run for each
 * node, one sample after the other, by literal and by optimised engines; and the quick ranking
 * beside the exact one.
 */
public final class SensitivityBenchmark {
  private static final int SAMPLES = 32;
  private static final int ROUNDS = 3;
  private static final int THREADS = Runtime.getRuntime().availableProcessors();

  private SensitivityBenchmark() {}

  /**
   * @param arguments the shared folder, and a part of a model file's name
   */
  public static void main(String[] arguments) throws IOException {
    Path shared = Path.of(arguments.length > 0 ? arguments[0] : "../shared");
    String part = arguments.length > 1 ? arguments[1] : "mobilenet_v2_imagenet_onnx";
    CompileRequest request =
        new Bench(shared, ScratchFolder.create("plumbline-sensitivity").path())
            .request(Subjects.of(part));
    Pipeline.compile(request, Progress.SILENT);
    DebugModel model = DebugModel.open(request.file(Artifact.CALIBRATED), _ -> {});
    DebugSamples samples = DebugSamples.load(model, request.calibration(), SAMPLES, finding -> {});
    SensitivityRequest question =
        SensitivityRequest.of(NodeType.NODE, List.of(Measure.COSINE), THREADS);
    double exact = Double.POSITIVE_INFINITY;
    double quick = Double.POSITIVE_INFINITY;
    Sensitivity found = SensitivityMeasurement.of(model, samples, question, Progress.SILENT);
    Sensitivity fast = found;
    for (int round = 0; round < ROUNDS; round++) {
      long start = System.nanoTime();
      found = SensitivityMeasurement.of(model, samples, question, Progress.SILENT);
      exact = Math.min(exact, (System.nanoTime() - start) / 1e9);
      start = System.nanoTime();
      fast = SensitivityMeasurement.of(model, samples, question.quickly(), Progress.SILENT);
      quick = Math.min(quick, (System.nanoTime() - start) / 1e9);
    }
    System.out.printf(
        Locale.ROOT,
        "%d nodes, %d samples, %d threads: exact %.2f s (%.1f passes); quick %.2f s (%.1f passes,"
            + " rank correlation %.3f)%n",
        found.entries().size(),
        samples.size(),
        THREADS,
        exact,
        found.passes(),
        quick,
        fast.passes(),
        spearman(names(found), names(fast)));
    compare(model, samples, found, exact, "literal", OrtOptions.literal(THREADS));
    compare(model, samples, found, exact, "optimised", new OrtOptions(THREADS, Optimisation.FLOAT));
  }

  private static List<String> names(Sensitivity sensitivity) {
    return sensitivity.entries().stream().map(Sensitivity.Entry::name).toList();
  }

  /** The whole network again for each node. */
  private static void compare(
      DebugModel model,
      DebugSamples samples,
      Sensitivity found,
      double exact,
      String name,
      OrtOptions options) {
    long start = System.nanoTime();
    List<Map<String, Tensor>> expected = new ArrayList<>();
    try (OrtEngine engine = OrtEngine.openOwn(model.graph().real(), options)) {
      samples.inputs().forEach(sample -> expected.add(engine.run(sample)));
    }
    Map<String, Double> figures = new HashMap<>();
    double largest = 0;
    for (Sensitivity.Entry entry : found.entries()) {
      double sum = 0;
      try (OrtEngine engine = OrtEngine.openOwn(model.graph().with(entry.rounding()), options)) {
        for (int sample = 0; sample < samples.size(); sample++) {
          sum += cosine(expected.get(sample), engine.run(samples.inputs().get(sample)));
        }
      }
      double figure = sum / samples.size();
      figures.put(entry.name(), figure);
      largest = Math.max(largest, Math.abs(figure - entry.figure(Measure.COSINE)));
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    List<String> ranked = new ArrayList<>(names(found));
    ranked.sort(Comparator.comparingDouble(figures::get));
    System.out.printf(
        Locale.ROOT,
        "whole network per node, %s engines: %.2f s, %.1f times as long; rank correlation %.5f,"
            + " largest difference %.1e%n",
        name,
        seconds,
        seconds / exact,
        spearman(ranked, names(found)),
        largest);
  }

  private static double cosine(Map<String, Tensor> expected, Map<String, Tensor> found) {
    double sum = 0;
    for (Map.Entry<String, Tensor> result : expected.entrySet()) {
      sum +=
          Measure.COSINE.between(
              result.getValue(), Objects.requireNonNull(found.get(result.getKey())));
    }
    return sum / expected.size();
  }

  /** 1 − 6·Σd² / (n·(n² − 1)) of the ranks of the same names. */
  private static double spearman(List<String> one, List<String> other) {
    double squares = 0;
    for (int rank = 0; rank < one.size(); rank++) {
      double distance = rank - other.indexOf(one.get(rank));
      squares += distance * distance;
    }
    double count = one.size();
    return 1 - 6 * squares / (count * (count * count - 1));
  }
}
