package io.plumbline.benchmarks;

import io.plumbline.benchmarks.accuracy.Bench;
import io.plumbline.benchmarks.accuracy.Subjects;
import io.plumbline.codegen.lower.LoweredProgram;
import io.plumbline.pipeline.Pipeline;
import io.plumbline.pipeline.Study;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.pipeline.request.Progress;
import io.plumbline.quantize.calibrate.Calibrator;
import io.plumbline.quantize.calibrate.Candidate;
import io.plumbline.tensor.file.ScratchFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * What a candidate plan costs beside a compilation of MobileNetV2 with 100 pictures in the same
 * process: another calibrator for one tensor, planned and lowered, the median over tensors.
 */
public final class StudyBenchmark {
  private static final int ROUNDS = 5;

  private StudyBenchmark() {}

  /**
   * @param arguments the shared folder
   */
  public static void main(String[] arguments) throws java.io.IOException {
    Path shared = Path.of(arguments.length > 0 ? arguments[0] : "../shared");
    CompileRequest request =
        new Bench(shared, ScratchFolder.create("plumbline-study").path())
            .request(Subjects.of("mobilenet_v2_imagenet_onnx"));
    double compile = Double.POSITIVE_INFINITY;
    for (int round = 0; round < ROUNDS; round++) {
      long start = System.nanoTime();
      Pipeline.compile(request, Progress.SILENT);
      compile = Math.min(compile, (System.nanoTime() - start) / 1e9);
    }
    Study study = Study.open(request, Progress.SILENT);
    List<String> tensors = study.ranges().tensors();
    double[] seconds = new double[tensors.size()];
    double[] scoring = new double[tensors.size()];
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < seconds.length; i++) {
        long start = System.nanoTime();
        LoweredProgram lowered =
            study.lower(
                study.plan(
                    study.ranges().with(tensors.get(i), Candidate.of(new Calibrator.Max()))));
        seconds[i] = (System.nanoTime() - start) / 1e9;
        start = System.nanoTime();
        study.score(lowered);
        scoring[i] = (System.nanoTime() - start) / 1e9;
      }
    }
    System.out.printf(
        Locale.ROOT,
        "compile %.3f s; candidate %.4f s (%.2f %%), scoring besides %.3f s; %d tensors%n",
        compile,
        median(seconds),
        100 * median(seconds) / compile,
        median(scoring),
        tensors.size());
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    java.util.Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
