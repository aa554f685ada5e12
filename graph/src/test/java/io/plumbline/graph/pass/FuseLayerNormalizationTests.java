package io.plumbline.graph.pass;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.graph.Graph;
import io.plumbline.graph.op.Binary;
import io.plumbline.graph.op.BinaryFunction;
import io.plumbline.graph.op.LayerNormalization;
import io.plumbline.graph.op.ReduceMean;
import io.plumbline.graph.op.Unary;
import io.plumbline.graph.op.UnaryFunction;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class FuseLayerNormalizationTests {
  private static final Rule RULE = new FuseLayerNormalization();

  private static Graph graph(int axis, boolean twoDifferences, String... outputs) {
    Binary sub = new Binary(BinaryFunction.SUB);
    return new Sketch()
        .input("x", 1, 5, 4)
        .scalar("two", 2)
        .scalar("epsilon", 1e-6)
        .constant("scale", Tensor.of(Shape.of(4), 1f, 2f, 3f, 4f))
        .constant("shift", Tensor.of(Shape.of(4), 4f, 3f, 2f, 1f))
        .node("mean", new ReduceMean(List.of(axis), true), "x")
        .node("d", sub, "x", "mean")
        .node("d2", sub, "x", "mean")
        .node("square", new Binary(BinaryFunction.POW), twoDifferences ? "d2" : "d", "two")
        .node("variance", new ReduceMean(List.of(axis), true), "square")
        .node("sum", new Binary(BinaryFunction.ADD), "variance", "epsilon")
        .node("root", new Unary(UnaryFunction.SQRT), "sum")
        .node("q", new Binary(BinaryFunction.DIV), "d", "root")
        .node("m", new Binary(BinaryFunction.MUL), "q", "scale")
        .node("y", new Binary(BinaryFunction.ADD), "m", "shift")
        .graph(outputs);
  }

  @Test
  void readsTheDecomposedForm() {
    for (boolean two : List.of(true, false)) {
      Graph fused = Sketch.rewrite(RULE, RemoveDeadCode.apply(graph(-1, two, "y")));
      assertThat(Sketch.text(fused)).isEqualTo("y = LayerNormalization(x, scale, shift)");
      assertThat(fused.nodes().getFirst().op()).isEqualTo(new LayerNormalization(-1, 1e-6f));
      assertThat(fused.nodes().getFirst().origins()).contains("mean", "root", "y");
    }
  }

  @Test
  void leavesOtherAxesAndSeenValues() {
    assertThat(Sketch.fires(RULE, graph(1, false, "y"))).isFalse();
    assertThat(Sketch.fires(RULE, RemoveDeadCode.apply(graph(-1, false, "y", "root")))).isFalse();
  }
}
