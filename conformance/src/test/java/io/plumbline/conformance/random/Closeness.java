package io.plumbline.conformance.random;

import io.plumbline.tensor.DType;
import io.plumbline.tensor.Similarity;
import io.plumbline.tensor.Tensor;
import java.util.Map;
import java.util.Optional;

/** How near two runs in floating point must be. */
enum Closeness {
  /** Differs by no more than another order of sums explains. */
  SAME_SUMS {
    @Override
    Optional<String> violation(String name, Tensor expected, Tensor found) {
      double most = RELATIVE * largest(expected);
      for (long i = 0; i < expected.elements(); i++) {
        float wanted = expected.getFloat(i);
        float given = found.getFloat(i);
        boolean same = Float.compare(wanted, given) == 0;
        if (!same && !(Math.abs(wanted - given) <= most)) {
          return Optional.of(
              "'%s' element %d is %s, not %s (at most %s apart)"
                  .formatted(name, i, given, wanted, most));
        }
      }
      return Optional.empty();
    }
  },

  /** Has the same direction: some roundings fall to the other side. */
  ROUNDED_OTHERWISE {
    @Override
    Optional<String> violation(String name, Tensor expected, Tensor found) {
      double most = COARSE * largest(expected);
      Similarity similarity = Similarity.of(expected, found);
      return similarity.cosine() >= LEAST_COSINE || similarity.largestDifference() <= most
          ? Optional.empty()
          : Optional.of("'%s' has %s".formatted(name, similarity));
    }
  };

  /** Of the largest magnitude in a tensor. */
  private static final double RELATIVE = 1e-4;

  private static final double COARSE = 0.05;
  private static final double LEAST_COSINE = 0.98;

  /** The first real output that is not near enough. */
  Optional<String> violation(Map<String, Tensor> expected, Map<String, Tensor> found) {
    for (Map.Entry<String, Tensor> entry : expected.entrySet()) {
      Tensor tensor = found.get(entry.getKey());
      if (tensor == null || !tensor.shape().equals(entry.getValue().shape())) {
        return Optional.of(
            "'%s' is %s, not %s".formatted(entry.getKey(), tensor, entry.getValue()));
      }
      if (tensor.dtype() == DType.FLOAT32) {
        Optional<String> element = violation(entry.getKey(), entry.getValue(), tensor);
        if (element.isPresent()) {
          return element;
        }
      }
    }
    return Optional.empty();
  }

  private static double largest(Tensor tensor) {
    double largest = 1e-3;
    for (long i = 0; i < tensor.elements(); i++) {
      double magnitude = Math.abs(tensor.getFloat(i));
      largest = Double.isFinite(magnitude) ? Math.max(largest, magnitude) : largest;
    }
    return largest;
  }

  abstract Optional<String> violation(String name, Tensor expected, Tensor found);
}
