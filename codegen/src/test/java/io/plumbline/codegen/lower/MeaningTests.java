package io.plumbline.codegen.lower;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.engine.ort.OrtEngine;
import io.plumbline.engine.ort.OrtOptions;
import io.plumbline.graph.Graph;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Program;
import io.plumbline.runtime.reference.ReferenceExecutor;
import io.plumbline.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every family of ops against ONNX Runtime on the QDQ graph of the same plan. */
class MeaningTests {
  private static final OrtOptions PLAIN = new OrtOptions(1, OrtOptions.Optimisation.NONE);

  static List<NamedModel> integerModels() {
    return Stream.of(
            ConvolutionModels.all(),
            MatrixModels.all(),
            ElementwiseModels.all(),
            PoolingModels.all(),
            MovementModels.all())
        .flatMap(List::stream)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("integerModels")
  void staysWithinOneStepOfTheQdqGraph(NamedModel given) {
    SmallModel model = given.model();
    LoweredProgram lowered = model.lower();
    assertThat(lowered.findings()).isEmpty();
    assertThat(lowered.program().instructions()).noneMatch(Instruction.Foreign.class::isInstance);
    for (int round = 0; round < 3; round++) {
      requireEqualMeaning(model, lowered.program());
    }
  }

  private static void requireEqualMeaning(SmallModel model, Program program) {
    Graph qdq = QdqModel.of(model.graph(), model.plan());
    SequencedMap<String, Tensor> inputs = model.randomInputs();
    try (var engine = OrtEngine.open(qdq, PLAIN);
        var executor =
            new ReferenceExecutor(
                program,
                (_, _) -> {
                  throw new AssertionError("no foreign node expected");
                })) {
      Map<String, Tensor> expected = engine.run(inputs);
      Map<String, Tensor> found = executor.run(inputs);
      for (String output : model.graph().outputs()) {
        boolean planned = model.plan().activation(output).isPresent();
        float step =
            planned ? model.plan().activation(output).orElseThrow().params().scale() : 1e-3f;
        requireWithin(
            requireNonNull(found.get(output)),
            requireNonNull(expected.get(planned ? QdqModel.dequantized(output) : output)),
            step * 1.001f);
      }
    }
  }

  private static void requireWithin(Tensor found, Tensor expected, float tolerance) {
    assertThat(found.shape()).isEqualTo(expected.shape());
    assertThat(found.dtype()).isEqualTo(expected.dtype());
    for (long i = 0; i < found.elements(); i++) {
      assertThat(found.getDouble(i))
          .as("element %d in steps of %s", i, tolerance)
          .isCloseTo(
              expected.getDouble(i), org.assertj.core.data.Offset.offset((double) tolerance));
    }
  }
}
