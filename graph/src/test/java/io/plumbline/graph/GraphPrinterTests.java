package io.plumbline.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.graph.op.LeakyRelu;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;

class GraphPrinterTests {
  @Test
  void printsInputsConstantsNodesAndOutputs() {
    LinkedHashMap<String, ValueType> types = new LinkedHashMap<>();
    types.put(
        "x",
        new TensorType(
            DType.FLOAT32, List.of(new Dim.Symbol("N"), new Dim.Fixed(3), new Dim.Unknown())));
    LinkedHashMap<String, Tensor> constants = new LinkedHashMap<>();
    constants.put("few", Tensor.of(Shape.of(2), 1L, -2L));
    constants.put("many", Tensor.allocate(DType.FLOAT32, Shape.of(3, 3)));
    Graph graph =
        new Graph(
            "g",
            ModelInfo.ofOpset(17),
            List.of("x"),
            List.of("y"),
            List.of(Node.original("n", new LeakyRelu(0.5f), List.of("x"), List.of("y"))),
            constants,
            types);
    String text = GraphPrinter.print(graph);
    assertThat(text.lines())
        .containsExactly(
            "graph g (opset 17)",
            "input x: f32[Nx3x?]",
            "constant few = si64[2] {1, -2}",
            "constant many = f32[3x3] #" + text.replaceAll("(?s).*#([0-9a-f]{8}).*", "$1"),
            "y = LeakyRelu[alpha=0.5](x)",
            "output y");
    assertThat(GraphPrinter.print(graph)).isEqualTo(text);
  }
}
