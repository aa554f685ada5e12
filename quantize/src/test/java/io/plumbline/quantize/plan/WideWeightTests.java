package io.plumbline.quantize.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.plumbline.graph.op.MatMul;
import io.plumbline.graph.op.Recurrent;
import io.plumbline.graph.op.RecurrentLayer;
import io.plumbline.graph.op.RecurrentOrder;
import io.plumbline.quantize.form.IntegerForm;
import io.plumbline.quantize.target.Scheme;
import io.plumbline.quantize.wish.Selector;
import io.plumbline.quantize.wish.Wish;
import io.plumbline.runtime.arithmetic.Accumulator;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Weights of 16 bits, asked for by scheme or by the name of a constant. */
class WideWeightTests {
  private static final Selector ALL = new Selector.All();

  private static SmallGraph start() {
    return new SmallGraph().input("x", 1, 2, 4, 4);
  }

  /** x → a → b. */
  private static SmallGraph chain() {
    return start().conv("a", "x").conv("b", "a").output("b");
  }

  private static QuantOptions wishing(Wish... wishes) {
    return QuantOptions.DEFAULT.withWishes(List.of(wishes));
  }

  private static QuantizedConstant weight(Planned planned, String constant) {
    return planned.plan().weight(constant).orElseThrow();
  }

  private static NodePlan node(Planned planned, String name) {
    return Objects.requireNonNull(planned.plan().byNode().get(name));
  }

  private static DType dtype(Planned planned, String value) {
    return planned.plan().activation(value).orElseThrow().params().dtype();
  }

  @Test
  void integersReachTheLimitsOf16BitsWithTheScaleOfTheirRange() {
    for (Scheme scheme : List.of(Scheme.W16A8, Scheme.W16A16)) {
      Planned planned = chain().plan(wishing(new Wish(ALL, scheme)));
      QuantizedConstant weight = weight(planned, "a.w");
      assertThat(weight.limit()).isEqualTo(32767);
      assertThat(weight.integers().dtype()).isEqualTo(DType.INT16);
      assertThat(Arrays.stream(weight.integers().toInts()).map(Math::abs).max()).hasValue(32767);
      Tensor real = chain().graph().constant("a.w").orElseThrow();
      for (int i = 0; i < 4; i++) {
        double stands = weight.integers().getLong(i) * (double) weight.params().scale(i / 2);
        assertThat(Math.abs(stands - real.getFloat(i)))
            .isLessThanOrEqualTo(weight.params().scale(i / 2) / 2.0 + 1e-7);
      }
      assertThat(dtype(planned, "a")).isEqualTo(scheme.activation());
      assertThat(planned.plan().nodes())
          .allMatch(
              plan ->
                  plan.requested() == Precision.of(scheme)
                      && plan.effective() == plan.requested()
                      && plan.reason().isEmpty());
    }
  }

  @Test
  void oneNodeAloneCanHaveThem() {
    Planned planned = chain().plan(wishing(new Wish(new Selector.Node("b"), Scheme.W16A8)));
    assertThat(weight(planned, "a.w").limit()).isEqualTo(127);
    assertThat(weight(planned, "b.w").limit()).isEqualTo(32767);
    assertThat(node(planned, "a").effective()).isEqualTo(Precision.INT8);
    assertThat(node(planned, "b").effective()).isEqualTo(Precision.W16A8);
  }

  @Test
  void aConstantThatIsNamedHasThemWhateverItsActivationsAre() {
    QuantOptions options = QuantOptions.DEFAULT.withFine(List.of("b.w"));
    Planned narrow = chain().plan(options);
    assertThat(weight(narrow, "a.w").limit()).isEqualTo(127);
    assertThat(weight(narrow, "b.w").limit()).isEqualTo(32767);
    assertThat(dtype(narrow, "a")).isEqualTo(DType.INT8);
    assertThat(node(narrow, "b").requested()).isEqualTo(Precision.INT8);
    assertThat(node(narrow, "b").effective()).isEqualTo(Precision.W16A8);
    assertThat(node(narrow, "b").reason()).isEqualTo("weights 'b.w' have 16 bits");
    for (Scheme scheme : List.of(Scheme.INT16, Scheme.W4A8)) {
      Planned planned = chain().plan(options.withWishes(List.of(new Wish(ALL, scheme))));
      assertThat(weight(planned, "b.w").limit()).isEqualTo(32767);
      assertThat(weight(planned, "a.w").limit()).isEqualTo(scheme.weightLimit());
      assertThat(dtype(planned, "a")).isEqualTo(scheme.activation());
    }
  }

  /** The weights of a node that was to have 4 bits had 16 for a goal. */
  @Test
  void aWishAboutTheNodeComesBeforeItsName() {
    QuantOptions options = QuantOptions.DEFAULT.withFine(List.of("a.w", "b.w"));
    Wish wish = new Wish(new Selector.Node("b"), Scheme.W4A8);
    Planned planned = chain().plan(options.withWishes(List.of(wish)));
    assertThat(weight(planned, "a.w").limit()).isEqualTo(32767);
    assertThat(weight(planned, "b.w").limit()).isEqualTo(7);
  }

  @Test
  void aValueAndAConstantMayBothBeFine() {
    Planned planned = chain().plan(QuantOptions.DEFAULT.withFine(List.of("a", "b.w")));
    assertThat(dtype(planned, "a")).isEqualTo(DType.INT16);
    assertThat(dtype(planned, "x")).isEqualTo(DType.INT8);
    assertThat(node(planned, "a").effective()).isEqualTo(Precision.INT16);
    assertThat(node(planned, "b").effective()).isEqualTo(Precision.W16A16);
  }

  @Test
  void nodesThatShareAConstantShareItsIntegers() {
    SmallGraph graph =
        start().conv("a", "x").node("b", SmallGraph.conv(), "a a.w", 1, 2, 4, 4).output("b");
    Planned planned = graph.plan(wishing(new Wish(new Selector.Node("b"), Scheme.W16A8)));
    assertThat(weight(planned, "a.w").limit()).isEqualTo(32767);
    assertThat(node(planned, "a").reason()).isEqualTo("weights 'a.w' have 16 bits");
    assertThat(node(planned, "a").effective()).isEqualTo(Precision.W16A8);
  }

  @Test
  void sumsBeyond32BitsAndTheirBiasesHave64() {
    SmallGraph graph =
        new SmallGraph()
            .input("x", 1, 400)
            .constant("w", ones(400, 3))
            .constant("v", ones(2, 3))
            .node("m", new MatMul(), "x w", 1, 3)
            .input("y", 1, 2)
            .node("n", new MatMul(), "y v", 1, 3)
            .output("m", "n");
    Planned planned = graph.plan(wishing(new Wish(ALL, Scheme.W16A8)));
    assertThat(accumulator(planned, "m")).isEqualTo(Accumulator.INT64);
    assertThat(accumulator(planned, "n")).isEqualTo(Accumulator.INT32);
  }

  private static Accumulator accumulator(Planned planned, String name) {
    return ((IntegerForm.Sum) node(planned, name).form()).accumulator();
  }

  private static Tensor ones(int rows, int columns) {
    float[] values = new float[rows * columns];
    Arrays.fill(values, 1);
    return Tensor.of(Shape.of(rows, columns), values);
  }

  /** With fine weights a bias of any use is more than 32 bits of steps; none is widened for it. */
  @Test
  void aBiasThatNeeds64BitsHasThem() {
    SmallGraph graph =
        start()
            .conv("a", "x")
            .constant("a.w", Tensor.of(Shape.of(2, 2, 1, 1), 1e-4f, 2e-4f, 1, -1))
            .constant("a.b", Tensor.of(Shape.of(2), 3, 4))
            .output("a");
    Planned planned = graph.plan(wishing(new Wish(ALL, Scheme.W16A8)));
    assertThat(accumulator(planned, "a")).isEqualTo(Accumulator.INT64);
    assertThat(planned.findings()).noneMatch(f -> f.code().equals("plan.widened-weights"));
    assertThat(weight(planned, "a.w").params().scale(0)).isEqualTo((float) (2e-4f / 32767.0));
  }

  @Test
  void recurrentLayersKeep8BitsAndSaySo() {
    SmallGraph graph =
        new SmallGraph()
            .input("x", 3, 1, 2)
            .constant("w", 1, 2, 2)
            .constant("r", 1, 2, 2)
            .node(
                "rnn",
                new Recurrent(RecurrentLayer.RNN, RecurrentOrder.FORWARD, 2, false),
                "x w r",
                3,
                1,
                1,
                2)
            .output("rnn");
    Planned planned = graph.plan(wishing(new Wish(new Selector.Node("rnn"), Scheme.W16A8)));
    assertThat(weight(planned, "w").limit()).isEqualTo(127);
    assertThat(node(planned, "rnn").requested()).isEqualTo(Precision.W16A8);
    assertThat(node(planned, "rnn").effective()).isEqualTo(Precision.INT8);
    assertThat(node(planned, "rnn").reason()).isEqualTo("recurrent layers have weights of 8 bits");
    assertThat(planned.findings())
        .extracting(Finding::code, Finding::where)
        .contains(tuple("plan.other-precision", "rnn"));
  }
}
