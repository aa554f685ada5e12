package io.plumbline.conformance.random;

import io.plumbline.engine.ort.OrtEngine;
import io.plumbline.pipeline.equalise.ChannelScales;
import io.plumbline.pipeline.tune.Quantized;
import io.plumbline.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A graph whose channels are multiplied with factors of their own. */
final class ScaledSubject {
  /** What must hold of its program too. */
  private static final List<Check> AGAIN =
      List.of(Check.EXECUTORS_ARE_EQUAL, Check.FILE_HOLDS_PROGRAM, Check.PROGRAM_FOLLOWS_QDQ);

  private ScaledSubject() {}

  /** What it computes otherwise, or what does not hold of its program. */
  static Optional<String> violation(Subject subject) {
    if (!subject.prepared().isReference()) {
      return Optional.empty();
    }
    Quantized quantized = new Quantized(subject.optimised(), subject.plan());
    try (OrtEngine real = OrtEngine.open(subject.optimised(), Subject.LITERAL)) {
      return ChannelScales.of(quantized, subject.target(), real, subject.source(), 1).stream()
          .flatMap(
              scaled ->
                  difference(real, scaled, subject).or(() -> violation(scaled, subject)).stream())
          .findFirst();
    }
  }

  private static Optional<String> difference(
      OrtEngine real, ChannelScales.Scaled scaled, Subject subject) {
    try (OrtEngine other = OrtEngine.open(scaled.graph(), Subject.LITERAL)) {
      for (Map<String, Tensor> sample : subject.samples()) {
        Optional<String> found = Closeness.SAME_SUMS.violation(real.run(sample), other.run(sample));
        if (found.isPresent()) {
          return found;
        }
      }
      return Optional.empty();
    }
  }

  private static Optional<String> violation(ChannelScales.Scaled scaled, Subject subject) {
    Subject again =
        Subject.of(scaled.graph(), subject.target(), subject.scheme(), subject.samples(), 1);
    return AGAIN.stream()
        .flatMap(check -> check.violation(again).map(found -> check + ": " + found).stream())
        .findFirst();
  }
}
