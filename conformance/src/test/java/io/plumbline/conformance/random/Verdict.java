package io.plumbline.conformance.random;

import io.plumbline.graph.Graph;
import io.plumbline.quantize.target.Scheme;
import io.plumbline.quantize.target.Target;
import io.plumbline.tensor.BadModelException;
import io.plumbline.tensor.PlumblineException;
import io.plumbline.verify.op.OpDifference;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the checks say of one graph. */
sealed interface Verdict {
  /**
   * All hold.
   *
   * @param elements of integer tensors compared with the QDQ graph
   * @param differing how many of them are a step off
   */
  record True(long elements, long differing) implements Verdict {}

  /** ONNX Runtime does not take the graph itself, so that it is no valid model. */
  record Invalid(String reason) implements Verdict {}

  /**
   * A check that does not hold, or a compilation that stops.
   *
   * @param what name of the check, or of the exception
   */
  record Wrong(String what, String message) implements Verdict {}

  /** Compiles a graph that was read from a file and checks what comes of it. */
  static Verdict of(Graph read, long seed, Scheme scheme) {
    return of(read, seed, Target.GENERIC, scheme);
  }

  /** Likewise for a target. */
  static Verdict of(Graph read, long seed, Target target, Scheme scheme) {
    Graph original;
    try {
      original = Subject.bound(read);
    } catch (BadModelException e) {
      return new Invalid(String.valueOf(e.getMessage()));
    } catch (PlumblineException e) {
      return new Wrong(e.code(), String.valueOf(e.getMessage()));
    }
    try {
      Subject subject = Subject.of(original, target, scheme, Growth.samples(original, seed, 3), 1);
      for (Check check : Check.values()) {
        Optional<String> violation = check.violation(subject);
        if (violation.isPresent()) {
          return new Wrong(check.name(), violation.get());
        }
      }
      List<OpDifference> differences = OneStep.differences(subject);
      return new True(
          differences.stream().mapToLong(OpDifference::elements).sum(),
          differences.stream().mapToLong(OpDifference::differing).sum());
    } catch (RuntimeException e) {
      return new Wrong(e.getClass().getSimpleName(), e.getMessage() + " at " + places(e));
    }
  }

  /** The innermost places of our own that an exception passed. */
  static String places(Throwable thrown) {
    return Stream.of(thrown.getStackTrace())
        .filter(place -> place.getClassName().startsWith("io.plumbline"))
        .limit(4)
        .map(StackTraceElement::toString)
        .collect(Collectors.joining(", "));
  }
}
