package io.plumbline.conformance.random;

import io.plumbline.engine.ort.OrtEngine;
import io.plumbline.engine.ort.OrtForeignOps;
import io.plumbline.tensor.Tensor;
import io.plumbline.verify.op.OpByOp;
import io.plumbline.verify.op.OpDifference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Every instruction beside the QDQ graph, on the integers that the QDQ graph has. */
final class OneStep {
  private OneStep() {}

  static List<OpDifference> differences(Subject subject) {
    List<OpDifference> differences = new ArrayList<>();
    try (OrtEngine engine = OrtEngine.open(subject.annotated().graph(), Subject.LITERAL);
        OpByOp comparison =
            new OpByOp(
                subject.lowered(), subject.annotated(), new OrtForeignOps(Subject.LITERAL))) {
      for (Map<String, Tensor> sample : subject.samples()) {
        differences.addAll(comparison.compare(engine, sample));
      }
    }
    return differences;
  }
}
