package io.plumbline.conformance.random;

import io.plumbline.engine.ort.OrtEngine;
import io.plumbline.pipeline.tune.BiasCorrection;
import io.plumbline.pipeline.tune.BiasShift;
import io.plumbline.pipeline.tune.Quantized;
import io.plumbline.quantize.target.Target;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/** Bias correction of a graph whose biases are corrected already. */
final class CorrectedTwice {
  private CorrectedTwice() {}

  /** A sum whose corrected bias is to move by more than the step that rounding may leave. */
  static Optional<String> violation(Subject subject) {
    Quantized quantized = new Quantized(subject.optimised(), subject.plan());
    try (OrtEngine real = OrtEngine.open(subject.optimised(), Subject.LITERAL)) {
      List<BiasShift> first = shifts(quantized, real, subject);
      Map<String, BiasShift> second = new HashMap<>();
      shifts(corrected(quantized, first, subject), real, subject)
          .forEach(shift -> second.put(shift.name(), shift));
      return first.stream()
          .filter(BiasShift::isAccepted)
          .filter(shift -> second.containsKey(shift.name()))
          .filter(shift -> most(second.get(shift.name())) > 1)
          .map(shift -> "%s, and then %s".formatted(shift, second.get(shift.name())))
          .findFirst();
    }
  }

  private static List<BiasShift> shifts(Quantized quantized, OrtEngine real, Subject subject) {
    return BiasCorrection.of(quantized, Target.GENERIC, real, subject.source(), 1);
  }

  private static Quantized corrected(Quantized quantized, List<BiasShift> shifts, Subject subject) {
    return quantized.corrected(shifts, subject::plan);
  }

  private static long most(BiasShift shift) {
    return LongStream.of(shift.steps().toLongs()).map(Math::abs).max().orElse(0);
  }
}
