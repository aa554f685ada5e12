package io.plumbline.graph.pass;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.op.Binary;
import io.plumbline.graph.op.BinaryFunction;
import io.plumbline.graph.op.Clip;
import io.plumbline.graph.op.HardSigmoid;
import io.plumbline.graph.op.Unary;
import io.plumbline.graph.op.UnaryFunction;
import java.util.List;
import org.junit.jupiter.api.Test;

class FuseGatedActivationTests {
  private static final Rule RULE = new FuseGatedActivation();

  private static final Unary SIGMOID = new Unary(UnaryFunction.SIGMOID);
  private static final Binary MUL = new Binary(BinaryFunction.MUL);
  private static final Binary ADD = new Binary(BinaryFunction.ADD);
  private static final Binary DIV = new Binary(BinaryFunction.DIV);

  private static Sketch sketch() {
    return new Sketch()
        .input("x", 1, 4)
        .scalar("one", 1)
        .scalar("three", 3)
        .scalar("six", 6)
        .scalar("half", 0.5)
        .scalar("root", StrictMath.sqrt(2))
        .scalar("sixth", 1 / 6.0);
  }

  @Test
  void readsSiluInBothOrders() {
    for (String[] order : new String[][] {{"x", "g"}, {"g", "x"}}) {
      Graph graph = sketch().node("g", SIGMOID, "x").node("y", MUL, order).graph("y");
      Graph fused = Sketch.rewrite(RULE, graph);
      assertThat(Sketch.text(fused)).isEqualTo("y = Silu(x)");
      assertThat(fused.nodes().getFirst().origins()).containsExactly("g", "y");
    }
  }

  @Test
  void readsHardSwishAsExportersWriteIt() {
    Clip clip = new Clip(0, 6);
    Graph productFirst =
        sketch()
            .node("s", ADD, "x", "three")
            .node("c", clip, "s")
            .node("p", MUL, "x", "c")
            .node("y", DIV, "p", "six")
            .graph("y");
    Graph quotientFirst =
        sketch()
            .node("s", ADD, "three", "x")
            .node("c", clip, "s")
            .node("q", DIV, "c", "six")
            .node("y", MUL, "q", "x")
            .graph("y");
    Graph reciprocal =
        sketch()
            .node("s", ADD, "x", "three")
            .node("c", clip, "s")
            .node("q", MUL, "c", "sixth")
            .node("y", MUL, "x", "q")
            .graph("y");
    Graph hardSigmoid =
        sketch().node("h", new HardSigmoid(1f / 6, 0.5f), "x").node("y", MUL, "x", "h").graph("y");
    for (Graph graph : List.of(productFirst, quotientFirst, reciprocal, hardSigmoid)) {
      assertThat(Sketch.text(Sketch.rewrite(RULE, graph))).isEqualTo("y = HardSwish(x)");
    }
  }

  @Test
  void readsGeluAndMish() {
    Graph gelu =
        sketch()
            .node("d", DIV, "x", "root")
            .node("e", new Unary(UnaryFunction.ERF), "d")
            .node("a", ADD, "e", "one")
            .node("m", MUL, "x", "a")
            .node("y", MUL, "m", "half")
            .graph("y");
    Graph halfFirst =
        sketch()
            .node("d", DIV, "x", "root")
            .node("e", new Unary(UnaryFunction.ERF), "d")
            .node("a", ADD, "one", "e")
            .node("h", MUL, "half", "x")
            .node("y", MUL, "h", "a")
            .graph("y");
    Graph mish =
        sketch()
            .node("s", new Unary(UnaryFunction.SOFTPLUS), "x")
            .node("t", new Unary(UnaryFunction.TANH), "s")
            .node("y", MUL, "x", "t")
            .graph("y");
    assertThat(Sketch.text(Sketch.rewrite(RULE, gelu))).isEqualTo("y = Gelu(x)");
    assertThat(Sketch.text(Sketch.rewrite(RULE, halfFirst))).isEqualTo("y = Gelu(x)");
    assertThat(Sketch.text(Sketch.rewrite(RULE, mish))).isEqualTo("y = Mish(x)");
  }

  @Test
  void readsGeluOfTanh() {
    for (boolean power : List.of(true, false)) {
      Sketch sketch =
          sketch()
              .scalar("cubic", 0.044715)
              .scalar("scale", Math.sqrt(2 / Math.PI))
              .node("sq", MUL, "x", "x");
      Graph graph =
          (power
                  ? sketch.node("cube", new Binary(BinaryFunction.POW), "x", "three")
                  : sketch.node("cube", MUL, "sq", "x"))
              .node("b", MUL, "cube", "cubic")
              .node("s", ADD, "x", "b")
              .node("i", MUL, "s", "scale")
              .node("t", new Unary(UnaryFunction.TANH), "i")
              .node("a", ADD, "t", "one")
              .node("m", MUL, "x", "a")
              .node("y", MUL, "m", "half")
              .graph("y");
      Graph rewritten = RemoveDeadCode.apply(Sketch.rewrite(RULE, RemoveDeadCode.apply(graph)));
      assertThat(rewritten.nodes())
          .extracting(Node::op)
          .containsExactly(new Unary(UnaryFunction.GELU_TANH));
    }
  }

  @Test
  void leavesOtherProductsAlone() {
    Graph otherGate =
        sketch().input("z", 1, 4).node("g", SIGMOID, "z").node("y", MUL, "x", "g").graph("y");
    Graph gateIsOutput = sketch().node("g", SIGMOID, "x").node("y", MUL, "x", "g").graph("y", "g");
    Graph wrongConstant =
        sketch()
            .node("s", ADD, "x", "three")
            .node("c", new Clip(0, 6), "s")
            .node("p", MUL, "x", "c")
            .node("y", DIV, "p", "three")
            .graph("y");
    for (Graph graph : List.of(otherGate, gateIsOutput, wrongConstant)) {
      assertThat(Sketch.fires(RULE, graph)).isFalse();
    }
  }
}
