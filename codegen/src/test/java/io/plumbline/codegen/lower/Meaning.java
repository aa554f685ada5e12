package io.plumbline.codegen.lower;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.plumbline.engine.ort.OrtEngine;
import io.plumbline.engine.ort.OrtForeignOps;
import io.plumbline.engine.ort.OrtOptions;
import io.plumbline.graph.Graph;
import io.plumbline.quantize.plan.TensorPlan;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Program;
import io.plumbline.runtime.reference.ReferenceExecutor;
import io.plumbline.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** A program against ONNX Runtime on the QDQ graph of the same plan. */
final class Meaning {
  /** As the graph says, without rewriting into other arithmetic. */
  private static final OrtOptions LITERAL = OrtOptions.literal(1);

  private static final float FLOAT_TOLERANCE = 1e-3f;

  private Meaning() {}

  /**
   * Demands that every output differs by at most one step of its scale, or hardly where it has
   * none.
   */
  static void requireEqual(SmallModel model, Program program) {
    requireEqual(model, program, 0);
  }

  /**
   * The same with a larger tolerance.
   *
   * @param slack what an output may differ by besides
   */
  static void requireEqual(SmallModel model, Program program, float slack) {
    Graph qdq = QdqModel.of(model.graph(), model.plan());
    SequencedMap<String, Tensor> inputs = model.randomInputs();
    try (var engine = OrtEngine.open(qdq, LITERAL);
        var executor = new ReferenceExecutor(program, new OrtForeignOps(LITERAL))) {
      Map<String, Tensor> expected = engine.run(inputs);
      Map<String, Tensor> found = executor.run(inputs);
      for (String output : model.graph().outputs()) {
        Optional<TensorPlan> plan = model.plan().activation(output);
        requireWithin(
            requireNonNull(found.get(output)),
            requireNonNull(expected.get(plan.isPresent() ? QdqModel.dequantized(output) : output)),
            slack + plan.map(tensor -> tensor.params().scale() * 1.001f).orElse(FLOAT_TOLERANCE));
      }
    }
  }

  private static void requireWithin(Tensor found, Tensor expected, float tolerance) {
    assertThat(found.shape()).isEqualTo(expected.shape());
    assertThat(found.dtype()).isEqualTo(expected.dtype());
    for (long i = 0; i < found.elements(); i++) {
      assertThat(found.getDouble(i))
          .as("element %d in steps of %s", i, tolerance)
          .isCloseTo(expected.getDouble(i), offset((double) tolerance));
    }
  }

  static List<Instruction.Foreign> foreignNodes(Program program) {
    return program.instructions().stream()
        .filter(Instruction.Foreign.class::isInstance)
        .map(Instruction.Foreign.class::cast)
        .toList();
  }
}
