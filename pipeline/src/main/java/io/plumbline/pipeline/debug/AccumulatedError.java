package io.plumbline.pipeline.debug;

import io.plumbline.engine.ort.OrtEngine;
import io.plumbline.graph.TensorType;
import io.plumbline.pipeline.debug.cause.ProgramRun;
import io.plumbline.pipeline.debug.trial.DebugModel;
import io.plumbline.pipeline.debug.trial.DebugNames;
import io.plumbline.pipeline.debug.trial.DebugProgram;
import io.plumbline.pipeline.debug.trial.DebugSamples;
import io.plumbline.pipeline.debug.trial.NodeType;
import io.plumbline.pipeline.request.Progress;
import io.plumbline.quantize.load.CalibratedGraph;
import io.plumbline.quantize.load.CalibrationNode;
import io.plumbline.quantize.load.RoundedStep;
import io.plumbline.runtime.Engine;
import io.plumbline.runtime.RunOptions;
import io.plumbline.tensor.Tensor;
import io.plumbline.verify.compare.Measure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;

/**
 * How the error grows on the way through a network that is quantized in part.
 *
 * @param measure of each value in both networks, the mean over samples
 * @param nodes steps in execution order whose last value is compared
 * @param curves by label: a figure for each node
 */
public record AccumulatedError(
    Measure measure, List<String> nodes, SequencedMap<String, List<Double>> curves) {
  public AccumulatedError {
    nodes = List.copyOf(nodes);
    SequencedMap<String, List<Double>> copy = new LinkedHashMap<>();
    curves.forEach((label, curve) -> copy.put(label, List.copyOf(curve)));
    curves = copy;
  }

  /**
   * Runs each partly quantized network beside the float one, and the program if one is looked at.
   *
   * @return by what the sets of nodes are: {@code quantize_node} and {@code non_quantize_node}; and
   *     {@code program}
   */
  public static SequencedMap<String, AccumulatedError> of(
      DebugModel model, DebugSamples samples, AccumulationRequest request, Progress progress) {
    SequencedMap<String, AccumulatedError> errors = new LinkedHashMap<>();
    for (boolean left : List.of(false, true)) {
      AccumulationRequest.Sets sets = left ? request.left() : request.quantized();
      if (!sets.names().isEmpty()) {
        errors.put(
            left ? "non_quantize_node" : "quantize_node",
            of(
                model,
                samples,
                partial(model, sets, left),
                request.measure(),
                request.average(),
                progress));
      }
    }
    model
        .program()
        .ifPresent(
            program ->
                errors.put("program", ofProgram(model, program, samples, request, progress)));
    return errors;
  }

  /** The values that a program holds, where it runs. */
  private static AccumulatedError ofProgram(
      DebugModel model,
      DebugProgram program,
      DebugSamples samples,
      AccumulationRequest request,
      Progress progress) {
    progress.stage("accumulated error of the program");
    CalibratedGraph graph = model.graph();
    try (ProgramRun run = ProgramRun.open(program, graph);
        Engine real = OrtEngine.openOwn(graph.real())) {
      SequencedMap<String, String> nodes = values(graph);
      nodes.values().removeIf(value -> !run.has(value));
      List<String> values = List.copyOf(nodes.sequencedValues());
      double[] sums = new double[values.size()];
      for (int sample = 0; sample < samples.size(); sample++) {
        Map<String, Tensor> inputs = samples.inputs().get(sample);
        Map<String, Tensor> expected = real.run(inputs, RunOptions.fetching(values));
        add(sums, request.measure(), values, expected, run.run(inputs, values));
        progress.update(sample + 1L, samples.size());
      }
      SequencedMap<String, List<Double>> curve = new LinkedHashMap<>();
      curve.put(run.name(), curve(sums, samples.size(), request.average()));
      return new AccumulatedError(request.measure(), List.copyOf(nodes.keySet()), curve);
    }
  }

  /** The last value of each step, by its name. */
  private static SequencedMap<String, String> values(CalibratedGraph graph) {
    SequencedMap<String, String> values = new LinkedHashMap<>();
    for (RoundedStep step : graph.steps()) {
      String value = graph.real().node(step.nodes().getLast()).output();
      if (graph.real().types().get(value) instanceof TensorType type && type.dtype().isFloat()) {
        values.put(step.name(), value);
      }
    }
    return values;
  }

  private static AccumulatedError of(
      DebugModel model,
      DebugSamples samples,
      SequencedMap<String, List<CalibrationNode>> partial,
      Measure measure,
      boolean average,
      Progress progress) {
    progress.stage("accumulated error");
    CalibratedGraph graph = model.graph();
    SequencedMap<String, String> values = values(graph);
    RunOptions fetch = RunOptions.fetching(List.copyOf(values.sequencedValues()));
    SequencedMap<String, List<Double>> curves = new LinkedHashMap<>();
    try (Engine real = OrtEngine.openOwn(graph.real())) {
      partial.forEach(
          (label, places) -> {
            double[] sums = new double[values.size()];
            try (Engine rounded = OrtEngine.openOwn(graph.with(places))) {
              for (Map<String, Tensor> sample : samples.inputs()) {
                Map<String, Tensor> expected = real.run(sample, fetch);
                Map<String, Tensor> found = rounded.run(sample, fetch);
                add(sums, measure, List.copyOf(values.sequencedValues()), expected, found);
              }
            }
            curves.put(label, curve(sums, samples.size(), average));
            progress.update(curves.size(), partial.size());
          });
    }
    return new AccumulatedError(measure, List.copyOf(values.keySet()), curves);
  }

  private static void add(
      double[] sums,
      Measure measure,
      List<String> values,
      Map<String, Tensor> expected,
      Map<String, Tensor> found) {
    for (int i = 0; i < sums.length; i++) {
      Tensor real = Objects.requireNonNull(expected.get(values.get(i)));
      Tensor other = Objects.requireNonNull(found.get(values.get(i)));
      sums[i] += real.shape().equals(other.shape()) ? measure.between(real, other) : Double.NaN;
    }
  }

  private static List<Double> curve(double[] sums, int samples, boolean average) {
    List<Double> curve = new ArrayList<>();
    double before = 0;
    for (int i = 0; i < sums.length; i++) {
      double figure = sums[i] / samples;
      before += figure;
      curve.add(average ? before / (i + 1) : figure);
    }
    return curve;
  }

  /**
   * The places that round, by the label of a curve.
   *
   * @param left whether the named are left in float and all others round
   */
  private static SequencedMap<String, List<CalibrationNode>> partial(
      DebugModel model, AccumulationRequest.Sets sets, boolean left) {
    DebugNames names = new DebugNames(model.graph());
    SequencedMap<String, List<CalibrationNode>> partial = new LinkedHashMap<>();
    for (int i = 0; i < sets.names().size(); i++) {
      List<CalibrationNode> places = new ArrayList<>();
      for (String name : sets.names().get(i)) {
        places.addAll(
            NodeType.named(name)
                .filter(type -> type != NodeType.NODE && !left)
                .map(
                    type ->
                        model.graph().calibrations().stream()
                            .filter(place -> place.isWeight() == (type == NodeType.WEIGHT))
                            .toList())
                .orElseGet(() -> names.places(name)));
      }
      if (left) {
        List<CalibrationNode> others = new ArrayList<>(model.graph().calibrations());
        others.removeAll(places);
        places = others;
      }
      String label =
          sets.nested()
              ? "partial_qmodel_" + i
              : (left ? "all but " : "") + String.join(", ", sets.names().get(i));
      partial.put(label, List.copyOf(places));
    }
    return partial;
  }
}
