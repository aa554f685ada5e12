package io.plumbline.graph.pass;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.op.BatchNormalization;
import io.plumbline.graph.op.Binary;
import io.plumbline.graph.op.BinaryFunction;
import io.plumbline.graph.op.Conv;
import io.plumbline.graph.op.Window;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class FoldBatchNormalizationTests {
  private static final Rule RULE = new FoldBatchNormalization();
  private static final Window POINT =
      new Window(
          List.of(1, 1),
          List.of(1, 1),
          List.of(1, 1),
          List.of(0, 0, 0, 0),
          Window.AutoPad.EXPLICIT);

  private static Sketch sketch() {
    return new Sketch()
        .input("x", 1, 1, 2, 2)
        .constant("w", Tensor.of(Shape.of(2, 1, 1, 1), 3f, 5f))
        .constant("b", Tensor.of(Shape.of(2), 1f, -1f))
        .constant("scale", Tensor.of(Shape.of(2), 2f, 4f))
        .constant("shift", Tensor.of(Shape.of(2), 10f, 20f))
        .constant("mean", Tensor.of(Shape.of(2), 7f, 3f))
        .constant("variance", Tensor.of(Shape.of(2), 4f, 16f))
        .node("c", new Conv(POINT, 1), "x", "w", "b")
        .node("y", new BatchNormalization(0), "c", "scale", "shift", "mean", "variance");
  }

  @Test
  void movesTheAffineMapIntoWeightsAndBias() {
    Graph folded = Sketch.rewrite(RULE, sketch().graph("y"));
    assertThat(folded.nodes()).hasSize(1);
    Node conv = folded.nodes().getFirst();
    assertThat(conv.outputs()).containsExactly("y");
    assertThat(conv.origins()).containsExactly("c", "y");
    assertThat(folded.constant(conv.input(1)).orElseThrow().toFloats()).containsExactly(3f, 5f);
    assertThat(folded.constant(conv.input(2)).orElseThrow().toFloats())
        .containsExactly(1 - 7 + 10, -1 - 3 + 20);
  }

  @Test
  void leavesAConvolutionThatOthersRead() {
    Graph graph = sketch().graph("y", "c");
    assertThat(Sketch.fires(RULE, graph)).isFalse();
  }

  @Test
  void neverOverwritesAConstantOfTheModel() {
    Graph graph =
        sketch()
            .constant("y/weights", Tensor.scalar(42))
            .node("z", new Binary(BinaryFunction.ADD), "y", "y/weights")
            .graph("z");
    Graph folded = Sketch.rewrite(RULE, graph);
    assertThat(folded.constant("y/weights").orElseThrow().getFloat(0)).isEqualTo(42);
    assertThat(folded.nodes()).hasSize(2);
  }
}
