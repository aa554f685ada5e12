package io.plumbline.conformance.random;

import io.plumbline.codegen.lower.Lowering;
import io.plumbline.engine.ort.OrtEngine;
import io.plumbline.pipeline.tune.Correction;
import io.plumbline.pipeline.tune.RoundedWeights;
import io.plumbline.pipeline.tune.Tuned;
import io.plumbline.pipeline.tune.Tuner;
import io.plumbline.runtime.program.BiasedSum;
import io.plumbline.runtime.program.Instruction;
import java.util.List;
import java.util.Optional;

/** A graph whose weights are rounded by least squares. */
final class RoundedSubject {
  /** What must hold of its program too. */
  private static final List<Check> AGAIN =
      List.of(Check.EXECUTORS_ARE_EQUAL, Check.FILE_HOLDS_PROGRAM, Check.PROGRAM_FOLLOWS_QDQ);

  private RoundedSubject() {}

  /** Weights that are not the integers that were chosen, or what does not hold of its program. */
  static Optional<String> violation(Subject subject) {
    try (OrtEngine real = OrtEngine.open(subject.optimised(), Subject.LITERAL)) {
      Tuner tuner = subject.tuner(real);
      Tuned tuned = tuner.rounded(tuner.corrected(List.of()));
      Correction rounding = tuned.rounding().orElseThrow();
      if (rounding.appliedWeights().isEmpty()) {
        return Optional.empty();
      }
      List<Instruction> instructions =
          Lowering.lower(tuned.quantized().graph(), tuned.quantized().plan(), subject.target())
              .program()
              .instructions();
      return rounding.appliedWeights().stream()
          .filter(weights -> !holds(instructions, weights))
          .map(weights -> "other integers than were chosen for " + weights.name())
          .findFirst()
          .or(() -> again(tuned, subject));
    }
  }

  private static boolean holds(List<Instruction> instructions, RoundedWeights weights) {
    return instructions.stream()
        .filter(instruction -> instruction.node().equals(weights.name()))
        .anyMatch(
            instruction ->
                instruction instanceof BiasedSum sum
                    && sum.weights().sameAs(weights.integers().orElseThrow()));
  }

  private static Optional<String> again(Tuned tuned, Subject subject) {
    Subject rounded = Subject.of(tuned.quantized().graph(), subject.scheme(), subject.samples(), 1);
    return AGAIN.stream()
        .flatMap(check -> check.violation(rounded).map(found -> check + ": " + found).stream())
        .findFirst();
  }
}
