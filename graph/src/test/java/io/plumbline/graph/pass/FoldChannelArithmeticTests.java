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

class FoldChannelArithmeticTests {
  private static final Rule RULE = new FoldChannelArithmetic();

  private static Sketch sketch() {
    Window point =
        new Window(
            List.of(1, 1),
            List.of(1, 1),
            List.of(1, 1),
            List.of(0, 0, 0, 0),
            Window.AutoPad.EXPLICIT);
    return new Sketch()
        .input("x", 1, 1, 2, 2)
        .constant("w", Tensor.of(Shape.of(2, 1, 1, 1), 3f, 5f))
        .node("c", new Conv(point, 1), "x", "w")
        .typed("c", 1, 2, 2, 2);
  }

  @Test
  void takesScaleAndShiftPerChannel() {
    Graph graph =
        sketch()
            .constant("s", Tensor.of(Shape.of(2, 1, 1), 2f, 4f))
            .constant("t", Tensor.of(Shape.of(1, 2, 1, 1), 1f, -1f))
            .node("m", new Binary(BinaryFunction.MUL), "s", "c")
            .typed("m", 1, 2, 2, 2)
            .node("y", new Binary(BinaryFunction.SUB), "m", "t")
            .graph("y");
    Graph folded = Sketch.rewrite(RULE, graph);
    assertThat(folded.nodes()).hasSize(1);
    Node conv = folded.nodes().getFirst();
    assertThat(folded.constant(conv.input(1)).orElseThrow().toFloats()).containsExactly(6f, 20f);
    assertThat(folded.constant(conv.input(2)).orElseThrow().toFloats()).containsExactly(-1f, 1f);
    assertThat(conv.origins()).containsExactly("c", "m", "y");
  }

  @Test
  void leavesOperandsAlongOtherAxes() {
    Graph alongWidth =
        sketch()
            .constant("s", Tensor.of(Shape.of(2), 2f, 4f))
            .node("y", new Binary(BinaryFunction.MUL), "c", "s")
            .graph("y");
    Graph reversed =
        sketch().scalar("s", 2).node("y", new Binary(BinaryFunction.SUB), "s", "c").graph("y");
    assertThat(Sketch.fires(RULE, alongWidth)).isFalse();
    assertThat(Sketch.fires(RULE, reversed)).isFalse();
  }

  @Test
  void takesScaleAndShiftIntoANormalisation() {
    Graph graph =
        new Sketch()
            .input("x", 1, 2, 2, 2)
            .constant("one", Tensor.of(Shape.of(2), 1f, 2f))
            .constant("zero", Tensor.of(Shape.of(2), 3f, 4f))
            .constant("mean", Tensor.of(Shape.of(2), 5f, 6f))
            .constant("variance", Tensor.of(Shape.of(2), 7f, 8f))
            .constant("s", Tensor.of(Shape.of(2, 1, 1), 10f, 100f))
            .node("n", new BatchNormalization(1e-5f), "x", "one", "zero", "mean", "variance")
            .typed("n", 1, 2, 2, 2)
            .node("y", new Binary(BinaryFunction.MUL), "n", "s")
            .graph("y");
    Graph folded = Sketch.rewrite(RULE, graph);
    assertThat(Sketch.text(folded))
        .isEqualTo("y = BatchNormalization(x, y/weights, y/bias, mean, variance)");
    assertThat(folded.constant("y/weights").orElseThrow().toFloats()).containsExactly(10f, 200f);
    assertThat(folded.constant("y/bias").orElseThrow().toFloats()).containsExactly(30f, 400f);
  }
}
