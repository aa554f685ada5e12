package io.plumbline.pipeline.debug.cause;

import io.plumbline.pipeline.debug.trial.Trial;
import io.plumbline.quantize.load.CalibratedGraph;
import io.plumbline.quantize.load.CalibrationNode;
import io.plumbline.quantize.load.RoundedStep;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What may help a step.
 *
 * @param step that is to be helped
 * @param left its places that do not round any more
 * @param numbers that it takes from the float model, by name
 * @param params of its places in place of their own, by name
 */
record Remedy(
    RoundedStep step,
    Cure.Kind kind,
    List<CalibrationNode> left,
    Map<String, Tensor> numbers,
    Map<String, QuantParams> params) {
  Remedy {
    left = List.copyOf(left);
    numbers = Map.copyOf(numbers);
    params = Map.copyOf(params);
  }

  /** Everything that may help, from the cheapest on. */
  static List<Remedy> of(Suspect suspect, CalibratedGraph graph, Reference reference) {
    RoundedStep step = suspect.step();
    Map<String, Tensor> numbers = reference.of(step, graph.real());
    List<CalibrationNode> weights = OpErrors.weights(step);
    List<Remedy> all = new ArrayList<>();
    suspect
        .error()
        .ifPresent(
            error ->
                all.add(
                    new Remedy(
                        step,
                        Cure.Kind.RANGE,
                        List.of(),
                        Map.of(),
                        Map.of(error.place().name(), error.fitted()))));
    if (!numbers.isEmpty()) {
      all.add(new Remedy(step, Cure.Kind.NUMBERS, List.of(), numbers, Map.of()));
    }
    suspect
        .error()
        .ifPresent(
            error ->
                all.add(
                    new Remedy(
                        step, Cure.Kind.WIDE_VALUE, List.of(error.place()), Map.of(), Map.of())));
    if (!weights.isEmpty()) {
      all.add(new Remedy(step, Cure.Kind.WIDE_WEIGHTS, weights, Map.of(), Map.of()));
    }
    all.add(new Remedy(step, Cure.Kind.FLOAT, step.calibrations(), numbers, Map.of()));
    return all;
  }

  /** Tried in the quantized model. */
  Trial inWhole(CalibratedGraph graph) {
    List<CalibrationNode> rounding = new ArrayList<>(graph.calibrations());
    rounding.removeAll(left);
    return new Trial(step.name(), rounding, step.calibrations(), numbers, params);
  }

  /** Tried in the float model, where nothing but this step rounds. */
  Trial alone(CalibratedGraph graph, Reference reference) {
    List<CalibrationNode> rounding = new ArrayList<>(step.calibrations());
    rounding.removeAll(left);
    return new Trial(
        step.name(),
        rounding,
        step.calibrations(),
        numbers.isEmpty() ? reference.without(step, graph.real()) : reference.numbers(),
        params);
  }
}
