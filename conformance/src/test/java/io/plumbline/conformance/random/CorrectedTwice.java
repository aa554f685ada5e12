package io.plumbline.conformance.random;

import io.plumbline.engine.ort.OrtEngine;
import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.pipeline.tune.BiasShift;
import io.plumbline.pipeline.tune.Tuned;
import io.plumbline.pipeline.tune.Tuner;
import io.plumbline.tensor.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/** Bias correction of a graph whose biases are corrected already. */
final class CorrectedTwice {
  private CorrectedTwice() {}

  /** A sum whose corrected bias is to move by more than rounding may leave. */
  static Optional<String> violation(Subject subject) {
    try (OrtEngine real = OrtEngine.open(subject.optimised(), Subject.LITERAL)) {
      Tuner tuner = subject.tuner(real);
      Tuned tuned = tuner.corrected(List.of());
      Map<String, BiasShift> second = new HashMap<>();
      tuner
          .correction(tuned.quantized())
          .shifts()
          .forEach(shift -> second.put(shift.name(), shift));
      return tuned.correction().applied().stream()
          .filter(shift -> second.containsKey(shift.name()))
          .filter(
              shift ->
                  moves(
                      Objects.requireNonNull(second.get(shift.name())), tuned.quantized().graph()))
          .map(shift -> "%s, and then %s".formatted(shift, second.get(shift.name())))
          .findFirst();
    }
  }

  /**
   * By more than rounding can leave: half a step of the accumulator and half the distance of
   * float32 numbers are off at first, and as much is added when the rest is rounded again.
   */
  private static boolean moves(BiasShift shift, Graph graph) {
    Node node = graph.node(shift.use().node());
    Tensor bias = graph.constant(node.input(shift.use().input())).orElseThrow();
    return IntStream.range(0, Math.toIntExact(shift.steps().elements()))
        .anyMatch(
            channel -> {
              float number = bias.getFloat(bias.elements() == 1 ? 0 : channel);
              float moved = Math.abs(shift.numbers().getFloat(channel) - number);
              return Math.abs(shift.steps().getLong(channel)) > 1 && moved > 2 * Math.ulp(number);
            });
  }
}
