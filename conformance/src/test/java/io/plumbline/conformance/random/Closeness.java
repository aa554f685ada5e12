package io.plumbline.conformance.random;

import io.plumbline.tensor.DType;
import io.plumbline.tensor.Tensor;
import java.util.Map;
import java.util.Optional;

/** Whether two runs in float32 differ by no more than another order of sums explains. */
final class Closeness {
  /** Of the largest magnitude in a tensor. */
  private static final double RELATIVE = 1e-4;

  private Closeness() {}

  static Optional<String> violation(Map<String, Tensor> expected, Map<String, Tensor> found) {
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

  private static Optional<String> violation(String name, Tensor expected, Tensor found) {
    double largest = 1e-3;
    for (long i = 0; i < expected.elements(); i++) {
      double magnitude = Math.abs(expected.getFloat(i));
      largest = Double.isFinite(magnitude) ? Math.max(largest, magnitude) : largest;
    }
    for (long i = 0; i < expected.elements(); i++) {
      float wanted = expected.getFloat(i);
      float given = found.getFloat(i);
      boolean same = Float.compare(wanted, given) == 0;
      if (!same && !(Math.abs(wanted - given) <= RELATIVE * largest)) {
        return Optional.of(
            "'%s' element %d is %s, not %s (largest %s)"
                .formatted(name, i, given, wanted, largest));
      }
    }
    return Optional.empty();
  }
}
