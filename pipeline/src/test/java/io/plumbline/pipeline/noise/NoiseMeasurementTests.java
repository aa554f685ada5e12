package io.plumbline.pipeline.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.plumbline.engine.ort.OrtEngine;
import io.plumbline.graph.Graph;
import io.plumbline.graph.ModelInfo;
import io.plumbline.graph.Node;
import io.plumbline.graph.TensorType;
import io.plumbline.graph.ValueType;
import io.plumbline.graph.op.Conv;
import io.plumbline.graph.op.MaxPool;
import io.plumbline.graph.op.Op;
import io.plumbline.graph.op.Unary;
import io.plumbline.graph.op.UnaryFunction;
import io.plumbline.graph.op.Window;
import io.plumbline.pipeline.noise.NoiseBudget.Share;
import io.plumbline.quantize.calibrate.Calibrator;
import io.plumbline.quantize.observe.CollectionProgress;
import io.plumbline.quantize.observe.SampleSource;
import io.plumbline.quantize.observe.StatisticKind;
import io.plumbline.quantize.observe.StatisticsCollector;
import io.plumbline.quantize.plan.Planner;
import io.plumbline.quantize.plan.QuantOptions;
import io.plumbline.quantize.plan.QuantPlan;
import io.plumbline.quantize.target.Target;
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
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The budget of a small network of convolutions. One channel of the middle one is loud and is
 * hardly read: it makes the steps of all others coarse.
 */
class NoiseMeasurementTests {
  private static final int CHANNELS = 8;
  private static final int LOUD = 5;
  private static final float LOUDNESS = 20;
  private static final int SAMPLES = 6;

  private final Random random = new Random(11);
  private final List<Node> nodes = new ArrayList<>();
  private final SequencedMap<String, Tensor> constants = new LinkedHashMap<>();
  private final SequencedMap<String, ValueType> types = new LinkedHashMap<>();
  private final Graph graph = graph();
  private final QuantPlan plan = plan();
  private final NoiseBudget budget = budget(2);

  private static Window window(int kernel, int pad) {
    return new Window(
        List.of(kernel, kernel),
        List.of(1, 1),
        List.of(1, 1),
        List.of(pad, pad, pad, pad),
        Window.AutoPad.EXPLICIT);
  }

  private Graph graph() {
    type("x");
    node(new Unary(UnaryFunction.RELU), "a", conv("ca", "x", 1, 1));
    node(new MaxPool(window(3, 1), false), "p", "a");
    node(new Unary(UnaryFunction.RELU), "b", conv("cb", "p", LOUDNESS, 1));
    node(new Unary(UnaryFunction.RELU), "c", conv("cc", "b", 1, LOUDNESS));
    conv("out", "c", 1, 1);
    return new Graph(
        "g", ModelInfo.ofOpset(17), List.of("x"), List.of("out"), nodes, constants, types);
  }

  private void type(String value) {
    types.put(value, TensorType.of(DType.FLOAT32, Shape.of(1, CHANNELS, 6, 6)));
  }

  private void node(Op op, String name, String... inputs) {
    nodes.add(Node.original(name, op, List.of(inputs), List.of(name)));
    type(name);
  }

  /**
   * @param written how much louder one channel is written than the others
   * @param read how much louder it is than it is read
   */
  private String conv(String name, String input, float written, float read) {
    float[] weights = new float[CHANNELS * CHANNELS];
    for (int i = 0; i < weights.length; i++) {
      float gain = (i / CHANNELS == LOUD ? written : 1) / (i % CHANNELS == LOUD ? read : 1);
      weights[i] = (float) random.nextGaussian() * gain;
    }
    constants.put(name + "_w", Tensor.of(Shape.of(CHANNELS, CHANNELS, 1, 1), weights));
    node(new Conv(window(1, 0), 1), name, input, name + "_w");
    return name;
  }

  private Map<String, Tensor> sample(int index) {
    Random noise = new Random(index);
    float[] numbers = new float[CHANNELS * 36];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) noise.nextGaussian();
    }
    return Map.of("x", Tensor.of(Shape.of(1, CHANNELS, 6, 6), numbers));
  }

  private QuantPlan plan() {
    QuantOptions options = QuantOptions.DEFAULT.withCalibrator(new Calibrator.Max());
    Planner planner = new Planner(graph, Target.GENERIC, options);
    try (OrtEngine engine = OrtEngine.openOwn(graph)) {
      return planner
          .plan(
              new StatisticsCollector(engine, planner.observed(), StatisticKind.HISTOGRAM, 1)
                  .collect(new Samples(), CollectionProgress.SILENT))
          .plan();
    }
  }

  private NoiseBudget budget(int threads) {
    List<Map<String, Tensor>> inputs = IntStream.range(0, SAMPLES).mapToObj(this::sample).toList();
    try (OrtEngine engine = OrtEngine.openOwn(graph)) {
      List<Map<String, Tensor>> expected = new ArrayList<>();
      inputs.forEach(sample -> expected.add(engine.run(sample)));
      return NoiseMeasurement.of(
              graph, plan, Target.GENERIC.rounding(), List.of("out"), inputs, expected, threads)
          .budget();
    }
  }

  @Test
  void everyValueThatIsRoundedHasAShare() {
    assertThat(plan.activations()).containsKeys("x", "a", "p", "b", "c");
    assertThat(budget.activations())
        .extracting(share -> share.source().tensor())
        .containsExactlyInAnyOrder("x", "a", "b", "c");
    assertThat(budget.weights())
        .extracting(share -> share.source().tensor())
        .containsExactlyInAnyOrder("ca_w", "cb_w", "cc_w", "out_w");
    assertThat(budget.unmeasured()).isEmpty();
  }

  @Test
  void whatEachCausesAloneAddsUpToWhatAllCause() {
    double predicted = NoiseBudget.decibels(budget.predictedActivations());
    double measured = NoiseBudget.decibels(budget.joint().activations());
    assertThat(predicted).isCloseTo(measured, within(1.0));
    assertThat(budget.joint().both()).isGreaterThan(budget.joint().activations());
  }

  @Test
  void errorsOfWeightsAddUpToWhatAllWeightsCause() {
    double added = NoiseBudget.decibels(budget.addedWeights());
    double measured = NoiseBudget.decibels(budget.joint().weights());
    assertThat(added).isCloseTo(measured, within(0.5));
  }

  @Test
  void theNoisiestIsTheValueOfCoarseSteps() {
    Share first = budget.activations().getFirst();
    assertThat(first.source()).isEqualTo(new NoiseSource.Activation("b", "b"));
    assertThat(first.channels())
        .extracting(NoiseBudget.Channel::index)
        .hasSizeGreaterThan(3)
        .doesNotContain(LOUD);
    double named = first.channels().stream().mapToDouble(NoiseBudget.Channel::noise).sum();
    assertThat(named).isCloseTo(first.noise(), within(0.3 * first.noise()));
  }

  @Test
  void isTheSameForAnyNumberOfThreads() {
    assertThat(budget(1)).isEqualTo(budget);
  }

  private final class Samples implements SampleSource {
    @Override
    public int size() {
      return SAMPLES;
    }

    @Override
    public String name(int index) {
      return "noise " + index;
    }

    @Override
    public Optional<Map<String, Tensor>> load(int index) {
      return Optional.of(Objects.requireNonNull(sample(index)));
    }
  }
}
