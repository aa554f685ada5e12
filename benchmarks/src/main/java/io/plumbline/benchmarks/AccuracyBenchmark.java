package io.plumbline.benchmarks;

import io.plumbline.benchmarks.accuracy.AccuracyTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Compiles every shared model by effort and target, scores classifiers and detectors on pictures
 * that calibration did not see, keeps the figures in {@code benchmarks/accuracy.json} and writes
 * them into {@code docs/benchmarks.md}. What has been measured is not measured again, so that a run
 * that was broken off goes on.
 *
 * <p>Arguments: the folder of shared models and pictures; {@code --again} to measure what is chosen
 * anew; {@code --model PART}, {@code --effort NAME}, {@code --target NAME} to choose, each as often
 * as wanted.
 */
public final class AccuracyBenchmark {
  private AccuracyBenchmark() {}

  public static void main(String[] arguments) throws IOException {
    Path shared = Path.of("../shared");
    boolean again = false;
    List<String> models = new ArrayList<>();
    List<String> efforts = new ArrayList<>();
    List<String> targets = new ArrayList<>();
    for (int i = 0; i < arguments.length; i++) {
      switch (arguments[i]) {
        case "--again" -> again = true;
        case "--model" -> models.add(arguments[++i]);
        case "--effort" -> efforts.add(arguments[++i]);
        case "--target" -> targets.add(arguments[++i]);
        default -> shared = Path.of(arguments[i]);
      }
    }
    new AccuracyTable(Path.of(""), shared).measure(models, efforts, targets, again);
  }
}
