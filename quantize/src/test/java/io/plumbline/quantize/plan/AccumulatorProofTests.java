package io.plumbline.quantize.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.graph.op.Gemm;
import io.plumbline.graph.op.MatMul;
import io.plumbline.graph.op.Recurrent;
import io.plumbline.graph.op.RecurrentLayer;
import io.plumbline.graph.op.RecurrentOrder;
import io.plumbline.quantize.form.IntegerForm;
import io.plumbline.quantize.form.Use;
import io.plumbline.quantize.load.LoadedScales;
import io.plumbline.quantize.target.Target;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Objects;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sums are integer where their accumulators are proved to hold them, and nowhere else. */
class AccumulatorProofTests {
  private static final int LONG = 40_000;

  private static IntegerForm form(SmallGraph graph) {
    return graph.plan().plan().nodes().getFirst().form();
  }

  private static SmallGraph product(float... weights) {
    return new SmallGraph()
        .input("x", 1, weights.length)
        .constant("w", Tensor.of(Shape.of(weights.length, 1), weights))
        .node("g", new Gemm(1, 1, false, false), "x w", 1, 1)
        .output("g");
  }

  private static float[] equal(int length) {
    float[] weights = new float[length];
    Arrays.fill(weights, 1);
    return weights;
  }

  @Test
  void longSumsOfLargeWeightsStayReal() {
    assertThat(form(product(equal(LONG)))).isInstanceOf(IntegerForm.Foreign.class);
  }

  @Test
  void longSumsOfSmallWeightsAreInteger() {
    float[] weights = equal(LONG);
    weights[0] = 100;
    assertThat(form(product(weights))).isInstanceOf(IntegerForm.Sum.class);
  }

  /**
   * A large bias makes the unit of the sums coarser, also where the model brings its weights'
   * scale.
   */
  @ParameterizedTest
  @CsvSource({"0.30, false", "0.99, false", "150, false", "-0.99, true", "1.50, true"})
  void aBiasNeverPushesTheSumsOutOfTheAccumulator(double share, boolean loaded) {
    int terms = 30_000;
    float unit = 4f / 255 / 127;
    SmallGraph graph =
        new SmallGraph()
            .input("x", 1, terms)
            .constant("w", Tensor.of(Shape.of(terms, 1), equal(terms)))
            .constant("b", Tensor.of(Shape.of(1), (float) (share * Integer.MAX_VALUE * unit)))
            .node("g", new Gemm(1, 1, false, false), "x w b", 1, 1)
            .output("g");
    SequencedMap<String, QuantParams> weights = new LinkedHashMap<>();
    if (loaded) {
      weights.put("w", QuantParams.perTensor(DType.INT8, 1 / 127f, 0));
    }
    QuantPlan plan =
        graph
            .plan(QuantOptions.DEFAULT.withLoaded(new LoadedScales(new LinkedHashMap<>(), weights)))
            .plan();
    assertThat(plan.nodes().getFirst().form()).isInstanceOf(IntegerForm.Sum.class);
    long bias = plan.bias(new Use("g", 2)).orElseThrow().integers().getLong(0);
    long products = 0;
    for (int weight : plan.weight("w").orElseThrow().integers().toInts()) {
      products += Math.abs(weight) * 255L;
    }
    assertThat(Math.abs(bias) + products).isLessThanOrEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void statesAreSummedInIntegersAsLongAsTheirSumsFit() {
    int most = Integer.MAX_VALUE / (32_767 * 127);
    assertThat(form(recurrent(most))).isNotInstanceOf(IntegerForm.Foreign.class);
    assertThat(form(recurrent(most + 1))).isInstanceOf(IntegerForm.Foreign.class);
  }

  private static SmallGraph recurrent(int hidden) {
    return new SmallGraph()
        .input("x", 2, 1, 1)
        .constant("w", Tensor.of(Shape.of(1, hidden, 1), equal(hidden)))
        .constant("r", Tensor.of(Shape.of(1, hidden, hidden), equal(hidden * hidden)))
        .node(
            "y",
            new Recurrent(RecurrentLayer.RNN, RecurrentOrder.FORWARD, hidden, false),
            "x w r",
            2,
            1,
            1,
            hidden)
        .output("y");
  }

  @Test
  void productsOfTwoActivationsAreIntegerUpToTheLastDepthThatFits() {
    int deepest = Integer.MAX_VALUE / (255 * 255);
    assertThat(form(activations(deepest))).isInstanceOf(IntegerForm.Sum.class);
    assertThat(form(activations(deepest + 1))).isInstanceOf(IntegerForm.Foreign.class);
  }

  private static SmallGraph activations(int depth) {
    return new SmallGraph()
        .input("x", 1, depth)
        .input("y", depth, 1)
        .node("m", new MatMul(), "x y", 1, 1)
        .output("m");
  }

  private static final int LONGER = 100_000;

  /** The rules judge the scales that planning may choose; those that are given may be finer. */
  @Test
  void sumsOfGivenScalesAreProvedToo() {
    float[] weights = equal(LONGER);
    weights[0] = 100;
    assertThat(given(product(weights), "w", 100 / 127f)).isInstanceOf(IntegerForm.Sum.class);
    assertThat(given(product(weights), "w", 1 / 127f)).isInstanceOf(IntegerForm.Foreign.class);
  }

  @Test
  void aBiasOfGivenScalesIsProvedToo() {
    SmallGraph graph =
        new SmallGraph()
            .input("x", 1, 1)
            .constant("w", Tensor.of(Shape.of(1, 1), 1f))
            .constant("b", Tensor.of(Shape.of(1), 1f))
            .node("g", new Gemm(1, 1, false, false), "x w b", 1, 1)
            .output("g");
    assertThat(given(graph, "w", 1 / 127f)).isInstanceOf(IntegerForm.Sum.class);
    assertThat(given(graph, "w", 1e-9f)).isInstanceOf(IntegerForm.Foreign.class);
    assertThat(given(graph, "w", 1e-30f)).isInstanceOf(IntegerForm.Foreign.class);
  }

  @Test
  void stepsOfGivenScalesAreProvedToo() {
    float[] weights = equal(LONGER);
    weights[0] = 100;
    SmallGraph graph =
        new SmallGraph()
            .input("x", 1, 1, LONGER)
            .constant("w", Tensor.of(Shape.of(1, 1, LONGER), weights))
            .constant("r", Tensor.of(Shape.of(1, 1, 1), 1f))
            .node(
                "y",
                new Recurrent(RecurrentLayer.RNN, RecurrentOrder.FORWARD, 1, false),
                "x w r",
                1,
                1,
                1,
                1)
            .output("y");
    assertThat(given(graph, "w", 100 / 127f)).isInstanceOf(IntegerForm.Own.class);
    assertThat(given(graph, "w", 1 / 127f)).isInstanceOf(IntegerForm.Foreign.class);
  }

  /** The form of the first node where the scale of a constant is given. */
  private static IntegerForm given(SmallGraph graph, String constant, float scale) {
    QuantPlan plan = graph.plan().plan();
    SequencedMap<String, TensorPlan> weights = new LinkedHashMap<>();
    plan.weights().forEach((name, weight) -> weights.put(name, weight.plan()));
    TensorPlan old = Objects.requireNonNull(weights.get(constant), plan.nodes()::toString);
    int channels = old.params().channels();
    float[] scales = new float[channels];
    Arrays.fill(scales, scale);
    QuantParams finer =
        old.params().isPerTensor()
            ? QuantParams.perTensor(DType.INT8, scale, 0)
            : QuantParams.perChannel(DType.INT8, scales, old.params().axis());
    weights.put(
        constant, new TensorPlan(constant, finer, new Source.Fixed(), old.low(), old.high()));
    Planner planner = new Planner(graph.graph(), Target.GENERIC, QuantOptions.DEFAULT);
    return planner.assemble(plan.activations(), weights).nodes().getFirst().form();
  }
}
