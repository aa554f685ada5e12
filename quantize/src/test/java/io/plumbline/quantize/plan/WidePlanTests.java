package io.plumbline.quantize.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.plumbline.graph.op.Concat;
import io.plumbline.graph.op.MatMul;
import io.plumbline.graph.op.Unary;
import io.plumbline.graph.op.UnaryFunction;
import io.plumbline.quantize.form.IntegerForm;
import io.plumbline.quantize.observe.StatisticKind;
import io.plumbline.quantize.observe.Statistics;
import io.plumbline.quantize.observe.TensorObserver;
import io.plumbline.quantize.observe.TensorStatistics;
import io.plumbline.quantize.target.Scheme;
import io.plumbline.quantize.target.Target;
import io.plumbline.quantize.wish.Selector;
import io.plumbline.quantize.wish.Wish;
import io.plumbline.runtime.arithmetic.Accumulator;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** What wishes for 16 bits do to a plan. */
class WidePlanTests {
  private static final Wish ALL = new Wish(new Selector.All(), Scheme.INT16);

  /** A device whose 16-bit products are summed in 32 bits. */
  private static final Target NARROW_SUMS =
      new Target(
          "narrow sums",
          List.of(
              Scheme.INT8,
              new Scheme("int16", DType.INT16, DType.INT8, true, true, Accumulator.INT32)),
          Target.GENERIC.rounding(),
          Target.GENERIC.convention(),
          Target.GENERIC.requantisation(),
          Target.GENERIC.products(),
          false,
          true);

  private static SmallGraph start() {
    return new SmallGraph().input("x", 1, 2, 4, 4);
  }

  /** x → a → r → b → c. */
  private static SmallGraph chain() {
    return start()
        .conv("a", "x")
        .node("r", new Unary(UnaryFunction.SQRT), "a", 1, 2, 4, 4)
        .conv("b", "r")
        .conv("c", "b")
        .output("c");
  }

  private static Planned plan(SmallGraph graph, Wish... wishes) {
    return graph.plan(QuantOptions.DEFAULT.withWishes(Arrays.asList(wishes)));
  }

  private static Wish wide(String node) {
    return new Wish(new Selector.Node(node), Scheme.INT16);
  }

  private static DType dtype(Planned planned, String value) {
    return planned.plan().activation(value).orElseThrow().params().dtype();
  }

  private static NodePlan node(Planned planned, String name) {
    return Objects.requireNonNull(planned.plan().byNode().get(name));
  }

  private static Accumulator accumulator(Planned planned, String name) {
    return ((IntegerForm.Sum) node(planned, name).form()).accumulator();
  }

  @Test
  void allOf16BitsQuantizesEveryActivationSoAndWeightsTo8() {
    Planned planned = plan(chain(), ALL);
    assertThat(planned.plan().activations().values())
        .extracting(plan -> plan.params().dtype())
        .containsOnly(DType.INT16);
    assertThat(planned.plan().weights().values())
        .extracting(constant -> constant.params().dtype())
        .containsOnly(DType.INT8);
    assertThat(planned.plan().nodes())
        .allMatch(
            plan ->
                plan.requested() == Precision.INT16
                    && plan.effective() == Precision.INT16
                    && plan.reason().isEmpty());
    assertThat(planned.plan().activation("x").orElseThrow().params().scale())
        .isEqualTo((float) (4.0 / 65535));
  }

  @Test
  void oneNodeOf16BitsWidensWhatItReadsAndWrites() {
    Planned planned = plan(chain(), wide("r"));
    assertThat(dtype(planned, "x")).isEqualTo(DType.INT8);
    assertThat(dtype(planned, "a")).isEqualTo(DType.INT16);
    assertThat(dtype(planned, "r")).isEqualTo(DType.INT16);
    assertThat(dtype(planned, "b")).isEqualTo(DType.INT8);
    assertThat(node(planned, "r").effective()).isEqualTo(Precision.INT16);
    assertThat(node(planned, "r").reason()).isEmpty();
    assertThat(node(planned, "a"))
        .satisfies(
            a -> {
              assertThat(a.requested()).isEqualTo(Precision.INT8);
              assertThat(a.effective()).isEqualTo(Precision.INT16);
              assertThat(a.reason()).isEqualTo("'a' is int16 for the nodes around it");
            });
    assertThat(node(planned, "c").effective()).isEqualTo(Precision.INT8);
  }

  @Test
  void theFinerWishDecidesAboutAValue() {
    Planned planned = plan(chain(), ALL, new Wish(new Selector.Type("Sqrt"), Scheme.INT8));
    assertThat(dtype(planned, "x")).isEqualTo(DType.INT16);
    assertThat(dtype(planned, "a")).isEqualTo(DType.INT8);
    assertThat(dtype(planned, "r")).isEqualTo(DType.INT8);
    assertThat(dtype(planned, "b")).isEqualTo(DType.INT16);
    assertThat(node(planned, "r").effective()).isEqualTo(Precision.INT8);
  }

  @Test
  void outputsAreQuantizedAsAsked() {
    Planned planned = chain().plan(QuantOptions.DEFAULT.withOutputs(Scheme.INT16));
    assertThat(dtype(planned, "c")).isEqualTo(DType.INT16);
    assertThat(dtype(planned, "b")).isEqualTo(DType.INT8);
  }

  @Test
  void sumsTakeTheNarrowestAccumulatorThatHoldsThem() {
    SmallGraph graph =
        new SmallGraph()
            .input("x", 1, 400)
            .constant("w", 400, 3)
            .constant("v", ones(400, 3))
            .node("noise", new MatMul(), "x w", 1, 3)
            .node("ones", new MatMul(), "x v", 1, 3)
            .output("noise", "ones");
    Planned planned = plan(graph, ALL);
    assertThat(accumulator(planned, "noise")).isEqualTo(Accumulator.INT32);
    assertThat(accumulator(planned, "ones")).isEqualTo(Accumulator.INT64);
    assertThat(accumulator(plan(graph), "ones")).isEqualTo(Accumulator.INT32);
    assertThat(accumulator(plan(chain(), ALL), "a")).isEqualTo(Accumulator.INT32);
  }

  private static Tensor ones(int rows, int columns) {
    float[] values = new float[rows * columns];
    Arrays.fill(values, 1);
    return Tensor.of(Shape.of(rows, columns), values);
  }

  @Test
  void aProductOfTwoWideActivationsNeeds64Bits() {
    SmallGraph graph =
        new SmallGraph()
            .input("x", 2, 8)
            .input("y", 8, 2)
            .node("m", new MatMul(), "x y", 2, 2)
            .output("m");
    assertThat(accumulator(plan(graph, ALL), "m")).isEqualTo(Accumulator.INT64);
    assertThat(accumulator(plan(graph), "m")).isEqualTo(Accumulator.INT32);
  }

  @Test
  void aBiasBeyond32BitsIsOf64() {
    SmallGraph graph =
        start()
            .conv("a", "x")
            .constant("a.w", Tensor.of(Shape.of(2, 2, 1, 1), 1e-9f, 2e-9f, 1, -1))
            .constant("a.b", Tensor.of(Shape.of(2), 3, 4))
            .output("a");
    Planned planned = plan(graph, ALL);
    QuantizedConstant bias = planned.plan().biases().firstEntry().getValue();
    assertThat(accumulator(planned, "a")).isEqualTo(Accumulator.INT64);
    assertThat(bias.integers().dtype()).isEqualTo(DType.INT64);
    double unit = (4.0 / 65535) * (2e-9f / 127.0);
    assertThat(bias.integers().getLong(0) * unit).isCloseTo(3, offset());
    assertThat(planned.findings()).noneMatch(f -> f.code().equals("plan.widened-weights"));
    assertThat(plan(graph).findings()).anyMatch(f -> f.code().equals("plan.widened-weights"));
  }

  private static Offset<Double> offset() {
    return Offset.offset(1e-4);
  }

  @Test
  void aSumThatNoAccumulatorHoldsIn16BitsGetsTheNarrowerScheme() {
    SmallGraph graph =
        new SmallGraph()
            .input("x", 1, 300)
            .constant("w", ones(300, 3))
            .node("m", new MatMul(), "x w", 1, 3)
            .output("m");
    Planned planned = plan(NARROW_SUMS, graph, wide("m"));
    assertThat(dtype(planned, "x")).isEqualTo(DType.INT8);
    assertThat(node(planned, "m"))
        .satisfies(
            m -> {
              assertThat(m.requested()).isEqualTo(Precision.INT16);
              assertThat(m.effective()).isEqualTo(Precision.INT8);
              assertThat(m.reason()).isEqualTo("a sum of 300 products could leave 32 bits");
            });
    assertThat(planned.findings())
        .extracting(Finding::code, Finding::where)
        .contains(tuple("plan.other-precision", "m"));
  }

  private static Planned plan(Target target, SmallGraph graph, Wish... wishes) {
    var planner =
        new Planner(graph.graph(), target, QuantOptions.DEFAULT.withWishes(Arrays.asList(wishes)));
    SequencedMap<String, TensorStatistics> tensors = new LinkedHashMap<>();
    for (String name : planner.observed()) {
      var observer = new TensorObserver(StatisticKind.HISTOGRAM);
      observer.observe(Tensor.of(Shape.of(2), -1f, 3), 0);
      tensors.put(name, observer.statistics());
    }
    return planner.plan(new Statistics(1, tensors));
  }

  @Test
  void operandsOfAConcatMayHaveEitherWidth() {
    SmallGraph graph =
        start()
            .conv("a", "x")
            .conv("b", "x")
            .node("j", new Concat(1), "a b", 1, 4, 4, 4)
            .node("s", new Unary(UnaryFunction.SQRT), "j", 1, 4, 4, 4)
            .output("s");
    Planned planned =
        plan(
            graph,
            new Wish(new Selector.Type("Concat"), Scheme.INT16),
            new Wish(new Selector.Node("b"), Scheme.INT8));
    assertThat(dtype(planned, "a")).isEqualTo(DType.INT16);
    assertThat(dtype(planned, "b")).isEqualTo(DType.INT8);
    assertThat(dtype(planned, "j")).isEqualTo(DType.INT16);
    assertThat(node(planned, "j").effective()).isEqualTo(Precision.INT16);
  }

  @Test
  void aSchemeThatTheTargetLacksIsAnError() {
    Target bytes =
        new Target(
            "bytes",
            List.of(Scheme.INT8),
            Target.GENERIC.rounding(),
            Target.GENERIC.convention(),
            Target.GENERIC.requantisation(),
            Target.GENERIC.products(),
            false,
            true);
    assertThatThrownBy(() -> plan(bytes, chain(), wide("a")))
        .isInstanceOf(BadConfigurationException.class)
        .hasMessageContaining("The target 'bytes' has no scheme 'int16'");
  }
}
