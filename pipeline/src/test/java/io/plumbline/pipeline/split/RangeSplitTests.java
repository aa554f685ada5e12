package io.plumbline.pipeline.split;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.engine.ort.OrtEngine;
import io.plumbline.graph.Graph;
import io.plumbline.graph.ModelInfo;
import io.plumbline.graph.Node;
import io.plumbline.graph.TensorType;
import io.plumbline.graph.ValueType;
import io.plumbline.graph.op.Clip;
import io.plumbline.graph.op.Conv;
import io.plumbline.graph.op.Window;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.SequencedMap;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The float graph with parts computes what it computed, and no part is finer than it should be. */
class RangeSplitTests {
  private static final int CHANNELS = 6;

  private final Random random = new Random(11);
  private final SequencedMap<String, Tensor> constants = new LinkedHashMap<>();
  private final SequencedMap<String, ValueType> types = new LinkedHashMap<>();

  private Tensor normal(long... dims) {
    Shape shape = Shape.of(dims);
    float[] numbers = new float[Math.toIntExact(shape.elements())];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) random.nextGaussian();
    }
    return Tensor.of(shape, numbers);
  }

  private static Conv conv(int group) {
    return new Conv(
        new Window(
            List.of(3, 3),
            List.of(1, 1),
            List.of(1, 1),
            List.of(1, 1, 1, 1),
            Window.AutoPad.EXPLICIT),
        group);
  }

  private Node node(Conv conv, String name, String... inputs) {
    types.put(name, TensorType.of(DType.FLOAT32, Shape.of(1, CHANNELS, 5, 5)));
    return Node.original(name, conv, List.of(inputs), List.of(name));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 6, 2, 1, 6, true",
    "0, 6, 4, 6, 1, true",
    "-1, 1, 4, 2, 3, false",
    "0.5, 2, 8, 1, 1, false"
  })
  void computesTheSame(float low, float high, int parts, int written, int read, boolean withBias) {
    types.put("x", TensorType.of(DType.FLOAT32, Shape.of(1, CHANNELS, 5, 5)));
    types.put("y", TensorType.of(DType.FLOAT32, Shape.of(1, CHANNELS, 5, 5)));
    constants.put("w", normal(CHANNELS, CHANNELS / written, 3, 3));
    constants.put("b", normal(CHANNELS));
    constants.put("v", normal(CHANNELS, CHANNELS / read, 3, 3));
    Node writer =
        withBias ? node(conv(written), "c", "x", "w", "b") : node(conv(written), "c", "x", "w");
    List<Node> nodes =
        List.of(
            writer,
            Node.original("y", new Clip(low, high), List.of("c"), List.of("y")),
            node(conv(read), "d", "y", "v"),
            node(conv(read), "e", "y", "v", "b"));
    Graph graph =
        new Graph(
            "g", ModelInfo.ofOpset(17), List.of("x"), List.of("d", "e"), nodes, constants, types);
    Graph split = new RangeSplit("y", parts, "c", List.of("d", "e")).apply(graph);
    String value = split.node("y").output();
    assertThat(split.tensorType(value).orElseThrow().shape())
        .isEqualTo(Shape.of(1, (long) CHANNELS * parts, 5, 5));
    Map<String, Tensor> inputs = Map.of("x", normal(1, CHANNELS, 5, 5));
    try (OrtEngine before = OrtEngine.openOwn(graph);
        OrtEngine after = OrtEngine.openOwn(split)) {
      Map<String, Tensor> found = after.run(inputs);
      before
          .run(inputs)
          .forEach(
              (name, expected) ->
                  assertThat(Objects.requireNonNull(found.get(name)).toFloats())
                      .containsExactly(expected.toFloats(), Offset.offset(1e-4f)));
    }
  }
}
