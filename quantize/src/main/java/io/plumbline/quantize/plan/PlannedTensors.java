package io.plumbline.quantize.plan;

import io.plumbline.graph.Node;
import io.plumbline.quantize.form.Use;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * The parameters of activations.
 *
 * @param activations by value name: what producers write
 * @param reads by the place where a value is read otherwise
 */
record PlannedTensors(
    SequencedMap<String, TensorPlan> activations, SequencedMap<Use, TensorPlan> reads) {
  /**
   * Of one set of parameters for each value.
   *
   * @param values by value name; reads of values that are not among them stay as they are written
   */
  static PlannedTensors of(PlanStructure structure, SequencedMap<String, TensorPlan> values) {
    SequencedMap<String, TensorPlan> activations = new LinkedHashMap<>(values);
    SequencedMap<Use, TensorPlan> reads = new LinkedHashMap<>();
    structure
        .reads()
        .forEach(
            (use, read) -> {
              if (values.containsKey(read.value()) && values.containsKey(read.like())) {
                activations.remove(read.value());
                reads.put(use, read(read, values));
              }
            });
    return new PlannedTensors(activations, reads);
  }

  private static TensorPlan read(QuantizedValues.Read read, Map<String, TensorPlan> values) {
    TensorPlan plan = Objects.requireNonNull(values.get(read.like()));
    return read.value().equals(read.like())
        ? plan
        : new TensorPlan(
            read.value(),
            plan.params(),
            new Source.SharedWith(read.like()),
            plan.low(),
            plan.high());
  }

  /** What a node reads at an input. */
  Optional<TensorPlan> read(Node node, int input) {
    return Optional.ofNullable(reads.get(new Use(node.name(), input)))
        .or(() -> Optional.ofNullable(activations.get(node.input(input))));
  }
}
