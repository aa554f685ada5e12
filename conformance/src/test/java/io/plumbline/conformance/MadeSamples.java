package io.plumbline.conformance;

import io.plumbline.quantize.observe.SampleSource;
import io.plumbline.tensor.Tensor;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * Samples that a test makes itself.
 *
 * @param made the inputs of one, by number
 */
public record MadeSamples(int size, IntFunction<Map<String, Tensor>> made) implements SampleSource {
  @Override
  public String name(int index) {
    return "sample " + index;
  }

  @Override
  public Optional<Map<String, Tensor>> load(int index) {
    return Optional.of(made.apply(index));
  }
}
