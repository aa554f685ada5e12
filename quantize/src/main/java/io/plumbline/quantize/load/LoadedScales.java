package io.plumbline.quantize.load;

import io.plumbline.tensor.QuantParams;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.Set;

/**
 * Parameters that a model was trained or exported with.
 *
 * @param activations int8, per tensor, by value name
 * @param weights symmetric int8, by constant name
 * @param unrounded activations that a program may hold in these integers although something in the
 *     model reads them without the pair
 */
public record LoadedScales(
    SequencedMap<String, QuantParams> activations,
    SequencedMap<String, QuantParams> weights,
    Set<String> unrounded) {
  /** A model without scales of its own. */
  public static final LoadedScales NONE =
      new LoadedScales(new LinkedHashMap<>(), new LinkedHashMap<>());

  /** Of activations that nothing reads without their pair. */
  public LoadedScales(
      SequencedMap<String, QuantParams> activations, SequencedMap<String, QuantParams> weights) {
    this(activations, weights, Set.of());
  }

  public LoadedScales {
    unrounded = Set.copyOf(unrounded);
    activations = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(activations));
    weights = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(weights));
  }

  public boolean isEmpty() {
    return activations.isEmpty() && weights.isEmpty();
  }
}
