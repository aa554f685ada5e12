package io.plumbline.engine.ort;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.graph.Graph;
import io.plumbline.graph.ModelInfo;
import io.plumbline.graph.Node;
import io.plumbline.graph.TensorType;
import io.plumbline.graph.ValueType;
import io.plumbline.graph.op.OpaqueOp;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Models of integer ops compute exact sums where every pair of products is larger than 16 bits
 * hold: on processors without VNNI that needs operands of one signedness.
 */
class IntegerProductTests {
  private static final int DEPTH = 64;

  record Product(String op, DType activation, DType weight, boolean zeroPointGiven) {
    int largestActivation() {
      return activation == DType.UINT8 ? 255 : 127;
    }

    int largestWeight() {
      return weight == DType.UINT8 ? 255 : 127;
    }

    boolean convolves() {
      return op.contains("Conv");
    }

    Graph graph() {
      SequencedMap<String, Tensor> constants = new LinkedHashMap<>();
      Shape shape = convolves() ? Shape.of(2, DEPTH, 1, 1) : Shape.of(DEPTH, 2);
      int[] weights = new int[2 * DEPTH];
      Arrays.fill(weights, largestWeight());
      constants.put("w", Tensor.ofIntegers(weight, shape, weights));
      constants.put("w_zero", Tensor.ofIntegers(weight, Shape.of(), 0));
      constants.put("x_zero", Tensor.ofIntegers(activation, Shape.of(), 0));
      List<String> inputs = new ArrayList<>(List.of("x", "w", "x_zero"));
      if (zeroPointGiven) {
        inputs.add("w_zero");
      }
      if (op.startsWith("QLinear")) {
        constants.put("one", Tensor.scalar(1));
        constants.put("y_scale", Tensor.scalar(DEPTH * 255f));
        inputs = List.of("x", "one", "x_zero", "w", "one", "w_zero", "y_scale", "x_zero");
      }
      SequencedMap<String, ValueType> types = new LinkedHashMap<>();
      types.put("x", TensorType.of(activation, input()));
      Node node =
          Node.original("p", new OpaqueOp("", op, new LinkedHashMap<>()), inputs, List.of("y"));
      return new Graph(
          op, ModelInfo.ofOpset(13), List.of("x"), List.of("y"), List.of(node), constants, types);
    }

    Shape input() {
      return convolves() ? Shape.of(1, DEPTH, 2, 1) : Shape.of(2, DEPTH);
    }

    Tensor fed() {
      int[] values = new int[2 * DEPTH];
      Arrays.fill(values, largestActivation());
      return Tensor.ofIntegers(activation, input(), values);
    }

    float right() {
      float sum = (float) DEPTH * largestActivation() * largestWeight();
      return op.startsWith("QLinear") ? Math.round(sum / (DEPTH * 255f)) : sum;
    }
  }

  static Stream<Product> products() {
    List<DType> bytes = List.of(DType.UINT8, DType.INT8);
    List<Product> products = new ArrayList<>();
    for (String op : List.of("MatMulInteger", "ConvInteger", "QLinearMatMul", "QLinearConv")) {
      for (DType activation : bytes) {
        for (DType weight : bytes) {
          products.add(new Product(op, activation, weight, true));
          products.add(new Product(op, activation, weight, false));
        }
      }
    }
    return products.stream();
  }

  @ParameterizedTest
  @MethodSource("products")
  void sumsAreExact(Product product) {
    try (OrtEngine engine = OrtEngine.open(product.graph())) {
      Tensor sum = requireNonNull(engine.run(Map.of("x", product.fed())).get("y"));
      assertThat(sum.toFloats()).containsOnly(product.right());
    }
  }

  @ParameterizedTest
  @MethodSource("products")
  void weightsGetTheSignednessOfTheActivation(Product product) {
    Graph equal = EqualSigns.apply(product.graph());
    Node node = equal.node("p");
    int position = product.op().startsWith("QLinear") ? 3 : 1;
    Tensor weight = equal.constant(node.input(position)).orElseThrow();
    assertThat(weight.dtype()).isEqualTo(product.activation());
    int moved = (product.largestActivation() - product.largestWeight()) / 128 * 128;
    assertThat(weight.toFloats()).containsOnly(product.largestWeight() + moved);
    if (moved != 0) {
      Tensor zero = equal.constant(node.input(position == 3 ? 5 : 3)).orElseThrow();
      assertThat(zero.dtype()).isEqualTo(product.activation());
      assertThat(zero.toFloats()).containsExactly(moved);
    }
  }

  /** The dtype of what is multiplied is that of the zero point it was quantized with. */
  @Test
  void signednessIsSeenThroughOpsThatHandItOn() {
    SequencedMap<String, Tensor> constants = new LinkedHashMap<>();
    constants.put("s", Tensor.scalar(1));
    constants.put("z", Tensor.ofIntegers(DType.INT8, Shape.of(), 3));
    Graph graph =
        Models.of(
            TensorType.of(DType.FLOAT32, Shape.of(2, 2)),
            constants,
            Models.node("QuantizeLinear", List.of("x", "s", "z"), "q"),
            Models.node("Transpose", List.of("q"), "t"),
            Models.node("DynamicQuantizeLinear", List.of("x"), "d"),
            Models.node("Flatten", List.of("d"), "f"),
            Models.node("Relu", List.of("x"), "r"));
    ByteTypes types = new ByteTypes(graph);
    assertThat(types.of("t")).contains(DType.INT8);
    assertThat(types.of("f")).contains(DType.UINT8);
    assertThat(types.of("r")).isEmpty();
  }
}
