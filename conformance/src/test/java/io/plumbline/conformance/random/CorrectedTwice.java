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
                      Objects.requireNonNull(second.get(shift.name())),
                      tuned.quantized().graph(),
                      shift.before()))
          .map(shift -> "%s, and then %s".formatted(shift, second.get(shift.name())))
          .findFirst();
    }
  }

  /**
   * By more than a step of the accumulator, the distance of two float32 biases, and what such
   * distances of earlier biases come to: a twentieth of the difference that was there at first.
   */
  private static boolean moves(BiasShift shift, Graph graph, double first) {
    Node node = graph.node(shift.use().node());
    Tensor bias = graph.constant(node.input(shift.use().input())).orElseThrow();
    return IntStream.range(0, Math.toIntExact(shift.steps().elements()))
        .anyMatch(
            channel -> {
              long steps = Math.abs(shift.steps().getLong(channel));
              float moved = Math.abs(shift.shifts().getFloat(channel));
              float number = bias.getFloat(bias.elements() == 1 ? 0 : channel);
              return steps > 1 && moved > moved / steps + Math.ulp(number) + first / 20;
            });
  }
}
