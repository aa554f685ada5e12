package io.plumbline.conformance.node;

import io.plumbline.graph.Graph;
import io.plumbline.quantize.plan.QuantPlan;
import io.plumbline.quantize.plan.TensorPlan;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Tensor;
import java.util.Map;
import java.util.Optional;

/** How near two engines are. */
final class Comparison {
  /** What is not quantized is computed in float32 by both. */
  private static final double RELATIVE = 1e-3;

  private Comparison() {}

  static Verdict bits(Map<String, Tensor> defined, Map<String, Tensor> fast) {
    for (Map.Entry<String, Tensor> entry : defined.entrySet()) {
      Tensor found = fast.get(entry.getKey());
      if (found == null || !entry.getValue().sameAs(found)) {
        return new Verdict.Failed("'%s' differs".formatted(entry.getKey()));
      }
    }
    return new Verdict.Passed();
  }

  static Verdict steps(
      Graph graph, QuantPlan plan, Map<String, Tensor> found, Map<String, Tensor> expected) {
    for (String output : graph.outputs()) {
      Tensor mine = found.get(output);
      Tensor theirs = expected.get(output);
      if (mine == null
          || theirs == null
          || !mine.shape().equals(theirs.shape())
          || mine.dtype() != theirs.dtype()) {
        return new Verdict.Failed("'%s' is %s, not %s".formatted(output, mine, theirs));
      }
      Optional<TensorPlan> params = plan.activation(output);
      double step = params.map(value -> value.params().scale() * 1.001).orElse(0.0);
      for (long i = 0; i < mine.elements(); i++) {
        double difference = Math.abs(mine.getDouble(i) - theirs.getDouble(i));
        if (!(difference <= allowed(theirs, i, step)) && !bothNaN(mine, theirs, i)) {
          return new Verdict.Failed(
              "'%s' element %d is %s, not %s, in steps of %s"
                  .formatted(output, i, mine.getDouble(i), theirs.getDouble(i), step));
        }
      }
    }
    return new Verdict.Passed();
  }

  private static double allowed(Tensor expected, long i, double step) {
    return expected.dtype() == DType.FLOAT32 && step == 0
        ? RELATIVE * (1 + Math.abs(expected.getDouble(i)))
        : step;
  }

  private static boolean bothNaN(Tensor mine, Tensor theirs, long i) {
    return mine.getDouble(i) == theirs.getDouble(i)
        || (Double.isNaN(mine.getDouble(i)) && Double.isNaN(theirs.getDouble(i)));
  }
}
