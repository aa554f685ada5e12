package io.plumbline.pipeline.debug.cause;

import io.plumbline.engine.ort.OrtEngine;
import io.plumbline.graph.Graph;
import io.plumbline.graph.Subgraph;
import io.plumbline.graph.TensorType;
import io.plumbline.pipeline.debug.trial.DebugModel;
import io.plumbline.pipeline.debug.trial.DebugSamples;
import io.plumbline.pipeline.request.Progress;
import io.plumbline.quantize.load.CalibratedGraph;
import io.plumbline.quantize.load.CalibrationNode;
import io.plumbline.quantize.load.RoundedStep;
import io.plumbline.runtime.Engine;
import io.plumbline.runtime.RunOptions;
import io.plumbline.tensor.Similarity;
import io.plumbline.tensor.Tensor;
import io.plumbline.tensor.parallel.Threads;
import io.plumbline.verify.compare.SignalNoise;
import io.plumbline.verify.debug.CauseRule;
import io.plumbline.verify.debug.ErrorSplit;
import io.plumbline.verify.debug.StepError;
import io.plumbline.verify.debug.StepFacts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Measures the error of each step on the input that it gets in the quantized model. */
public final class OpErrors {
  private final CalibratedGraph calibrated;
  private final Graph real;
  private final Reference reference;
  private final List<Measured> steps = new ArrayList<>();

  private OpErrors(DebugModel model) {
    this.calibrated = model.graph();
    this.real = calibrated.real();
    this.reference = Reference.of(model);
    for (RoundedStep step : calibrated.steps()) {
      place(step).ifPresent(place -> steps.add(new Measured(step, place)));
    }
  }

  /**
   * Runs float and quantized network, and every step alone.
   *
   * @param threads how many steps are worked on at a time
   * @return one entry for each rounded value, in execution order
   */
  public static List<NodeError> of(
      DebugModel model, DebugSamples samples, int threads, Progress progress) {
    progress.stage("errors of nodes");
    OpErrors errors = new OpErrors(model);
    Map<String, Long> program = ProgramErrors.of(model, samples.inputs().getFirst());
    try {
      errors.run(samples, threads, progress);
      return errors.steps.stream().map(step -> step.error(program)).toList();
    } finally {
      errors.steps.forEach(Measured::close);
    }
  }

  private Optional<CalibrationNode> place(RoundedStep step) {
    return step.calibrations().stream()
        .filter(place -> !place.isWeight() && place.params().isPerTensor())
        .filter(place -> real.tensorType(calibrated.value(place)).isPresent())
        .findFirst();
  }

  private void run(DebugSamples samples, int threads, Progress progress) {
    Graph rounded = calibrated.with(calibrated.calibrations());
    Graph exact = calibrated.with(List.of(), reference.numbers(), Map.of());
    Set<String> wanted = new LinkedHashSet<>();
    Set<String> values = new LinkedHashSet<>();
    for (Measured step : steps) {
      wanted.addAll(step.inputs);
      wanted.add(step.value);
      values.add(step.value);
    }
    RunOptions all = RunOptions.fetching(List.copyOf(wanted));
    RunOptions own = RunOptions.fetching(List.copyOf(values));
    try (Engine quantized = OrtEngine.openOwn(rounded);
        Engine floats = OrtEngine.openOwn(exact)) {
      for (int sample = 0; sample < samples.size(); sample++) {
        Map<String, Tensor> inputs = samples.inputs().get(sample);
        Map<String, Tensor> found = quantized.run(inputs, all);
        Map<String, Tensor> expected = floats.run(inputs, own);
        Threads.each(
            threads,
            "plumbline-debug",
            steps.size(),
            (index, _) -> steps.get(index).add(found, expected));
        progress.update(sample + 1L, samples.size());
      }
    }
  }

  /** What is added up for one step. */
  private final class Measured implements AutoCloseable {
    private final RoundedStep step;
    private final CalibrationNode place;
    private final String value;
    private final List<String> inputs;
    private final int inner;
    private final ErrorSplit split;
    private final Engine exact;
    private final Engine weighted;
    private final ErrorSplit best;
    private final Optional<Engine> corrected;
    private final Map<String, Double> magnitudes = new HashMap<>();
    private SignalNoise energies = SignalNoise.NONE;
    private double cosines;
    private int samples;

    Measured(RoundedStep step, CalibrationNode place) {
      this.step = step;
      this.place = place;
      this.value = calibrated.value(place);
      this.inputs = step.inputs(real);
      TensorType type = real.tensorType(value).orElseThrow();
      int axis = type.rank() > 1 ? 1 : 0;
      boolean channels = type.rank() > 1 && type.isStatic();
      int extent = channels ? type.shape().intDim(axis) : 1;
      int width = 1;
      for (int i = axis + 1; channels && i < type.rank(); i++) {
        width *= type.shape().intDim(i);
      }
      this.inner = width;
      this.split = new ErrorSplit(place.params(), extent);
      this.exact = piece(calibrated.with(List.of(), reference.of(step, real), Map.of()));
      this.weighted = piece(calibrated.with(weights(step)));
      Map<String, Tensor> numbers = reference.of(step, real);
      this.best = new ErrorSplit(place.params(), extent);
      this.corrected =
          numbers.isEmpty()
              ? Optional.empty()
              : Optional.of(piece(calibrated.with(weights(step), numbers, Map.of())));
    }

    private Engine piece(Graph graph) {
      return OrtEngine.openOwn(Subgraph.between(graph, inputs, List.of(value)));
    }

    void add(Map<String, Tensor> found, Map<String, Tensor> expected) {
      Map<String, Tensor> fed = new LinkedHashMap<>();
      exact
          .inputs()
          .forEach(port -> fed.put(port.name(), Objects.requireNonNull(found.get(port.name()))));
      Tensor y = Objects.requireNonNull(exact.run(fed).get(value));
      Tensor w = Objects.requireNonNull(weighted.run(fed).get(value));
      split.add(y.toFloats(), w.toFloats(), inner);
      corrected
          .map(engine -> Objects.requireNonNull(engine.run(fed).get(value)))
          .ifPresent(other -> best.add(y.toFloats(), other.toFloats(), inner));
      fed.forEach(
          (name, tensor) -> {
            if (tensor.dtype().isFloat()) {
              magnitudes.merge(name, magnitude(tensor), Math::max);
            }
          });
      Tensor whole = Objects.requireNonNull(expected.get(value));
      Tensor other = Objects.requireNonNull(found.get(value));
      if (whole.shape().equals(other.shape())) {
        Similarity similarity = Similarity.of(whole, other);
        energies = energies.plus(SignalNoise.of(whole.toFloats(), other.toFloats()));
        cosines += similarity.cosine();
        samples++;
      }
    }

    NodeError error(Map<String, Long> program) {
      StepError same = split.error();
      StepFacts facts = facts(program.getOrDefault(place.tensor(), 0L));
      return new NodeError(
          step,
          place,
          step.nodes().stream()
              .map(name -> real.node(name).op().type())
              .collect(Collectors.joining("+")),
          same,
          facts,
          CauseRule.of(same, facts),
          NodeError.avoidable(place.params(), same, corrected.isPresent() ? best.error() : same),
          energies.decibels(),
          cosines / Math.max(1, samples));
    }

    private StepFacts facts(long programSteps) {
      boolean joins =
          step.nodes().stream()
              .map(name -> real.node(name).op().type())
              .anyMatch(type -> type.equals("Concat") || type.equals("Add"));
      double most = magnitudes.values().stream().mapToDouble(each -> each).max().orElse(1);
      double least = magnitudes.values().stream().mapToDouble(each -> each).min().orElse(1);
      WeightFacts weights = WeightFacts.of(calibrated, step);
      return new StepFacts(
          joins && magnitudes.size() > 1,
          least > 0 ? most / least : 1,
          weights.spread(),
          weights.clipped(),
          weights.perTensor(),
          programSteps);
    }

    @Override
    public void close() {
      exact.close();
      weighted.close();
      corrected.ifPresent(Engine::close);
    }
  }

  static List<CalibrationNode> weights(RoundedStep step) {
    return step.calibrations().stream().filter(CalibrationNode::isWeight).toList();
  }

  private static double magnitude(Tensor tensor) {
    double most = 0;
    for (float value : tensor.toFloats()) {
      most = Math.max(most, Math.abs(value));
    }
    return most;
  }
}
