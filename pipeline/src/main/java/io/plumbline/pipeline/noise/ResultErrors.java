package io.plumbline.pipeline.noise;

import io.plumbline.tensor.Similarity;
import io.plumbline.tensor.Tensor;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * The results of the float network, which others are held against.
 *
 * @param names of the results
 * @param expected by sample and name
 */
record ResultErrors(List<String> names, List<Map<String, Tensor>> expected) {
  ResultErrors(Collection<String> names, List<Map<String, Tensor>> expected) {
    this(List.copyOf(names), List.copyOf(expected));
  }

  ResultErrors {
    names = List.copyOf(names);
    expected = List.copyOf(expected);
  }

  /**
   * The mean over results of Σ(x−y)² / Σx² for one sample. A result counts as equal where nothing
   * can be said of it: a number is not finite, or the numbers decide its extents and the two differ
   * in them.
   */
  double noise(int sample, Map<String, Tensor> found) {
    double sum = 0;
    for (String name : names) {
      double relative = relativeError(sample, name, found).orElse(0);
      sum += relative * relative;
    }
    return sum / Math.max(1, names.size());
  }

  /** √(Σ(x−y)² / Σx²) of one result of one sample; empty where nothing can be said of it. */
  OptionalDouble relativeError(int sample, String name, Map<String, Tensor> found) {
    Tensor real = Objects.requireNonNull(expected.get(sample).get(name));
    Tensor other = Objects.requireNonNull(found.get(name));
    if (!real.shape().equals(other.shape())) {
      return OptionalDouble.empty();
    }
    double relative = Similarity.of(real, other).relativeError();
    return Double.isFinite(relative) ? OptionalDouble.of(relative) : OptionalDouble.empty();
  }
}
