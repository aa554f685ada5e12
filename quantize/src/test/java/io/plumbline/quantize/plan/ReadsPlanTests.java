package io.plumbline.quantize.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.graph.op.Binary;
import io.plumbline.graph.op.BinaryFunction;
import io.plumbline.graph.op.Cast;
import io.plumbline.graph.op.Concat;
import io.plumbline.graph.op.Flatten;
import io.plumbline.graph.op.Gemm;
import io.plumbline.graph.op.MaxPool;
import io.plumbline.graph.op.OpaqueOp;
import io.plumbline.graph.op.Softmax;
import io.plumbline.graph.op.Unary;
import io.plumbline.graph.op.UnaryFunction;
import io.plumbline.quantize.annotate.QdqAnnotator;
import io.plumbline.quantize.annotate.WeightForm;
import io.plumbline.quantize.form.Use;
import io.plumbline.quantize.load.LoadedScales;
import io.plumbline.quantize.target.Scheme;
import io.plumbline.quantize.wish.Wish;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.QuantParams;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Values that some read as integers and others in float32. */
class ReadsPlanTests {
  private static final Binary MUL = new Binary(BinaryFunction.MUL);
  private static final List<String> NONE = List.of();

  private static SmallGraph start() {
    return new SmallGraph().input("x", 1, 2, 4, 4);
  }

  private static QuantOptions real(String... nodes) {
    return QuantOptions.DEFAULT.withWishes(List.of(nodes).stream().map(Wish::real).toList());
  }

  private static QuantOptions loaded(String value) {
    Map<String, QuantParams> scales = Map.of(value, QuantParams.perTensor(DType.INT8, 0.03f, 0));
    return QuantOptions.DEFAULT.withLoaded(
        new LoadedScales(new LinkedHashMap<>(scales), new LinkedHashMap<>()));
  }

  /** A graph, the values that producers write as integers, and who reads integers otherwise. */
  private enum Case {
    A_SUM_THAT_IS_AN_OUTPUT(
        start().conv("a", "x").conv("b", "a").output("a", "b"), List.of("x"), List.of("b")),
    A_SUM_THAT_A_FLOAT_NODE_READS(
        start().conv("a", "x").relu("r", "a").conv("b", "a").output("r", "b"),
        real("r"),
        List.of("x"),
        List.of("b")),
    ARITHMETIC(
        start().conv("a", "x").node("s", MUL, "x a", 1, 2, 4, 4).conv("b", "s").output("s", "b"),
        List.of("x", "a"),
        List.of("b")),
    AN_INPUT(start().relu("r", "x").conv("b", "x").output("r", "b"), real("r"), NONE, List.of("b")),
    A_MOVED_SUM(
        start()
            .conv("a", "x")
            .node("f", new Flatten(1), "a", 1, 32)
            .constant("w", 3, 32)
            .node("g", new Gemm(1, 1, false, true), "f w", 1, 3)
            .output("f", "g"),
        List.of("x"),
        List.of("g")),
    A_SUM_BEFORE_A_CLOSING_SOFTMAX(
        start()
            .conv("a", "x")
            .conv("b", "a")
            .node("s", new Softmax(1), "a", 1, 2, 4, 4)
            .output("s", "b"),
        List.of("x"),
        List.of("b")),
    A_JOINED_SUM(
        start()
            .conv("a", "x")
            .conv("b", "x")
            .node("j", new Concat(1), "a b", 1, 4, 4, 4)
            .node("s", new Softmax(1), "j", 1, 4, 4, 4)
            .node("t", MUL, "s j", 1, 4, 4, 4)
            .output("a", "t"),
        List.of("x", "b", "j", "s"),
        List.of("j")),
    ARITHMETIC_OF_FLOAT_NODES(
        start()
            .relu("r", "x")
            .node("m", MUL, "r r", 1, 2, 4, 4)
            .conv("a", "m")
            .node("s", MUL, "m a", 1, 2, 4, 4)
            .conv("b", "s")
            .output("b"),
        real("r"),
        List.of("a", "s"),
        List.of("a")),
    SUMS_OF_INTEGERS_IN_FLOAT(
        start()
            .whole("k", new OpaqueOp("", "Own", new LinkedHashMap<>()), "x", 1, 2, 4, 4)
            .node("c", new Cast(DType.FLOAT32), "k", 1, 2, 4, 4)
            .constant("scale", 1)
            .node("d", MUL, "c scale", 1, 2, 4, 4)
            .conv("a", "x")
            .node("s", new Binary(BinaryFunction.ADD), "d a", 1, 2, 4, 4)
            .output("s"),
        List.of("a"),
        List.of("a")),
    A_MAXIMUM(
        start()
            .conv("a", "x")
            .node("p", new MaxPool(SmallGraph.conv().window(), false), "a", 1, 2, 4, 4)
            .conv("b", "p")
            .output("p", "b"),
        List.of("x", "a", "p"),
        NONE),
    A_FUNCTION_OF_A_SUM(
        start()
            .conv("a", "x")
            .node("r", new Unary(UnaryFunction.SIGMOID), "a", 1, 2, 4, 4)
            .conv("b", "r")
            .output("r", "b"),
        List.of("x", "r"),
        NONE),
    A_QUANTIZED_OUTPUT(
        start().conv("a", "x").conv("b", "a").output("a", "b"),
        QuantOptions.DEFAULT.withOutputs(Scheme.INT8),
        List.of("x", "a", "b"),
        NONE),
    A_VALUE_WITH_A_SCALE_OF_THE_MODEL(
        start().conv("a", "x").conv("b", "a").output("a", "b"),
        loaded("a"),
        List.of("x", "a"),
        NONE);

    private final SmallGraph graph;
    private final QuantOptions options;
    private final List<String> written;
    private final List<String> readers;

    Case(SmallGraph graph, List<String> written, List<String> readers) {
      this(graph, QuantOptions.DEFAULT, written, readers);
    }

    Case(SmallGraph graph, QuantOptions options, List<String> written, List<String> readers) {
      this.graph = graph;
      this.options = options;
      this.written = written;
      this.readers = readers;
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyReaderGetsWhatItComputesWith(Case given) {
    QuantPlan plan = given.graph.plan(given.options).plan();
    assertThat(plan.activations()).containsOnlyKeys(given.written);
    assertThat(plan.reads().keySet().stream().map(Use::node))
        .containsExactlyElementsOf(given.readers);
  }

  @Test
  void whatIsJoinedIsRoundedOnce() {
    QuantPlan plan = Case.A_JOINED_SUM.graph.plan().plan();
    TensorPlan read = Objects.requireNonNull(plan.reads().get(new Use("j", 0)));
    assertThat(read.tensor()).isEqualTo("a");
    assertThat(read.source()).isEqualTo(new Source.SharedWith("j"));
    assertThat(read.params()).isEqualTo(plan.activation("j").orElseThrow().params());
  }

  @Test
  void pairsStandBeforeTheReadersOfIntegersOnly() {
    SmallGraph graph = Case.A_SUM_THAT_IS_AN_OUTPUT.graph;
    QuantPlan plan = graph.plan().plan();
    var annotated = QdqAnnotator.annotate(graph.graph(), plan, WeightForm.INTEGER);
    var found = annotated.graph();
    assertThat(found.producer("a").orElseThrow().name()).isEqualTo("a");
    assertThat(found.producer("b").orElseThrow().input(0)).isEqualTo("a_dequantized");
    assertThat(annotated.names()).doesNotContainKey("a");
    assertThat(annotated.reads().sequencedValues().getFirst().quantized()).isEqualTo("a_quantized");
  }

  @Test
  void aWideReaderOfANarrowValueHasTheOperatorSetOfWideIntegers() {
    SmallGraph graph = start().conv("a", "x").conv("b", "a").output("b");
    QuantPlan narrow = graph.plan().plan();
    QuantParams wide = QuantParams.perTensor(DType.INT16, 0.001f, 0);
    var reads = new LinkedHashMap<>(narrow.reads());
    reads.put(new Use("b", 0), TensorPlan.of("a", wide, new Source.Fixed()));
    QuantPlan plan =
        new QuantPlan(
            narrow.activations(),
            reads,
            narrow.weights(),
            narrow.biases(),
            narrow.carried(),
            narrow.nodes());
    assertThat(narrow.activation("a").orElseThrow().params().dtype()).isEqualTo(DType.INT8);
    var annotated = QdqAnnotator.annotate(graph.graph(), plan, WeightForm.INTEGER);
    assertThat(annotated.graph().info().opset()).isGreaterThanOrEqualTo(21);
  }
}
