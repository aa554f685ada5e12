package io.plumbline.pipeline.debug.cause;

import io.plumbline.pipeline.debug.trial.DebugModel;
import io.plumbline.pipeline.debug.trial.DebugSamples;
import io.plumbline.pipeline.debug.trial.Trial;
import io.plumbline.pipeline.debug.trial.TrialRuns;
import io.plumbline.pipeline.request.Progress;
import io.plumbline.quantize.load.CalibratedGraph;
import io.plumbline.quantize.load.CalibrationNode;
import io.plumbline.quantize.load.RoundedStep;
import io.plumbline.tensor.Similarity;
import io.plumbline.tensor.Tensor;
import io.plumbline.verify.score.PairedGain;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Finds the steps that cost a quantized model most: each alone is as in the calibrated model, with
 * all else in float. For the costliest, cures are tried in the whole quantized model.
 */
public final class SuspectSearch {
  /** For how many steps cures are tried. */
  private static final int CURED = 5;

  /** Signal to noise from which on a sample counts as free of noise, in decibels. */
  private static final double MOST = 120;

  private final CalibratedGraph graph;
  private final Reference reference;
  private final DebugSamples samples;
  private final List<String> results;
  private final int threads;
  private final Progress progress;

  private SuspectSearch(DebugModel model, DebugSamples samples, int threads, Progress progress) {
    this.graph = model.graph();
    this.reference = Reference.of(model);
    this.samples = samples;
    this.threads = threads;
    this.progress = progress;
    this.results =
        graph.real().outputs().stream()
            .filter(name -> graph.real().producer(name).isPresent())
            .toList();
  }

  /**
   * Looks for what costs most.
   *
   * @param threads how many samples are worked on at a time
   * @throws java.util.concurrent.CancellationException when progress asks to stop
   */
  public static Diagnosis of(
      DebugModel model, DebugSamples samples, int threads, Progress progress) {
    List<NodeError> errors = OpErrors.of(model, samples, threads, progress);
    progress.stage("causes");
    return new SuspectSearch(model, samples, threads, progress).search(errors);
  }

  private Diagnosis search(List<NodeError> errors) {
    List<Suspect> suspects = suspects(errors);
    List<Trial> trials = new ArrayList<>();
    trials.add(new Trial("all", graph.calibrations(), List.of(), Map.of(), Map.of()));
    trials.add(Trial.without("weights", graph, places(false), Map.of()));
    trials.add(Trial.without("activations", graph, places(true), Map.of()));
    List<Map<Cure.Kind, Integer>> places = new ArrayList<>();
    for (Suspect suspect : suspects.subList(0, Math.min(CURED, suspects.size()))) {
      Map<Cure.Kind, Integer> own = new LinkedHashMap<>();
      cures(suspect)
          .forEach(
              (kind, trial) -> {
                own.put(kind, trials.size());
                trials.add(trial);
              });
      places.add(own);
    }
    Trial all = new Trial("all", graph.calibrations());
    double[][] noise = noise(exact(), all, trials);
    return new Diagnosis(
        decibels(mean(noise[0])),
        decibels(mean(noise[1])),
        decibels(mean(noise[2])),
        cured(suspects, places, noise),
        errors,
        samples.size());
  }

  /** The float model. */
  private Trial exact() {
    return new Trial("float", List.of(), List.of(), reference.numbers(), Map.of());
  }

  /** Each step alone as it is, in the float model. */
  private List<Suspect> suspects(List<NodeError> errors) {
    Map<String, NodeError> byStep = new HashMap<>();
    errors.forEach(error -> byStep.put(error.step().name(), error));
    List<RoundedStep> steps =
        graph.steps().stream().filter(step -> !step.calibrations().isEmpty()).toList();
    List<Trial> trials = new ArrayList<>();
    for (RoundedStep step : steps) {
      trials.add(
          new Trial(
              step.name(),
              step.calibrations(),
              step.calibrations(),
              reference.without(step, graph.real()),
              Map.of()));
    }
    double[] noise =
        Arrays.stream(noise(exact(), exact(), trials)).mapToDouble(SuspectSearch::mean).toArray();
    double sum = Arrays.stream(noise).sum();
    List<Suspect> suspects = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      suspects.add(
          new Suspect(
              steps.get(i),
              Optional.ofNullable(byStep.get(steps.get(i).name())),
              noise[i],
              sum == 0 ? 0 : noise[i] / sum,
              List.of()));
    }
    suspects.sort(Suspect.ORDER);
    return suspects;
  }

  private List<CalibrationNode> places(boolean weights) {
    return graph.calibrations().stream().filter(place -> place.isWeight() == weights).toList();
  }

  /** The mean over results of the squared relative error, by trial and sample. */
  private double[][] noise(Trial expectedOf, Trial base, List<Trial> trials) {
    TrialRuns runs = new TrialRuns(graph, expectedOf, base, results, threads, progress);
    double[][] found = new double[trials.size()][samples.size()];
    runs.run(
        trials,
        samples.inputs(),
        (trial, sample, expected, actual) -> {
          double sum = 0;
          for (String result : results) {
            sum +=
                noise(
                    Objects.requireNonNull(expected.get(result)),
                    Objects.requireNonNull(actual.get(result)));
          }
          found[trial][sample] = sum / results.size();
        });
    return found;
  }

  private static double mean(double... noise) {
    double mean = 0;
    for (double each : noise) {
      mean += each / noise.length;
    }
    return mean;
  }

  /** A result of another shape, or that is not finite, is all error. */
  private static double noise(Tensor expected, Tensor actual) {
    if (!expected.shape().equals(actual.shape())) {
      return 1;
    }
    double error = Similarity.of(expected, actual).relativeError();
    return Double.isFinite(error) ? error * error : 1;
  }

  private static double decibels(double noise) {
    return noise == 0 ? Double.POSITIVE_INFINITY : -10 * StrictMath.log10(noise);
  }

  /** What a cure gains, and whether the gain of each sample says that others gain too. */
  private static Cure cure(Cure.Kind kind, double[] before, double[] after) {
    double old = mean(before);
    double gain = old == 0 ? 0 : decibels(mean(after)) - decibels(old);
    return new Cure(kind, gain, PairedGain.of(floored(after), floored(before)).chance());
  }

  /**
   * Decibels, no more than {@link #MOST} of them: a sample without noise is not all that counts.
   */
  private static double[] floored(double... noise) {
    return Arrays.stream(noise).map(each -> Math.min(MOST, decibels(each))).toArray();
  }

  private static List<Suspect> cured(
      List<Suspect> suspects, List<Map<Cure.Kind, Integer>> places, double[][] noise) {
    List<Suspect> cured = new ArrayList<>(suspects);
    for (int i = 0; i < places.size(); i++) {
      List<Cure> tried = new ArrayList<>();
      places.get(i).forEach((kind, trial) -> tried.add(cure(kind, noise[0], noise[trial])));
      cured.set(i, suspects.get(i).with(tried));
    }
    return cured;
  }

  /** What may help, from the cheapest on. */
  private Map<Cure.Kind, Trial> cures(Suspect suspect) {
    Map<Cure.Kind, Trial> cures = new LinkedHashMap<>();
    RoundedStep step = suspect.step();
    List<CalibrationNode> all = graph.calibrations();
    suspect
        .error()
        .ifPresent(
            error ->
                cures.put(
                    Cure.Kind.RANGE,
                    new Trial(
                        step.name(),
                        all,
                        List.of(error.place()),
                        Map.of(),
                        Map.of(error.place().name(), error.fitted()))));
    Map<String, Tensor> numbers = reference.of(step, graph.real());
    if (!numbers.isEmpty()) {
      cures.put(
          Cure.Kind.NUMBERS, new Trial(step.name(), all, step.calibrations(), numbers, Map.of()));
    }
    suspect
        .error()
        .ifPresent(
            error ->
                cures.put(
                    Cure.Kind.WIDE_VALUE,
                    Trial.without(step.name(), graph, List.of(error.place()), Map.of())));
    List<CalibrationNode> weights = OpErrors.weights(step);
    if (!weights.isEmpty()) {
      cures.put(Cure.Kind.WIDE_WEIGHTS, Trial.without(step.name(), graph, weights, Map.of()));
    }
    cures.put(Cure.Kind.FLOAT, Trial.without(step.name(), graph, step.calibrations(), numbers));
    return cures;
  }
}
