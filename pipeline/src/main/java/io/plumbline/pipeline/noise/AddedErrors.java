package io.plumbline.pipeline.noise;

import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The differences that some sources cause at the results, each alone, added up element by element.
 * A network is nearly linear in small errors, so that this is what sources cause together whose
 * errors are the same whatever else is rounded, as those of weights are.
 */
final class AddedErrors {
  private final ResultErrors errors;
  private final List<Map<String, float[]>> sums = new ArrayList<>();

  AddedErrors(ResultErrors errors) {
    this.errors = errors;
    errors.expected().forEach(_ -> sums.add(new HashMap<>()));
  }

  /** Adds what a source makes of the results of a sample; no two threads add to one sample. */
  void add(int sample, Map<String, Tensor> found) {
    for (String name : errors.names()) {
      if (errors.relativeError(sample, name, found).isPresent()) {
        float[] expected = numbers(errors.expected().get(sample), name);
        float[] numbers = numbers(found, name);
        float[] sum = sums.get(sample).computeIfAbsent(name, _ -> new float[numbers.length]);
        for (int i = 0; i < sum.length; i++) {
          sum[i] += numbers[i] - expected[i];
        }
      }
    }
  }

  private static float[] numbers(Map<String, Tensor> results, String name) {
    return Objects.requireNonNull(results.get(name)).toFloats();
  }

  /** The mean over samples and results of the squared sum by Σx². */
  double noise() {
    double[] noise = new double[sums.size()];
    for (int sample = 0; sample < noise.length; sample++) {
      Map<String, Tensor> found = new HashMap<>(errors.expected().get(sample));
      sums.get(sample)
          .forEach((name, sum) -> found.computeIfPresent(name, (_, real) -> moved(real, sum)));
      noise[sample] = errors.noise(sample, found);
    }
    return Arrays.stream(noise).sum() / Math.max(1, noise.length);
  }

  private static Tensor moved(Tensor real, float[] sum) {
    float[] numbers = real.toFloats();
    for (int i = 0; i < sum.length; i++) {
      numbers[i] += sum[i];
    }
    return Tensor.of(real.shape(), numbers);
  }
}
