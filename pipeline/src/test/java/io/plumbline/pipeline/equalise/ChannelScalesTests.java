package io.plumbline.pipeline.equalise;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.engine.ort.OrtEngine;
import io.plumbline.graph.Graph;
import io.plumbline.graph.ModelInfo;
import io.plumbline.graph.Node;
import io.plumbline.graph.TensorType;
import io.plumbline.graph.ValueType;
import io.plumbline.graph.op.Binary;
import io.plumbline.graph.op.BinaryFunction;
import io.plumbline.graph.op.Clip;
import io.plumbline.graph.op.Concat;
import io.plumbline.graph.op.Conv;
import io.plumbline.graph.op.MaxPool;
import io.plumbline.graph.op.Op;
import io.plumbline.graph.op.Unary;
import io.plumbline.graph.op.UnaryFunction;
import io.plumbline.graph.op.Window;
import io.plumbline.pipeline.tune.Quantized;
import io.plumbline.quantize.observe.ChannelMultiple;
import io.plumbline.quantize.observe.CollectionProgress;
import io.plumbline.quantize.observe.SampleSource;
import io.plumbline.quantize.observe.StatisticKind;
import io.plumbline.quantize.observe.StatisticsCollector;
import io.plumbline.quantize.plan.Planner;
import io.plumbline.quantize.plan.QuantOptions;
import io.plumbline.quantize.target.Target;
import io.plumbline.runtime.Engine;
import io.plumbline.runtime.RunOptions;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which values get factors, and that the float graph stays what it was. */
class ChannelScalesTests {
  private static final Target PLAIN =
      new Target(
          "plain",
          Target.GENERIC.schemes(),
          Target.GENERIC.rounding(),
          Target.GENERIC.convention(),
          Target.GENERIC.requantisation(),
          Target.GENERIC.products(),
          false,
          true);

  private static final Window POINT = window(1, 0);

  private final Random random = new Random(5);
  private final List<Node> nodes = new ArrayList<>();
  private final SequencedMap<String, Tensor> constants = new LinkedHashMap<>();
  private final SequencedMap<String, ValueType> types = new LinkedHashMap<>();

  private static Window window(int kernel, int pad) {
    return new Window(
        List.of(kernel, kernel),
        List.of(1, 1),
        List.of(1, 1),
        List.of(pad, pad, pad, pad),
        Window.AutoPad.EXPLICIT);
  }

  ChannelScalesTests() {
    types.put("x", TensorType.of(DType.FLOAT32, Shape.of(1, 3, 8, 8)));
  }

  private String node(Op op, String name, int channels, String... inputs) {
    nodes.add(Node.original(name, op, List.of(inputs), List.of(name)));
    types.put(name, TensorType.of(DType.FLOAT32, Shape.of(1, channels, 8, 8)));
    return name;
  }

  /** A convolution of 8 channels, of which each is half as loud as the one before. */
  private String conv(String name, String input, int channels) {
    float[] weights = new float[8 * channels];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) random.nextGaussian() * Math.scalb(1f, -(i / channels));
    }
    constants.put(name + "_w", Tensor.of(Shape.of(8, channels, 1, 1), weights));
    constants.put(name + "_b", Tensor.of(Shape.of(8), new float[8]));
    return node(new Conv(POINT, 1), name, 8, input, name + "_w", name + "_b");
  }

  /** A depthwise convolution, whose weights have one scale for each channel. */
  private String read(String name, String input, int channels) {
    float[] weights = new float[channels * 9];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) random.nextGaussian();
    }
    constants.put(name + "_w", Tensor.of(Shape.of(channels, 1, 3, 3), weights));
    return node(new Conv(window(3, 1), channels), name, channels, input, name + "_w");
  }

  private String function(UnaryFunction function, String name, String input) {
    return node(new Unary(function), name, 8, input);
  }

  /** The first graph with factors; every one computes what the graph without them computes. */
  private ChannelScales.Scaled scaled(String output, Target target) {
    Graph graph =
        new Graph(
            "g", ModelInfo.ofOpset(17), List.of("x"), List.of(output), nodes, constants, types);
    SampleSource samples = new Noise();
    Planner planner = new Planner(graph, target, QuantOptions.DEFAULT);
    try (OrtEngine engine = OrtEngine.openOwn(graph)) {
      var statistics =
          new StatisticsCollector(engine, planner.observed(), StatisticKind.HISTOGRAM, 1)
              .collect(samples, CollectionProgress.SILENT);
      var quantized = new Quantized(graph, planner.plan(statistics).plan());
      List<ChannelScales.Scaled> all = ChannelScales.of(quantized, target, engine, samples, 2);
      Map<String, Tensor> sample = samples.load(0).orElseThrow();
      float[] expected = Objects.requireNonNull(engine.run(sample).get(output)).toFloats();
      for (ChannelScales.Scaled scaled : all) {
        try (OrtEngine other = OrtEngine.openOwn(scaled.graph())) {
          assertThat(Objects.requireNonNull(other.run(sample).get(output)).toFloats())
              .containsExactly(expected);
          scaled
              .multiples()
              .forEach((name, multiple) -> assertIsMultiple(other, engine, sample, name, multiple));
        }
      }
      return all.isEmpty()
          ? new ChannelScales.Scaled(graph, List.of(), new LinkedHashMap<>())
          : all.getFirst();
    }
  }

  private static void assertIsMultiple(
      Engine scaled,
      Engine plain,
      Map<String, Tensor> sample,
      String name,
      ChannelMultiple multiple) {
    float[] expected = fetch(plain, sample, multiple.value());
    int places = expected.length / multiple.exponents().size();
    for (int i = 0; i < expected.length; i++) {
      expected[i] = Math.scalb(expected[i], multiple.exponents().get(i / places));
    }
    assertThat(fetch(scaled, sample, name)).as(name).containsExactly(expected);
  }

  private static float[] fetch(Engine engine, Map<String, Tensor> sample, String name) {
    return Objects.requireNonNull(engine.run(sample, RunOptions.fetching(List.of(name))).get(name))
        .toFloats();
  }

  @Test
  void aProductFollowsAFunction() {
    read("out", function(UnaryFunction.SILU, "y", conv("c", "x", 3)), 8);
    ChannelScales.Scaled scaled = scaled("out", Target.GENERIC);
    assertThat(scaled.values()).containsExactly("y");
    assertThat(scaled.multiples().keySet()).contains("y_scaled");
    assertThat(scaled.graph().node("out").input(0)).isEqualTo("y_scaled");
  }

  /** A convolution whose 8 channels are alike, the last four of them half as loud or not. */
  private String alike(String name, String input, int channels, boolean halves) {
    float[] weights = new float[8 * channels];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = halves && i / channels >= 4 ? 0.5f : 1;
    }
    constants.put(name + "_w", Tensor.of(Shape.of(8, channels, 1, 1), weights));
    constants.put(name + "_b", Tensor.of(Shape.of(8), new float[8]));
    return node(new Conv(POINT, 1), name, 8, input, name + "_w", name + "_b");
  }

  /** What one value wins is little where others, which win nothing, err as much. */
  @ParameterizedTest
  @ValueSource(ints = {0, 5})
  void notWhereLittleOfAllErrorsIsWon(int others) {
    String last = "x";
    for (int i = 0; i < others; i++) {
      int channels = i == 0 ? 3 : 8;
      last = function(UnaryFunction.RELU, "y" + i, alike("c" + i, last, channels, false));
    }
    String y = alike("c", last, others == 0 ? 3 : 8, true);
    last = read("out", function(UnaryFunction.RELU, "y", y), 8);
    assertThat(scaled(last, Target.GENERIC).values().isEmpty()).isEqualTo(others > 0);
  }

  @Test
  void notWhereTheTargetHasOneTable() {
    read("out", function(UnaryFunction.SILU, "y", conv("c", "x", 3)), 8);
    assertThat(scaled("out", PLAIN).values()).isEmpty();
  }

  @Test
  void constantsTakeFactorsBeforeRelu() {
    read("out", function(UnaryFunction.RELU, "y", conv("c", "x", 3)), 8);
    ChannelScales.Scaled scaled = scaled("out", PLAIN);
    assertThat(scaled.values()).containsExactly("y");
    assertThat(scaled.graph().nodes()).hasSize(3);
  }

  @Test
  void poolsAndJoinsPassFactorsOn() {
    String y = function(UnaryFunction.RELU, "y", conv("c", "x", 3));
    String pooled = node(new MaxPool(window(3, 1), false), "p", 8, y);
    read("out", node(new Concat(1), "j", 16, y, pooled), 16);
    ChannelScales.Scaled scaled = scaled("out", Target.GENERIC);
    assertThat(scaled.values()).containsExactly("y");
    assertThat(scaled.multiples().keySet()).contains("y", "p", "j");
  }

  @Test
  void whatIsJoinedWithItselfIsReadTwice() {
    String y = function(UnaryFunction.RELU, "y", conv("c", "x", 3));
    read("out", node(new Concat(1), "j", 16, y, y), 16);
    ChannelScales.Scaled scaled = scaled("out", Target.GENERIC);
    assertThat(scaled.values()).containsExactly("y");
    assertThat(scaled.multiples().keySet()).contains("y", "j");
  }

  @Test
  void operandsOfASumShareFactors() {
    String first = conv("a", "x", 3);
    String second = function(UnaryFunction.SILU, "s", conv("b", "x", 3));
    read("out", node(new Binary(BinaryFunction.ADD), "y", 8, first, second), 8);
    ChannelScales.Scaled scaled = scaled("out", Target.GENERIC);
    assertThat(scaled.values()).containsExactly("a");
    assertThat(scaled.multiples().keySet()).contains("a", "s_scaled", "y");
  }

  @Test
  void noneWhereAnythingElseReadsOrWrites() {
    String y = function(UnaryFunction.RELU, "y", conv("c", "x", 3));
    String z = node(new Clip(0, 0.25f), "z", 8, conv("d", "x", 3));
    String sum = node(new Binary(BinaryFunction.ADD), "s", 8, y, z);
    read("out", sum, 8);
    assertThat(scaled("out", Target.GENERIC).values()).isEmpty();
  }

  private static final class Noise implements SampleSource {
    @Override
    public int size() {
      return 4;
    }

    @Override
    public String name(int index) {
      return "noise " + index;
    }

    @Override
    public Optional<Map<String, Tensor>> load(int index) {
      Random noise = new Random(index);
      float[] numbers = new float[3 * 64];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = (float) noise.nextGaussian();
      }
      return Optional.of(Map.of("x", Tensor.of(Shape.of(1, 3, 8, 8), numbers)));
    }
  }
}
