package io.plumbline.engine.ort;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.graph.Graph;
import io.plumbline.graph.ModelInfo;
import io.plumbline.graph.Node;
import io.plumbline.graph.TensorType;
import io.plumbline.graph.ValueType;
import io.plumbline.graph.op.Attribute;
import io.plumbline.graph.op.OpaqueOp;
import io.plumbline.runtime.RunOptions;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The float engine computes what the nodes of a file say, each by itself. */
class LiteralTests {
  private static Node node(
      String type, SequencedMap<String, Attribute> attributes, String output, String... inputs) {
    OpaqueOp op = new OpaqueOp("", type, attributes);
    return Node.original(type + "." + output, op, List.of(inputs), List.of(output));
  }

  private static Graph graph(Shape x, SequencedMap<String, Tensor> constants, Node... nodes) {
    SequencedMap<String, ValueType> types = new LinkedHashMap<>();
    types.put("x", TensorType.of(DType.FLOAT32, x));
    List<String> outputs = nodes[nodes.length - 1].outputs();
    return new Graph(
        "m", ModelInfo.ofOpset(13), List.of("x"), outputs, List.of(nodes), constants, types);
  }

  private static float[] run(Graph graph, Tensor x) {
    try (OrtEngine engine = OrtEngine.open(graph)) {
      return requireNonNull(engine.run(Map.of("x", x)).get(graph.outputs().getFirst())).toFloats();
    }
  }

  @Test
  void aPaddingOfZerosTakesPartInAMaximum() {
    Shape shape = Shape.of(1, 1, 2, 2);
    SequencedMap<String, Tensor> constants = new LinkedHashMap<>();
    constants.put("pads", Tensor.of(Shape.of(8), 0L, 0, 1, 1, 0, 0, 1, 1));
    SequencedMap<String, Attribute> kernel = new LinkedHashMap<>();
    kernel.put("kernel_shape", new Attribute.Ints(List.of(3L, 3L)));
    Graph graph =
        graph(
            shape,
            constants,
            node("Pad", new LinkedHashMap<>(), "p", "x", "pads"),
            node("MaxPool", kernel, "y", "p"));
    assertThat(run(graph, Tensor.of(shape, -1f, -2, -3, -4))).containsOnly(0);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void aSoftmaxOfOneNumberIsOne(int axis) {
    long[] extents = {2, 2, 2};
    extents[axis] = 1;
    SequencedMap<String, Attribute> attributes = new LinkedHashMap<>();
    attributes.put("axis", new Attribute.IntValue(axis));
    Shape shape = Shape.of(extents);
    Graph graph = graph(shape, new LinkedHashMap<>(), node("Softmax", attributes, "y", "x"));
    assertThat(run(graph, Tensor.of(shape, -3f, 0, 80, 5))).containsOnly(1);
  }

  /** Sums of products of uint8 with int8 that clip at 16 bits where they are fused. */
  @Test
  void pairsAroundAConvolutionStayFloat() {
    Shape shape = Shape.of(1, 64, 2, 2);
    SequencedMap<String, Tensor> constants = new LinkedHashMap<>();
    constants.put("one", Tensor.scalar(1));
    constants.put("x_zero", Tensor.ofIntegers(DType.UINT8, Shape.of(), 0));
    int[] weights = new int[64];
    Arrays.fill(weights, 127);
    constants.put("w", Tensor.ofIntegers(DType.INT8, Shape.of(1, 64, 1, 1), weights));
    constants.put("w_zero", Tensor.ofIntegers(DType.INT8, Shape.of(), 0));
    constants.put("y_scale", Tensor.scalar(16256));
    SequencedMap<String, Attribute> none = new LinkedHashMap<>();
    Graph graph =
        graph(
            shape,
            constants,
            node("QuantizeLinear", none, "q", "x", "one", "x_zero"),
            node("DequantizeLinear", none, "d", "q", "one", "x_zero"),
            node("DequantizeLinear", none, "v", "w", "one", "w_zero"),
            node("Conv", none, "c", "d", "v"),
            node("QuantizeLinear", none, "r", "c", "y_scale", "x_zero"),
            node("DequantizeLinear", none, "y", "r", "y_scale", "x_zero"));
    float[] fed = new float[256];
    Arrays.fill(fed, 255);
    float right = Math.round(64 * 127 * 255 / 16256f) * 16256f;
    assertThat(run(graph, Tensor.of(shape, fed))).containsOnly(right);
  }

  @Test
  void resultsDoNotDependOnWhatElseIsFetched() {
    Shape shape = Shape.of(1, 3, 5, 5);
    float[] weights = new float[3 * 3 * 9];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = 1f / (3 + i);
    }
    SequencedMap<String, Tensor> constants = new LinkedHashMap<>();
    constants.put("w", Tensor.of(Shape.of(3, 3, 3, 3), weights));
    constants.put("k", Tensor.of(Shape.of(3, 1, 1), 0.1f, 0.7f, 1.3f));
    SequencedMap<String, Attribute> none = new LinkedHashMap<>();
    Graph graph =
        graph(
            shape,
            constants,
            node("Conv", none, "c", "x", "w"),
            node("Mul", none, "m", "c", "k"),
            node("Sigmoid", none, "s", "m"),
            node("Mul", none, "y", "m", "s"));
    float[] fed = new float[75];
    for (int i = 0; i < fed.length; i++) {
      fed[i] = i * 0.01f - 0.3f;
    }
    Map<String, Tensor> inputs = Map.of("x", Tensor.of(shape, fed));
    try (OrtEngine engine = OrtEngine.open(graph)) {
      float[] alone = requireNonNull(engine.run(inputs).get("y")).toFloats();
      var all = engine.run(inputs, RunOptions.fetching(List.of("c", "m", "s", "y")));
      assertThat(requireNonNull(all.get("y")).toFloats()).containsExactly(alone);
    }
  }
}
