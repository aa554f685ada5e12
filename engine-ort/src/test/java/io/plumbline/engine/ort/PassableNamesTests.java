package io.plumbline.engine.ort;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.graph.Graph;
import io.plumbline.graph.ModelInfo;
import io.plumbline.graph.TensorType;
import io.plumbline.graph.ValueType;
import io.plumbline.runtime.Port;
import io.plumbline.runtime.RunOptions;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

/** Names beyond 16 bits, which the Java binding of ONNX Runtime cannot hand on. */
class PassableNamesTests {
  private static final TensorType TWO = TensorType.of(DType.FLOAT32, Shape.of(2));
  private static final String X = "x\uD83D\uDE00";
  private static final String MIDDLE = "\uD83D\uDE80";
  private static final String Y = "\uD842\uDFB7 y";

  /** y = |−x|; the input is an output too, and one name is taken that others could get. */
  private static Graph graph() {
    SequencedMap<String, ValueType> types = new LinkedHashMap<>();
    types.put(X, TWO);
    return new Graph(
        "emoji",
        ModelInfo.ofOpset(13),
        List.of(X),
        List.of(Y, "xu+1f600"),
        List.of(
            Models.node("Neg", List.of(X), MIDDLE),
            Models.node("Abs", List.of(MIDDLE), Y),
            Models.node("Sqrt", List.of(Y), "xu+1f600")),
        new LinkedHashMap<>(),
        types);
  }

  private static float[] numbers(Map<String, Tensor> results, String name) {
    return Objects.requireNonNull(results.get(name)).toFloats();
  }

  @Test
  void valuesOfAnyNameAreFedAndFetched() {
    try (OrtEngine engine = OrtEngine.open(graph())) {
      assertThat(engine.inputs()).extracting(Port::name).containsExactly(X);
      assertThat(engine.outputs()).extracting(Port::name).containsExactly(Y, "xu+1f600");
      Map<String, Tensor> fed = Map.of(X, Tensor.of(Shape.of(2), -4f, 9f));
      for (int run = 0; run < 2; run++) {
        Map<String, Tensor> all = engine.run(fed, RunOptions.fetching(List.of(MIDDLE, Y, X)));
        assertThat(numbers(all, MIDDLE)).containsExactly(4, -9);
        assertThat(numbers(all, Y)).containsExactly(4, 9);
        assertThat(numbers(all, X)).containsExactly(-4, 9);
        assertThat(numbers(engine.run(fed), "xu+1f600")).containsExactly(2, 3);
      }
    }
  }

  @Test
  void theirTypesAreLearnt() {
    Graph typed = ShapeProbe.apply(graph());
    for (String name : List.of(MIDDLE, Y, "xu+1f600")) {
      assertThat(typed.tensorType(name)).contains(TWO);
    }
    assertThat(typed.types()).hasSize(4);
  }
}
