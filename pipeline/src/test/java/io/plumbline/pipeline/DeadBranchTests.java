package io.plumbline.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.engine.ort.OrtEngine;
import io.plumbline.formats.source.ModelFiles;
import io.plumbline.formats.wire.NodeProto;
import io.plumbline.graph.Graph;
import io.plumbline.pipeline.model.Preparation;
import io.plumbline.pipeline.request.ModelInterface;
import io.plumbline.runtime.Engine;
import io.plumbline.tensor.BadModelException;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A branch that does not fit the extents is no obstacle where it is not taken. */
class DeadBranchTests {
  private static final Tensor X = SmallModel.normal(new Random(3), Shape.of(1, 4, 8));

  /** Drops axis 1 of a value where its extent is 1, as an exporter writes squeeze(1). */
  private static SmallModel squeezed(SmallModel model, String value, String output) {
    String extent = output + "_extent";
    return model
        .node("Shape", value, output + "_shape")
        .node("Gather", output + "_shape axis", extent, "axis", 0)
        .node("Equal", extent + " axis", output + "_one")
        .node(
            "If",
            output + "_one",
            output,
            "then_branch",
            SmallBody.of(
                "then_branch",
                output + "_then",
                NodeProto.newBuilder().setOpType("Squeeze").addInput(value).addInput("axis")),
            "else_branch",
            SmallBody.of(
                "else_branch",
                output + "_else",
                NodeProto.newBuilder().setOpType("Identity").addInput(value)));
  }

  private static SmallModel start() {
    return new SmallModel(17).input("x", 1, 4, 8).constant("axis", Tensor.of(Shape.of(1), 1L));
  }

  /** One If on an input, one on a computed value, and one on the result of another. */
  private static SmallModel chain(int length) {
    SmallModel model = start();
    if (length == 1) {
      return squeezed(model, "x", "y");
    }
    model.weights("w", 8, 8).node("MatMul", "x w", "p");
    squeezed(model, "p", length == 2 ? "y" : "first");
    return length == 2 ? model : squeezed(model.node("Relu", "first", "r"), "r", "y");
  }

  private static float[] result(Engine engine) {
    return Objects.requireNonNull(engine.run(Map.of("x", X)).get("y")).toFloats();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void isLeftOut(int length, @TempDir Path folder) {
    Path file = chain(length).write(folder.resolve("m.onnx"), "y");
    Graph parsed = Preparation.parse(ModelFiles.of(file), ModelInterface.OWN).graph();
    assertThat(parsed.nodes()).noneMatch(node -> node.op().type().equals("If"));
    assertThat(parsed.tensorType("y").orElseThrow().shape()).isEqualTo(Shape.of(1, 4, 8));
    Graph optimised = Preparation.optimise(parsed).graph();
    try (Engine engine = OrtEngine.open(parsed);
        Engine other = OrtEngine.open(optimised)) {
      assertThat(result(other)).containsExactly(result(engine));
    }
  }

  /** What is refused is what is taken. */
  @Test
  void aTakenBranchThatDoesNotFitIsRefused(@TempDir Path folder) {
    Path file =
        squeezed(start(), "x", "q")
            .weights("w", 7, 2)
            .node("MatMul", "q w", "y")
            .write(folder.resolve("m.onnx"), "y");
    assertThatThrownBy(() -> Preparation.parse(ModelFiles.of(file), ModelInterface.OWN))
        .isInstanceOf(BadModelException.class)
        .hasMessageNotContaining("Squeeze");
  }
}
