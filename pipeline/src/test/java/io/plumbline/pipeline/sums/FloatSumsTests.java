package io.plumbline.pipeline.sums;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.graph.Graph;
import io.plumbline.graph.ModelInfo;
import io.plumbline.graph.Node;
import io.plumbline.graph.TensorType;
import io.plumbline.graph.ValueType;
import io.plumbline.graph.op.Unary;
import io.plumbline.graph.op.UnaryFunction;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

/** Two values after each other, [2, 3, 2, 2], of which the first holds 0 to 23. */
class FloatSumsTests {
  private static final Shape SHAPE = Shape.of(2, 3, 2, 2);

  private static Graph graph() {
    SequencedMap<String, ValueType> types = new LinkedHashMap<>();
    for (String name : List.of("x", "a", "b")) {
      types.put(name, TensorType.of(DType.FLOAT32, SHAPE));
    }
    return new Graph(
        "g",
        ModelInfo.ofOpset(17),
        List.of("x"),
        List.of("b"),
        List.of(
            Node.original("a", new Unary(UnaryFunction.RELU), List.of("x"), List.of("a")),
            Node.original("b", new Unary(UnaryFunction.NEG), List.of("a"), List.of("b"))),
        new LinkedHashMap<>(),
        types);
  }

  private static Map<String, Tensor> sample(float added) {
    float[] numbers = new float[24];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = i + added;
    }
    return Map.of("x", Tensor.of(SHAPE, numbers));
  }

  @Test
  void givesTheChannelsOfEachPlaceOfEachSample() {
    var first = new FloatSums.Wanted("a", 1, 3, List.of(5, 0));
    var last = new FloatSums.Wanted("b", 3, 2, List.of(11));
    try (var sums =
        new FloatSums(graph(), List.of(first, last), List.of(sample(0), sample(100)), 2)) {
      assertThat(sums.take("a"))
          .containsExactly(
              new double[] {13, 17, 21, 0, 4, 8}, new double[] {113, 117, 121, 100, 104, 108});
      assertThat(sums.take("b"))
          .containsExactly(new double[] {-22, -23}, new double[] {-122, -123});
    }
  }

  @Test
  void maySkipASum() {
    var first = new FloatSums.Wanted("a", 1, 3, List.of(0));
    var last = new FloatSums.Wanted("b", 1, 3, List.of(4));
    try (var sums = new FloatSums(graph(), List.of(first, last), List.of(sample(1)), 1)) {
      assertThat(sums.take("b")).containsExactly(new double[] {-13, -17, -21});
    }
  }
}
