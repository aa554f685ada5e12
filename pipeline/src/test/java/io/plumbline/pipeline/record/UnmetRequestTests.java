package io.plumbline.pipeline.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.engine.ort.OrtEngine;
import io.plumbline.graph.Graph;
import io.plumbline.graph.ModelInfo;
import io.plumbline.graph.Node;
import io.plumbline.graph.TensorType;
import io.plumbline.graph.ValueType;
import io.plumbline.graph.op.Conv;
import io.plumbline.graph.op.Op;
import io.plumbline.graph.op.OpaqueOp;
import io.plumbline.graph.op.Window;
import io.plumbline.quantize.observe.CollectionProgress;
import io.plumbline.quantize.observe.SampleSource;
import io.plumbline.quantize.observe.StatisticKind;
import io.plumbline.quantize.observe.Statistics;
import io.plumbline.quantize.observe.StatisticsCollector;
import io.plumbline.quantize.plan.Planner;
import io.plumbline.quantize.plan.QuantOptions;
import io.plumbline.quantize.plan.QuantPlan;
import io.plumbline.quantize.target.Scheme;
import io.plumbline.quantize.target.Target;
import io.plumbline.quantize.wish.Selector;
import io.plumbline.quantize.wish.Wish;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Convolutions a, b and d around a node c that has no integer form. */
class UnmetRequestTests {
  private static final Shape SHAPE = Shape.of(1, 2, 4, 4);

  private final List<Node> nodes = new ArrayList<>();
  private final SequencedMap<String, Tensor> constants = new LinkedHashMap<>();
  private final SequencedMap<String, ValueType> types = new LinkedHashMap<>();
  private final Graph graph = graph();

  private Graph graph() {
    types.put("x", TensorType.of(DType.FLOAT32, SHAPE));
    constants.put("axis", Tensor.of(Shape.of(1), new long[] {1}));
    conv("a", "x");
    conv("b", "a");
    node(new OpaqueOp("", "CumSum", new LinkedHashMap<>()), "c", "b", "axis");
    conv("d", "c");
    return new Graph(
        "g", ModelInfo.ofOpset(17), List.of("x"), List.of("d"), nodes, constants, types);
  }

  private void node(Op op, String name, String... inputs) {
    nodes.add(Node.original(name, op, List.of(inputs), List.of(name)));
    types.put(name, TensorType.of(DType.FLOAT32, SHAPE));
  }

  private void conv(String name, String input) {
    Window point =
        new Window(
            List.of(1, 1),
            List.of(1, 1),
            List.of(1, 1),
            List.of(0, 0, 0, 0),
            Window.AutoPad.EXPLICIT);
    constants.put(name + "_w", Tensor.of(Shape.of(2, 2, 1, 1), 1f, -0.5f, 0.25f, 1));
    node(new Conv(point, 1), name, input, name + "_w");
  }

  private List<UnmetRequest> unmet(QuantOptions options) {
    return UnmetRequest.of(options, graph, plan(options));
  }

  private QuantPlan plan(QuantOptions options) {
    Planner planner = new Planner(graph, Target.GENERIC, options);
    try (OrtEngine engine = OrtEngine.openOwn(graph)) {
      Statistics statistics =
          new StatisticsCollector(engine, planner.observed(), StatisticKind.HISTOGRAM, 1)
              .collect(new Samples(), CollectionProgress.SILENT);
      return planner.plan(statistics).plan();
    }
  }

  private static Wish wish(Selector selector, Scheme scheme) {
    return new Wish(selector, scheme);
  }

  private record Case(List<Wish> wishes, List<String> unmet) {}

  static Stream<Case> cases() {
    Selector all = new Selector.All();
    Selector part = new Selector.Between(List.of("b"), List.of("c"));
    return Stream.of(
        new Case(List.of(), List.of()),
        new Case(List.of(wish(all, Scheme.INT16)), List.of("c: int16 float32 by model")),
        new Case(List.of(wish(all, Scheme.FLOAT32)), List.of()),
        new Case(List.of(wish(part, Scheme.INT16)), List.of("c: int16 float32 by sub-graph")),
        new Case(
            List.of(wish(new Selector.Type("CumSum"), Scheme.INT8)),
            List.of("c: int8 float32 by type CumSum")),
        new Case(List.of(wish(new Selector.Type("Conv"), Scheme.INT16)), List.of()),
        new Case(
            List.of(wish(new Selector.Node("c"), Scheme.INT16)),
            List.of("c: int16 float32 by node c")),
        new Case(
            List.of(
                wish(new Selector.Node("a"), Scheme.INT8),
                wish(new Selector.Node("b"), Scheme.INT16)),
            List.of("a: int8 int16 by node a")),
        new Case(List.of(wish(all, Scheme.W16A8)), List.of("c: w16a8 float32 by model")),
        new Case(List.of(wish(new Selector.Node("a"), Scheme.W16A16)), List.of()),
        new Case(
            List.of(
                wish(new Selector.Node("a"), Scheme.W16A8),
                wish(new Selector.Node("b"), Scheme.W16A16)),
            List.of("a: w16a8 w16a16 by node a")),
        new Case(List.of(wish(all, Scheme.INT16), Wish.real("c"), Wish.real("d")), List.of()));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyKindOfRequestIsHeldAgainstThePlan(Case each) {
    assertThat(unmet(QuantOptions.DEFAULT.withWishes(each.wishes)))
        .extracting(
            found ->
                "%s: %s %s by %s"
                    .formatted(found.what(), found.requested(), found.effective(), found.by()))
        .containsExactlyElementsOf(each.unmet);
  }

  @Test
  void theReasonIsSaid() {
    assertThat(unmet(QuantOptions.DEFAULT.withWishes(cases().toList().get(1).wishes)))
        .allMatch(found -> !found.reason().isEmpty());
  }

  @Test
  void outputsAreRequestsToo() {
    assertThat(unmet(QuantOptions.DEFAULT.withOutputs(Scheme.INT8))).isEmpty();
    QuantOptions wide = QuantOptions.DEFAULT.withOutputs(Scheme.INT16);
    assertThat(UnmetRequest.of(wide, graph, plan(QuantOptions.DEFAULT)))
        .containsExactly(new UnmetRequest("d", "outputs", "int16", "float32", ""));
  }

  private static final class Samples implements SampleSource {
    @Override
    public int size() {
      return 2;
    }

    @Override
    public String name(int index) {
      return "noise " + index;
    }

    @Override
    public Optional<Map<String, Tensor>> load(int index) {
      Random random = new Random(index);
      float[] numbers = new float[(int) SHAPE.elements()];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = (float) random.nextGaussian();
      }
      return Optional.of(Map.of("x", Tensor.of(SHAPE, numbers)));
    }
  }
}
