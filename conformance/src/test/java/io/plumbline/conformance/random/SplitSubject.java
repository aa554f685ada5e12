package io.plumbline.conformance.random;

import io.plumbline.engine.ort.OrtEngine;
import io.plumbline.graph.Graph;
import io.plumbline.pipeline.split.RangeSplit;
import io.plumbline.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A graph whose values between limits are held in parts. */
final class SplitSubject {
  /** What must hold of its program too. */
  private static final List<Check> AGAIN =
      List.of(Check.EXECUTORS_ARE_EQUAL, Check.FILE_HOLDS_PROGRAM, Check.PROGRAM_FOLLOWS_QDQ);

  private static final int PARTS = 4;

  private SplitSubject() {}

  /** What it computes otherwise, or what does not hold of its program. */
  static Optional<String> violation(Subject subject) {
    Graph graph = subject.optimised();
    for (String value : subject.plan().activations().keySet()) {
      Optional<RangeSplit> split = RangeSplit.of(value, PARTS, subject.optimised(), subject.plan());
      graph = split.isPresent() ? split.get().apply(graph) : graph;
    }
    return graph == subject.optimised() || !subject.prepared().isReference()
        ? Optional.empty()
        : violation(graph, subject);
  }

  private static Optional<String> violation(Graph split, Subject subject) {
    try (OrtEngine real = OrtEngine.open(subject.optimised(), Subject.LITERAL);
        OrtEngine other = OrtEngine.open(split, Subject.LITERAL)) {
      for (Map<String, Tensor> sample : subject.samples()) {
        Optional<String> found = Closeness.SAME_SUMS.violation(real.run(sample), other.run(sample));
        if (found.isPresent()) {
          return found;
        }
      }
    }
    Subject again = Subject.of(split, subject.target(), subject.scheme(), subject.samples(), 1);
    return AGAIN.stream()
        .flatMap(check -> check.violation(again).map(found -> check + ": " + found).stream())
        .findFirst();
  }
}
