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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Finds the steps that cost a quantized model most: each alone is as in the calibrated model, with
 * all else in float. For the costliest, cures are tried in the whole quantized model.
 */
public final class SuspectSearch {
  /** For how many steps cures are tried. */
  private static final int CURED = 5;

  /** Trials that have nothing to do with a cure. */
  private static final int COMMON = 3;

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
    List<RoundedStep> steps =
        graph.steps().stream().filter(step -> !step.calibrations().isEmpty()).toList();
    Map<RoundedStep, double[]> alone = alone(steps);
    double sum = alone.values().stream().mapToDouble(Effect::mean).sum();
    List<Suspect> suspects = suspects(errors, alone, sum);
    List<Remedy> remedies =
        suspects.stream()
            .limit(CURED)
            .flatMap(suspect -> Remedy.of(suspect, graph, reference).stream())
            .toList();
    double[][] noise = inWhole(remedies);
    double[][] own =
        noise(
            exact(),
            exact(),
            remedies.stream().map(remedy -> remedy.alone(graph, reference)).toList());
    List<Suspect> cured = new ArrayList<>();
    for (Suspect suspect : suspects) {
      double[] itself = Objects.requireNonNull(alone.get(suspect.step()));
      SequencedMap<Cure.Kind, Effect> whole = new LinkedHashMap<>();
      Map<Cure.Kind, Effect> single = new HashMap<>();
      for (int i = 0; i < remedies.size(); i++) {
        Remedy remedy = remedies.get(i);
        if (remedy.step().equals(suspect.step())) {
          whole.put(remedy.kind(), new Effect(noise[0], noise[COMMON + i]));
          single.put(remedy.kind(), new Effect(itself, own[i]));
        }
      }
      cured.add(suspect.with(cures(whole, single, sum)));
    }
    return new Diagnosis(
        Effect.decibels(Effect.mean(noise[0])),
        Effect.decibels(Effect.mean(noise[1])),
        Effect.decibels(Effect.mean(noise[2])),
        cured,
        errors,
        samples.size(),
        samples.available());
  }

  /** Where the whole model refutes one cure, the errors of the step do not add up. */
  private static List<Cure> cures(
      SequencedMap<Cure.Kind, Effect> whole, Map<Cure.Kind, Effect> single, double sum) {
    boolean byParts =
        whole.entrySet().stream()
            .noneMatch(
                each ->
                    each.getValue()
                        .refutes(Objects.requireNonNull(single.get(each.getKey())), sum));
    List<Cure> cures = new ArrayList<>();
    whole.forEach(
        (kind, effect) ->
            cures.add(effect.cure(kind, Objects.requireNonNull(single.get(kind)), sum, byParts)));
    return cures;
  }

  /** The quantized model as it is, without the rounding of either kind, and with each remedy. */
  private double[][] inWhole(List<Remedy> remedies) {
    List<Trial> trials = new ArrayList<>();
    trials.add(new Trial("all", graph.calibrations(), List.of(), Map.of(), Map.of()));
    trials.add(Trial.without("weights", graph, places(false), Map.of()));
    trials.add(Trial.without("activations", graph, places(true), Map.of()));
    remedies.forEach(remedy -> trials.add(remedy.inWhole(graph)));
    return noise(exact(), new Trial("all", graph.calibrations()), trials);
  }

  /** The float model. */
  private Trial exact() {
    return new Trial("float", List.of(), List.of(), reference.numbers(), Map.of());
  }

  /** The noise of each step alone, as it is, in the float model, by sample. */
  private Map<RoundedStep, double[]> alone(List<RoundedStep> steps) {
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
    double[][] noise = noise(exact(), exact(), trials);
    Map<RoundedStep, double[]> alone = new LinkedHashMap<>();
    for (int i = 0; i < steps.size(); i++) {
      alone.put(steps.get(i), noise[i]);
    }
    return alone;
  }

  private static List<Suspect> suspects(
      List<NodeError> errors, Map<RoundedStep, double[]> alone, double sum) {
    Map<String, NodeError> byStep = new HashMap<>();
    errors.forEach(error -> byStep.put(error.step().name(), error));
    List<Suspect> suspects = new ArrayList<>();
    alone.forEach(
        (step, bySample) -> {
          double noise = Effect.mean(bySample);
          suspects.add(
              new Suspect(
                  step,
                  Optional.ofNullable(byStep.get(step.name())),
                  noise,
                  sum == 0 ? 0 : noise / sum,
                  List.of()));
        });
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

  /** A result of another shape, or that is not finite, is all error. */
  private static double noise(Tensor expected, Tensor actual) {
    if (!expected.shape().equals(actual.shape())) {
      return 1;
    }
    double error = Similarity.of(expected, actual).relativeError();
    return Double.isFinite(error) ? error * error : 1;
  }
}
