package io.plumbline.pipeline.debug;

import io.plumbline.pipeline.debug.trial.DebugModel;
import io.plumbline.pipeline.debug.trial.DebugNames;
import io.plumbline.pipeline.debug.trial.DebugSamples;
import io.plumbline.pipeline.debug.trial.Trial;
import io.plumbline.pipeline.debug.trial.TrialRuns;
import io.plumbline.pipeline.request.Progress;
import io.plumbline.quantize.load.CalibratedGraph;
import io.plumbline.quantize.load.CalibrationNode;
import io.plumbline.tensor.Tensor;
import io.plumbline.verify.compare.Measure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * How near the quantized model comes to the float one as more and more nodes are left in float.
 *
 * @param measure of the outputs, the mean over outputs and samples
 * @param steps the first of which leaves none
 * @param target that was asked for
 */
public record SensitivityAnalysis(Measure measure, List<Step> steps, double target) {
  public SensitivityAnalysis {
    steps = List.copyOf(steps);
  }

  /**
   * One more node in float.
   *
   * @param node that was added; empty text for none
   */
  public record Step(int count, String node, double figure) {}

  /** How many nodes have to be left in float to meet the target; empty where all are too few. */
  public OptionalInt needed() {
    return steps.stream()
        .filter(step -> !measure.isBetter(target, step.figure()))
        .mapToInt(Step::count)
        .findFirst();
  }

  /**
   * Leaves nodes in float one after the other.
   *
   * @param nodes the first ones first; all of their places are left
   */
  public static SensitivityAnalysis of(
      DebugModel model,
      DebugSamples samples,
      List<String> nodes,
      Measure measure,
      double target,
      int threads,
      Progress progress) {
    progress.stage("sensitivity analysis");
    CalibratedGraph graph = model.graph();
    DebugNames names = new DebugNames(graph);
    List<Trial> trials = new ArrayList<>();
    List<CalibrationNode> left = new ArrayList<>();
    trials.add(Trial.without("", graph, left, Map.of()));
    for (String node : nodes) {
      left.addAll(names.places(node));
      trials.add(Trial.without(node, graph, left, Map.of()));
    }
    List<String> results =
        graph.real().outputs().stream()
            .filter(name -> graph.real().producer(name).isPresent())
            .toList();
    TrialRuns runs =
        new TrialRuns(
            graph,
            new Trial("float", List.of()),
            new Trial("all", graph.calibrations()),
            results,
            threads,
            progress);
    double[][] figures = new double[trials.size()][samples.size()];
    runs.run(
        trials,
        samples.inputs(),
        (trial, sample, expected, found) -> {
          double sum = 0;
          for (String result : results) {
            Tensor real = Objects.requireNonNull(expected.get(result));
            Tensor other = Objects.requireNonNull(found.get(result));
            sum += real.shape().equals(other.shape()) ? measure.between(real, other) : Double.NaN;
          }
          figures[trial][sample] = sum / results.size();
        });
    List<Step> steps = new ArrayList<>();
    for (int trial = 0; trial < figures.length; trial++) {
      double sum = 0;
      for (double figure : figures[trial]) {
        sum += figure;
      }
      steps.add(new Step(trial, trials.get(trial).name(), sum / samples.size()));
    }
    return new SensitivityAnalysis(measure, steps, target);
  }

  /** The nodes whose figure alone is worse than a limit, the worst first. */
  public static List<String> sensitive(Sensitivity sensitivity, double limit) {
    Measure first = sensitivity.measures().getFirst();
    return sensitivity.entries().stream()
        .filter(entry -> first.isBetter(limit, entry.figure(first)))
        .map(Sensitivity.Entry::name)
        .toList();
  }
}
