package io.plumbline.pipeline.tune;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.codegen.lower.Lowering;
import io.plumbline.engine.ort.OrtEngine;
import io.plumbline.graph.Graph;
import io.plumbline.graph.ModelInfo;
import io.plumbline.graph.Node;
import io.plumbline.graph.TensorType;
import io.plumbline.graph.ValueType;
import io.plumbline.graph.op.MatMul;
import io.plumbline.graph.op.Op;
import io.plumbline.graph.op.Softmax;
import io.plumbline.graph.op.TopK;
import io.plumbline.graph.op.Unary;
import io.plumbline.graph.op.UnaryFunction;
import io.plumbline.quantize.observe.CollectionProgress;
import io.plumbline.quantize.observe.SampleSource;
import io.plumbline.quantize.observe.StatisticKind;
import io.plumbline.quantize.observe.StatisticsCollector;
import io.plumbline.quantize.plan.Planner;
import io.plumbline.quantize.plan.QuantOptions;
import io.plumbline.quantize.target.Target;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

/** Which numbers tell how near a program is. */
class MeasuredResultsTests {
  private final List<Node> nodes = new ArrayList<>();
  private final SequencedMap<String, ValueType> types = new LinkedHashMap<>();

  private void node(Op op, String outputs, int extent, String... inputs) {
    List<String> names = List.of(outputs.split(" ", -1));
    nodes.add(Node.original(names.getFirst(), op, List.of(inputs), names));
    names.forEach(name -> types.put(name, TensorType.of(DType.FLOAT32, Shape.of(1, extent))));
  }

  private static float[] noise(long seed, int elements) {
    var random = new Random(seed);
    float[] numbers = new float[elements];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) random.nextGaussian();
    }
    return numbers;
  }

  private static final class Noise implements SampleSource {
    @Override
    public int size() {
      return 6;
    }

    @Override
    public String name(int index) {
      return "sample " + index;
    }

    @Override
    public Optional<Map<String, Tensor>> load(int index) {
      return Optional.of(Map.of("x", Tensor.of(Shape.of(1, 8), noise(index, 8))));
    }
  }

  private Graph graph(String output) {
    SequencedMap<String, Tensor> constants = new LinkedHashMap<>();
    constants.put("w", Tensor.of(Shape.of(8, 8), noise(99, 64)));
    types.put("x", TensorType.of(DType.FLOAT32, Shape.of(1, 8)));
    return new Graph(
        "g", ModelInfo.ofOpset(17), List.of("x"), List.of(output), nodes, constants, types);
  }

  private record Measured(MeasuredResults results, Fidelity fidelity) {}

  private static Measured measured(Graph graph) {
    Planner planner = new Planner(graph, Target.GENERIC, QuantOptions.DEFAULT);
    try (OrtEngine engine = OrtEngine.openOwn(graph)) {
      var statistics =
          new StatisticsCollector(engine, planner.observed(), StatisticKind.HISTOGRAM, 1)
              .collect(new Noise(), CollectionProgress.SILENT);
      var quantized = new Quantized(graph, planner.plan(statistics).plan());
      var program = Lowering.lower(graph, quantized.plan(), Target.GENERIC).program();
      Tuner tuner =
          Tuner.open(
              quantized, Target.GENERIC, QuantOptions.DEFAULT, statistics, engine, new Noise(), 1);
      return new Measured(MeasuredResults.of(graph, program), tuner.fidelity(quantized, 6));
    }
  }

  @Test
  void scoresStandInPlaceOfTheRowsTheyChoose() {
    node(new MatMul(), "sum", 8, "x", "w");
    node(new Unary(UnaryFunction.SIGMOID), "score", 8, "sum");
    node(new TopK(-1, 3, true), "top places", 3, "score");
    types.put("places", TensorType.of(DType.INT64, Shape.of(1, 3)));
    Measured measured = measured(graph("top"));
    assertThat(measured.results().noisy()).containsExactly("score");
    assertThat(measured.fidelity().decibels()).isBetween(30.0, 120.0);
    assertThat(measured.fidelity().agreement()).isEmpty();
  }

  @Test
  void whatASoftmaxIsTakenOfStandsInItsPlace() {
    node(new MatMul(), "sum", 8, "x", "w");
    node(new Softmax(-1), "share", 8, "sum");
    Measured measured = measured(graph("share"));
    assertThat(measured.results().scores()).containsExactly(Map.entry("share", "sum"));
    assertThat(measured.fidelity().agreement()).isPresent();
  }
}
