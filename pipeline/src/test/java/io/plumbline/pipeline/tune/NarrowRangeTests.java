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
import io.plumbline.quantize.plan.TensorPlan;
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
import org.junit.jupiter.api.Test;

/** One channel is loud and hardly read: what few large numbers it has may be cut off. */
class NarrowRangeTests {
  private static final int EXTENT = 24;
  private static final Shape SHAPE = Shape.of(1, 4, EXTENT, EXTENT);
  private static final Window POINT =
      new Window(
          List.of(1, 1),
          List.of(1, 1),
          List.of(1, 1),
          List.of(0, 0, 0, 0),
          Window.AutoPad.EXPLICIT);

  private final List<Node> nodes = new ArrayList<>();
  private final SequencedMap<String, Tensor> constants = new LinkedHashMap<>();
  private final SequencedMap<String, ValueType> types = new LinkedHashMap<>();

  private Graph graph() {
    types.put("x", TensorType.of(DType.FLOAT32, SHAPE));
    conv("c1", "x", 1);
    node(new Unary(UnaryFunction.RELU), "r", "c1");
    conv("y", "r", 2);
    loud();
    return new Graph(
        "g", ModelInfo.ofOpset(17), List.of("x"), List.of("y"), nodes, constants, types);
  }

  /** Makes the first channel of r three times as loud, and hardly read. */
  private void loud() {
    float[] written = Objects.requireNonNull(constants.get("c1_w")).toFloats();
    float[] read = Objects.requireNonNull(constants.get("y_w")).toFloats();
    for (int i = 0; i < 4; i++) {
      written[i] *= 3;
      read[4 * i] /= 150;
    }
    constants.put("c1_w", Tensor.of(Shape.of(4, 4, 1, 1), written));
    constants.put("y_w", Tensor.of(Shape.of(4, 4, 1, 1), read));
  }

  private void node(Op op, String name, String... inputs) {
    nodes.add(Node.original(name, op, List.of(inputs), List.of(name)));
    types.put(name, TensorType.of(DType.FLOAT32, SHAPE));
  }

  private void conv(String name, String input, long seed) {
    var random = new Random(seed);
    float[] weights = new float[16];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) random.nextGaussian();
    }
    constants.put(name + "_w", Tensor.of(Shape.of(4, 4, 1, 1), weights));
    constants.put(name + "_b", Tensor.of(Shape.of(4), new float[4]));
    node(new Conv(POINT, 1), name, input, name + "_w", name + "_b");
  }

  private static final class Noise implements SampleSource {
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
      var random = new Random(index);
      float[] numbers = new float[4 * EXTENT * EXTENT];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = (float) random.nextGaussian();
      }
      return Optional.of(Map.of("x", Tensor.of(SHAPE, numbers)));
    }
  }

  private static final class Tried {
    private Tried() {}

    static Tuner open(Graph graph, int threads) {
      Planner planner = new Planner(graph, Target.GENERIC, QuantOptions.DEFAULT);
      try (OrtEngine engine = OrtEngine.openOwn(graph)) {
        var statistics =
            new StatisticsCollector(engine, planner.needs(StatisticKind.HISTOGRAM), threads)
                .collect(new Noise(), CollectionProgress.SILENT);
        var quantized = new Quantized(graph, planner.plan(statistics).plan());
        return Tuner.open(
            quantized,
            Target.GENERIC,
            QuantOptions.DEFAULT,
            statistics,
            engine,
            new Noise(),
            threads);
      }
    }
  }

  private static TensorPlan held(Tuned tuned) {
    return tuned.quantized().plan().activation("r").orElseThrow();
  }

  @Test
  void aRangeIsNarrowedWhereTheOutputsComeNearer() {
    Tuner tuner = Tried.open(graph(), 2);
    Tuned plain = tuner.corrected(List.of());
    Tuned chosen = tuner.narrowed().orElseThrow().corrected(List.of());
    assertThat(held(chosen).source().toString()).contains("mse * ");
    assertThat(held(chosen).params().scale()).isLessThan(held(plain).params().scale());
    assertThat(chosen.fidelity().decibels()).isGreaterThan(plain.fidelity().decibels());
  }

  @Test
  void threadsChangeNothing() {
    Graph graph = graph();
    Tuned one = Tried.open(graph, 1).narrowed().orElseThrow().corrected(List.of());
    Tuned two = Tried.open(graph, 2).narrowed().orElseThrow().corrected(List.of());
    assertThat(one.quantized().plan().activations())
        .isEqualTo(two.quantized().plan().activations());
    assertThat(one.fidelity()).isEqualTo(two.fidelity());
  }
}
