package io.plumbline.graph.pass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.plumbline.graph.Graph;
import io.plumbline.graph.op.OpaqueOp;
import io.plumbline.graph.op.Unary;
import io.plumbline.graph.op.UnaryFunction;
import io.plumbline.tensor.Finding;
import java.util.LinkedHashMap;
import org.junit.jupiter.api.Test;

class TensorOutputsTests {
  private static final Unary RELU = new Unary(UnaryFunction.RELU);
  private static final OpaqueOp ZIP_MAP =
      new OpaqueOp("ai.onnx.ml", "ZipMap", new LinkedHashMap<>());

  @Test
  void mapsGiveWayToWhatTheyAreMadeOf() {
    Graph graph =
        new Sketch()
            .input("x", 2)
            .node("p", RELU, "x")
            .typed("p", 2)
            .node("maps", ZIP_MAP, "p")
            .node("twice", ZIP_MAP, "maps")
            .graph("p", "twice");
    TensorOutputs.Replaced replaced = TensorOutputs.apply(graph);
    assertThat(replaced.graph().outputs()).containsExactly("p");
    assertThat(Sketch.text(replaced.graph())).isEqualTo("p = Relu(x)");
    assertThat(replaced.findings())
        .extracting(Finding::code, Finding::where)
        .containsExactly(tuple("shape.output-not-a-tensor", "twice"));
  }

  @Test
  void tensorsStay() {
    Graph graph = new Sketch().input("x", 2).node("y", RELU, "x").typed("y", 2).graph("y");
    assertThat(TensorOutputs.apply(graph).graph()).isSameAs(graph);
  }
}
