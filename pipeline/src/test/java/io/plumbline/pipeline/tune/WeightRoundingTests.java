package io.plumbline.pipeline.tune;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.engine.ort.OrtEngine;
import io.plumbline.graph.Graph;
import io.plumbline.graph.ModelInfo;
import io.plumbline.graph.Node;
import io.plumbline.graph.TensorType;
import io.plumbline.graph.ValueType;
import io.plumbline.graph.op.Conv;
import io.plumbline.graph.op.Op;
import io.plumbline.graph.op.Unary;
import io.plumbline.graph.op.UnaryFunction;
import io.plumbline.graph.op.Window;
import io.plumbline.quantize.observe.CollectionProgress;
import io.plumbline.quantize.observe.SampleSource;
import io.plumbline.quantize.observe.StatisticKind;
import io.plumbline.quantize.observe.StatisticsCollector;
import io.plumbline.quantize.plan.Planner;
import io.plumbline.quantize.plan.QuantOptions;
import io.plumbline.quantize.plan.QuantizedConstant;
import io.plumbline.quantize.plan.Technique;
import io.plumbline.quantize.target.Scheme;
import io.plumbline.quantize.target.Target;
import io.plumbline.quantize.wish.Selector;
import io.plumbline.quantize.wish.Wish;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.SequencedMap;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A small network of pointwise and depthwise convolutions with weights of 4 bits. */
class WeightRoundingTests {
  private static final QuantOptions NARROW =
      QuantOptions.DEFAULT.withWishes(List.of(new Wish(new Selector.All(), Scheme.W4A8)));

  private final Random random = new Random(7);
  private final List<Node> nodes = new ArrayList<>();
  private final SequencedMap<String, Tensor> constants = new LinkedHashMap<>();
  private final SequencedMap<String, ValueType> types = new LinkedHashMap<>();
  private final Graph graph = graph();

  private Graph graph() {
    types.put("x", TensorType.of(DType.FLOAT32, Shape.of(1, 8, 9, 9)));
    relu("r1", conv("c1", "x", 16, 8, 1, 1));
    relu("r2", conv("c2", "r1", 16, 1, 3, 16));
    conv("c3", "r2", 8, 16, 1, 1);
    return new Graph(
        "g", ModelInfo.ofOpset(17), List.of("x"), List.of("c3"), nodes, constants, types);
  }

  private String node(Op op, String name, int channels, String... inputs) {
    nodes.add(Node.original(name, op, List.of(inputs), List.of(name)));
    types.put(name, TensorType.of(DType.FLOAT32, Shape.of(1, channels, 9, 9)));
    return name;
  }

  private void relu(String name, String input) {
    node(new Unary(UnaryFunction.RELU), name, 16, input);
  }

  private String conv(String name, String input, int filters, int depth, int kernel, int groups) {
    constants.put(name + "_w", noise(Shape.of(filters, depth, kernel, kernel)));
    constants.put(name + "_b", noise(Shape.of(filters)));
    int pad = kernel / 2;
    var window =
        new Window(
            List.of(kernel, kernel),
            List.of(1, 1),
            List.of(1, 1),
            List.of(pad, pad, pad, pad),
            Window.AutoPad.EXPLICIT);
    return node(new Conv(window, groups), name, filters, input, name + "_w", name + "_b");
  }

  private Tensor noise(Shape shape) {
    float[] numbers = new float[(int) shape.elements()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) random.nextGaussian();
    }
    return Tensor.of(shape, numbers);
  }

  /** Neighbouring channels are nearly alike, as those of pictures are. */
  private static final class Alike implements SampleSource {
    @Override
    public int size() {
      return 12;
    }

    @Override
    public String name(int index) {
      return "sample " + index;
    }

    @Override
    public Optional<Map<String, Tensor>> load(int index) {
      var noise = new Random(index);
      float[] numbers = new float[8 * 81];
      for (int i = 0; i < 81; i++) {
        float common = (float) noise.nextGaussian();
        for (int channel = 0; channel < 8; channel++) {
          numbers[channel * 81 + i] = common + 0.3f * (float) noise.nextGaussian();
        }
      }
      return Optional.of(Map.of("x", Tensor.of(Shape.of(1, 8, 9, 9), numbers)));
    }
  }

  private Tuner tuner(QuantOptions options, int threads) {
    Planner planner = new Planner(graph, Target.GENERIC, options);
    try (OrtEngine engine = OrtEngine.openOwn(graph)) {
      var statistics =
          new StatisticsCollector(engine, planner.observed(), StatisticKind.HISTOGRAM, threads)
              .collect(new Alike(), CollectionProgress.SILENT);
      var quantized = new Quantized(graph, planner.plan(statistics).plan());
      return Tuner.open(
          quantized, Target.GENERIC, options, statistics, engine, new Alike(), threads);
    }
  }

  private Tuned rounded(int threads) {
    Tuner tuner = tuner(NARROW, threads);
    return tuner.rounded(tuner.corrected(List.of()));
  }

  @Test
  void bringsOutputsNearerAndIsWhatThePlanHas() {
    Tuned tuned = rounded(1);
    Correction rounding = tuned.rounding().orElseThrow();
    assertThat(rounding.appliedWeights()).hasSizeGreaterThan(1);
    assertThat(tuned.fidelity().isNearerThan(tuned.correction().fidelity())).isTrue();
    for (RoundedWeights weights : rounding.appliedWeights()) {
      QuantizedConstant planned =
          tuned.quantized().plan().weight(weights.constant().orElseThrow()).orElseThrow();
      int[] chosen = weights.integers().orElseThrow().toInts();
      assertThat(sorted(planned.integers()))
          .containsExactly(Arrays.stream(chosen).sorted().toArray());
      assertThat(Arrays.stream(chosen)).allMatch(integer -> Math.abs(integer) <= 7);
      assertThat(weights.after()).isLessThan(weights.before());
    }
  }

  private static int[] sorted(Tensor integers) {
    return Arrays.stream(integers.toInts()).sorted().toArray();
  }

  @Test
  void samplesHeldOutSayThatItPays() {
    Tuner tuner = tuner(NARROW, 1);
    HeldOut corrected = HeldOut.corrected(tuner, List.of());
    HeldOut rounded = corrected.rounded();
    assertThat(rounded.fidelity().isNearerThan(corrected.fidelity())).isTrue();
    assertThat(rounded.left()).isNotEmpty();
    assertThat(rounded.left().values()).allMatch(left -> left > 0 && left < 1);
  }

  @Test
  void aModelThatSamplesDoNotChangeIsJudgedAlikeByHalvesAndByAll() {
    Tuner tuner = tuner(NARROW.without(Set.of(Technique.BIAS_CORRECTION)), 1);
    assertThat(HeldOut.corrected(tuner, List.of()).fidelity())
        .isEqualTo(tuner.corrected(List.of()).fidelity());
  }

  @Test
  void fewSamplesAllMakeAndAllJudge() {
    Tuner tuner = tuner(NARROW, 1).few(HeldOut.LEAST - 1);
    assertThat(HeldOut.corrected(tuner, List.of()).fidelity())
        .isEqualTo(tuner.corrected(List.of()).fidelity());
  }

  @Test
  void threadsChangeNothing() {
    Graph one = rounded(1).quantized().graph();
    Graph two = rounded(2).quantized().graph();
    one.constants()
        .forEach(
            (name, tensor) ->
                assertThat(tensor.sameAs(Objects.requireNonNull(two.constants().get(name))))
                    .as(name)
                    .isTrue());
  }
}
