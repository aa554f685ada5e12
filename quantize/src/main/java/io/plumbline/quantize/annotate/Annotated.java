package io.plumbline.quantize.annotate;

import io.plumbline.graph.Graph;
import io.plumbline.quantize.plan.TensorPlan;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * An optimised graph with a plan written into it.
 *
 * @param names what the forms of each planned value and weight are called, by its name in the
 *     optimised graph, in execution order
 * @param reads likewise by what the plan says of readers that get a value in other parameters than
 *     its producer wrote
 */
public record Annotated(
    Graph graph,
    SequencedMap<String, QuantizedName> names,
    SequencedMap<TensorPlan, QuantizedName> reads) {
  public Annotated {
    reads = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(reads));
    names = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(names));
  }

  /** The forms of a tensor of the optimised graph, if the plan quantizes it for all who read it. */
  public Optional<QuantizedName> name(String tensor) {
    return Optional.ofNullable(names.get(tensor));
  }
}
