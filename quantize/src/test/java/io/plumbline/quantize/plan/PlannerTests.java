package io.plumbline.quantize.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.graph.op.Binary;
import io.plumbline.graph.op.BinaryFunction;
import io.plumbline.graph.op.Concat;
import io.plumbline.graph.op.Flatten;
import io.plumbline.graph.op.Gemm;
import io.plumbline.graph.op.MatMul;
import io.plumbline.graph.op.MaxPool;
import io.plumbline.graph.op.OpaqueOp;
import io.plumbline.graph.op.Softmax;
import io.plumbline.graph.op.Unary;
import io.plumbline.graph.op.UnaryFunction;
import io.plumbline.quantize.form.IntegerForm;
import io.plumbline.quantize.form.Limits;
import io.plumbline.quantize.target.Scheme;
import io.plumbline.quantize.wish.Wish;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.BadModelException;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlannerTests {
  private static SmallGraph start() {
    return new SmallGraph().input("x", 1, 2, 4, 4);
  }

  private static List<String> groups(Planned planned) {
    return planned.plan().nodes().stream().map(NodePlan::name).toList();
  }

  private static QuantParams params(Planned planned, String value) {
    return planned.plan().activation(value).orElseThrow().params();
  }

  private static NodePlan node(Planned planned, String name) {
    return Objects.requireNonNull(planned.plan().byNode().get(name));
  }

  @Test
  void convolutionTakesItsActivationAndTheLastOneStaysReal() {
    Planned planned = start().conv("a", "x").relu("r", "a").conv("b", "r").output("b").plan();
    assertThat(groups(planned)).containsExactly("a+r", "b");
    assertThat(planned.plan().activations()).containsOnlyKeys("x", "r");
    assertThat(planned.plan().weights()).containsOnlyKeys("a.w", "b.w");
    assertThat(planned.plan().weight("a.w").orElseThrow().params().axis()).isZero();
    assertThat(planned.plan().nodes())
        .allMatch(node -> node.effective() == Precision.INT8 && node.reason().isEmpty());
    assertThat(planned.findings()).isEmpty();
  }

  @Test
  void anActivationIsNotFusedWhenAnotherReadsTheSum() {
    Planned planned =
        start().conv("a", "x").relu("r", "a").conv("b", "a").conv("c", "r").output("b", "c").plan();
    assertThat(groups(planned)).containsExactly("a", "r", "b", "c");
    assertThat(planned.plan().activations()).containsOnlyKeys("x", "a", "r");
  }

  @Test
  void outputsAreQuantizedOnDemand() {
    Planned planned =
        start().conv("a", "x").output("a").plan(QuantOptions.DEFAULT.withOutputs(Scheme.INT8));
    assertThat(planned.plan().activations()).containsOnlyKeys("x", "a");
  }

  @Test
  void nodesAreKeptInFloatOnDemandAndUnknownNamesAreErrors() {
    SmallGraph graph = start().conv("a", "x").relu("r", "a").conv("b", "r").output("b");
    Planned planned = graph.plan(QuantOptions.DEFAULT.withWishes(List.of(Wish.real("r"))));
    assertThat(groups(planned)).containsExactly("a", "r", "b");
    assertThat(node(planned, "r"))
        .isEqualTo(
            new NodePlan(
                List.of("r"),
                new IntegerForm.Arithmetic(new Limits(0, Float.POSITIVE_INFINITY)),
                Precision.FLOAT32,
                Precision.FLOAT32,
                ""));
    assertThat(planned.plan().activations()).containsOnlyKeys("x", "r");
    assertThatThrownBy(
            () -> graph.plan(QuantOptions.DEFAULT.withWishes(List.of(Wish.real("none")))))
        .isInstanceOf(BadConfigurationException.class)
        .hasMessageContaining("none");
  }

  @Test
  void movedAndPooledValuesShareParameters() {
    MaxPool pool = new MaxPool(SmallGraph.conv().window(), false);
    Planned planned =
        start()
            .conv("a", "x")
            .node("p", pool, "a", 1, 2, 4, 4)
            .node("f", new Flatten(1), "p", 1, 32)
            .constant("w", 3, 32)
            .node("g", new Gemm(1, 1, false, true), "f w", 1, 3)
            .output("g")
            .plan();
    assertThat(params(planned, "p")).isEqualTo(params(planned, "a"));
    assertThat(params(planned, "f")).isEqualTo(params(planned, "a"));
    assertThat(planned.plan().activation("f").orElseThrow().source())
        .isEqualTo(new Source.SharedWith("a"));
    assertThat(planned.plan().activation("g")).isEmpty();
  }

  @Test
  void logitsStayRealBehindMovementAndSoftmax() {
    Planned planned =
        start()
            .conv("a", "x")
            .node("f", new Flatten(1), "a", 1, 32)
            .node("s", new Softmax(1), "f", 1, 32)
            .output("s")
            .plan();
    assertThat(planned.plan().activations()).containsOnlyKeys("x");
    assertThat(node(planned, "s").effective()).isEqualTo(Precision.FLOAT32);
    assertThat(planned.findings()).isEmpty();
  }

  @Test
  void joinedOperandsShareTheRangeOfTheResult() {
    SmallGraph graph =
        start()
            .conv("a", "x")
            .conv("b", "x")
            .node("c", new Concat(1), "a b", 1, 4, 4, 4)
            .constant("w", 2, 4, 1, 1)
            .node("d", SmallGraph.conv(), "c w", 1, 2, 4, 4)
            .output("d");
    Map<String, float[]> close =
        Map.of("a", new float[] {-1, 3}, "b", new float[] {-2, 2}, "c", new float[] {-2, 3});
    Planned planned = graph.plan(QuantOptions.DEFAULT, new LinkedHashMap<>(close));
    assertThat(params(planned, "a")).isEqualTo(params(planned, "c"));
    assertThat(params(planned, "b")).isEqualTo(params(planned, "c"));
    Map<String, float[]> apart =
        Map.of("a", new float[] {0, 640}, "b", new float[] {0, 1}, "c", new float[] {0, 640});
    Planned uneven = graph.plan(QuantOptions.DEFAULT, new LinkedHashMap<>(apart));
    assertThat(params(uneven, "a")).isEqualTo(params(uneven, "c"));
    assertThat(params(uneven, "b").scale()).isLessThan(0.005f);
    assertThat(uneven.findings()).extracting(Finding::code).contains("plan.concat-ranges");
  }

  /** 0.3 of the inner result, which is 0.3 of the outer one: 0.09 of the range it would get. */
  @Test
  void operandsOfNestedConcatsAreJudgedAgainstTheOutermostRange() {
    SmallGraph graph =
        start()
            .conv("a", "x")
            .conv("b", "x")
            .conv("c", "x")
            .node("inner", new Concat(1), "a b", 1, 4, 4, 4)
            .node("outer", new Concat(1), "inner c", 1, 6, 4, 4)
            .constant("w", 2, 6, 1, 1)
            .node("d", SmallGraph.conv(), "outer w", 1, 2, 4, 4)
            .output("d");
    Map<String, float[]> values =
        Map.of(
            "a", new float[] {0, 30},
            "b", new float[] {0, 9},
            "c", new float[] {0, 100},
            "inner", new float[] {0, 30},
            "outer", new float[] {0, 100});
    Planned planned = graph.plan(QuantOptions.DEFAULT, new LinkedHashMap<>(values));
    assertThat(params(planned, "a")).isEqualTo(params(planned, "outer"));
    assertThat(params(planned, "b").scale()).isLessThan(0.04f);
    assertThat(planned.findings()).extracting(Finding::code).contains("plan.concat-ranges");
  }

  @Test
  void joinedOperandKeepsItsRangeWhereOthersReadIt() {
    Planned planned =
        start()
            .conv("a", "x")
            .conv("b", "x")
            .node("c", new Concat(1), "a b", 1, 4, 4, 4)
            .constant("w", 2, 4, 1, 1)
            .node("d", SmallGraph.conv(), "c w", 1, 2, 4, 4)
            .conv("e", "a")
            .output("d", "e")
            .plan(
                QuantOptions.DEFAULT,
                new LinkedHashMap<>(
                    Map.of(
                        "a", new float[] {-1, 2},
                        "b", new float[] {-2, 3},
                        "c", new float[] {-2, 3})));
    assertThat(params(planned, "b")).isEqualTo(params(planned, "c"));
    assertThat(params(planned, "a").scale()).isLessThan(params(planned, "c").scale());
    assertThat(planned.plan().activation("a").orElseThrow().source())
        .isInstanceOf(Source.Calibrated.class);
  }

  @Test
  void headsOfDifferentRangesStayRealWhenTheyAreJoinedAtTheEnd() {
    Planned planned =
        start()
            .conv("boxes", "x")
            .conv("logits", "x")
            .node("scores", new Unary(UnaryFunction.SIGMOID), "logits", 1, 2, 4, 4)
            .node("c", new Concat(1), "boxes scores", 1, 4, 4, 4)
            .output("c")
            .plan();
    assertThat(planned.plan().activations()).containsOnlyKeys("x", "scores");
  }

  @Test
  void productTakesTheRowAddedToIt() {
    Planned planned =
        new SmallGraph()
            .input("x", 5, 8)
            .constant("w", 8, 6)
            .constant("row", 6)
            .node("m", new MatMul(), "x w", 5, 6)
            .node("a", new Binary(BinaryFunction.ADD), "row m", 5, 6)
            .node("r", new Unary(UnaryFunction.RELU), "a", 5, 6)
            .output("r")
            .plan();
    assertThat(groups(planned)).containsExactly("m+a+r");
    assertThat(planned.plan().weight("w").orElseThrow().params().axis()).isEqualTo(1);
  }

  @Test
  void opsWithoutIntegerFormAreNamedAndFedWithoutRounding() {
    Planned planned =
        start()
            .conv("a", "x")
            .node("t", new OpaqueOp("", "Det", new LinkedHashMap<>()), "a", 1, 2, 4, 4)
            .conv("b", "t")
            .output("b")
            .plan();
    assertThat(node(planned, "t").reason()).contains("Det");
    assertThat(planned.plan().activations()).containsOnlyKeys("x", "t");
    assertThat(planned.findings()).extracting(Finding::where).containsExactly("t");
  }

  @Test
  void valuesOfASizeThatDependsOnTheDataStayInOneFloatNode() {
    Planned planned =
        start()
            .conv("a", "x")
            .node("found", new OpaqueOp("", "NonZero", new LinkedHashMap<>()), "a", 4, -1)
            .node("picked", new OpaqueOp("", "GatherND", new LinkedHashMap<>()), "a found", -1)
            .node("sum", new OpaqueOp("", "ReduceSum", new LinkedHashMap<>()), "picked")
            .output("sum")
            .plan();
    assertThat(groups(planned)).containsExactly("a", "found+picked+sum");
    assertThat(node(planned, "sum").reason()).contains("depends on the data");
  }

  /** 255² · 33 025 is the last multiple below 2³¹. */
  @ParameterizedTest
  @CsvSource({"33025, INT8", "33026, FLOAT32"})
  void productOfActivationsIsIntegerAsLongAsItsSumsFit(long depth, Precision expected) {
    Planned planned =
        new SmallGraph()
            .input("x", 1, depth)
            .input("y", depth, 1)
            .node("m", new MatMul(), "x y", 1, 1)
            .output("m")
            .plan();
    assertThat(node(planned, "m").effective()).isEqualTo(expected);
    assertThat(node(planned, "m").reason()).contains(expected == Precision.INT8 ? "" : "32 bits");
  }

  /** Weights of 127 steps: 255 · 127 · 33 155 is the last multiple below 2³⁰. */
  @ParameterizedTest
  @CsvSource({"33155, INT8", "33156, FLOAT32"})
  void productWithWeightsIsIntegerAsLongAsHalfAnAccumulatorHoldsIt(int depth, Precision expected) {
    float[] ones = new float[depth];
    Arrays.fill(ones, 1);
    Planned planned =
        new SmallGraph()
            .input("x", 1, depth)
            .constant("w", Tensor.of(Shape.of(depth, 1), ones))
            .node("m", new MatMul(), "x w", 1, 1)
            .output("m")
            .plan();
    assertThat(node(planned, "m").effective()).isEqualTo(expected);
    assertThat(node(planned, "m").reason()).contains(expected == Precision.INT8 ? "" : "32 bits");
  }

  @Test
  void weightScalesLeaveRoomForTheBias() {
    Tensor weights = Tensor.of(Shape.of(2, 2, 1, 1), 1, 1, 1e-12f, 0);
    Tensor bias = Tensor.of(Shape.of(2), 0.5f, 3f);
    Planned planned =
        start()
            .constant("w", weights)
            .constant("b", bias)
            .node("c", SmallGraph.conv(), "x w b", 1, 2, 4, 4)
            .output("c")
            .plan();
    QuantParams params = planned.plan().weight("w").orElseThrow().params();
    assertThat(params.scale(0)).isEqualTo(1 / 127f);
    double steps = 3 / ((double) params(planned, "x").scale() * params.scale(1));
    assertThat(steps).isBetween(0.99 * (1 << 30), 1.0 * (1 << 30));
    assertThat(planned.findings()).extracting(Finding::code).contains("plan.widened-weights");
  }

  @Test
  void channelsOfZerosHaveADefinedScale() {
    Planned planned =
        start()
            .constant("w", Tensor.of(Shape.of(2, 2, 1, 1), 0, 0, 2, -1))
            .node("c", SmallGraph.conv(), "x w", 1, 2, 4, 4)
            .output("c")
            .plan();
    assertThat(planned.plan().weight("w").orElseThrow().params().scales())
        .containsExactly(2 / 127f, 2 / 127f);
  }

  @Test
  void weightsThatAreNotFiniteAreNamed() {
    SmallGraph graph =
        start()
            .constant("w", Tensor.of(Shape.of(2, 2, 1, 1), 0, Float.NaN, 2, -1))
            .node("c", SmallGraph.conv(), "x w", 1, 2, 4, 4)
            .output("c");
    assertThatThrownBy(graph::plan)
        .isInstanceOf(BadModelException.class)
        .hasMessageContaining("'w'");
  }
}
