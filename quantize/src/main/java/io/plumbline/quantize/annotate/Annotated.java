package io.plumbline.quantize.annotate;

import io.plumbline.graph.Graph;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * An optimised graph with a plan written into it.
 *
 * @param names what the forms of each planned value and weight are called, by its name in the
 *     optimised graph, in execution order
 */
public record Annotated(Graph graph, SequencedMap<String, QuantizedName> names) {
  public Annotated {
    names = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(names));
  }

  /** The forms of a tensor of the optimised graph, if the plan quantizes it. */
  public Optional<QuantizedName> name(String tensor) {
    return Optional.ofNullable(names.get(tensor));
  }
}
