package io.plumbline.quantize.load;

import io.plumbline.tensor.QuantParams;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * Parameters that a model was trained or exported with.
 *
 * @param activations int8, per tensor, by value name
 * @param weights symmetric int8, by constant name
 */
public record LoadedScales(
    SequencedMap<String, QuantParams> activations, SequencedMap<String, QuantParams> weights) {
  /** A model without scales of its own. */
  public static final LoadedScales NONE =
      new LoadedScales(new LinkedHashMap<>(), new LinkedHashMap<>());

  public LoadedScales {
    activations = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(activations));
    weights = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(weights));
  }

  public boolean isEmpty() {
    return activations.isEmpty() && weights.isEmpty();
  }
}
