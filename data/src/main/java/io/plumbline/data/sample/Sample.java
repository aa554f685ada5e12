package io.plumbline.data.sample;

import io.plumbline.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * One set of inputs for a model.
 *
 * @param name the file it came from, below its folder
 * @param inputs one tensor for each model input, ready to be fed
 */
public record Sample(String name, SequencedMap<String, Tensor> inputs) {
  public Sample {
    inputs = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(inputs));
  }
}
