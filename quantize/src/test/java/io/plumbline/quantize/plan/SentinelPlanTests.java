package io.plumbline.quantize.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.graph.op.Binary;
import io.plumbline.graph.op.BinaryFunction;
import io.plumbline.graph.op.Gemm;
import io.plumbline.graph.op.MatMul;
import io.plumbline.graph.op.Softmax;
import io.plumbline.quantize.observe.StatisticKind;
import io.plumbline.quantize.target.Scheme;
import io.plumbline.quantize.target.Target;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

/** Which values stay in float32 because they hold sentinels. */
class SentinelPlanTests {
  private static final StatisticKind HISTOGRAM = StatisticKind.HISTOGRAM;
  private static final Binary ADD = new Binary(BinaryFunction.ADD);

  /** x·x → s; s + m → a; softmax of a → p; p·w → y. */
  private static SmallGraph attention(float low) {
    return new SmallGraph()
        .input("x", 2, 2)
        .constant("w", 2, 2)
        .constant("m", Tensor.scalar(low))
        .node("s", new MatMul(), "x x", 2, 2)
        .node("a", ADD, "s m", 2, 2)
        .node("p", new Softmax(-1), "a", 2, 2)
        .node("y", new MatMul(), "p w", 2, 2)
        .output("y");
  }

  @Test
  void maskedScoresStayInFloat() {
    Planned planned = attention(-1e9f).plan();
    assertThat(planned.plan().activations()).containsKeys("x", "s", "p").doesNotContainKey("a");
    assertThat(planned.findings())
        .containsExactly(
            Finding.info(
                "plan.sentinel",
                "a",
                "'a' holds -1.0E9, which stands for 'takes no part'; it stays in float32, where it"
                    + " is read by p."));
  }

  @Test
  void anOrdinaryBiasIsQuantized() {
    Planned planned = attention(-9).plan();
    assertThat(planned.plan().activations()).containsKeys("x", "s", "a", "p");
    assertThat(planned.findings()).isEmpty();
  }

  @Test
  void aBiasBringsThemToo() {
    Planned planned =
        new SmallGraph()
            .input("x", 2, 2)
            .constant("w", 2, 2)
            .constant("m", Tensor.of(Shape.of(2), 0, -1e9f))
            .node("a", new Gemm(1, 1, false, false), "x w m", 2, 2)
            .node("p", new Softmax(-1), "a", 2, 2)
            .node("y", new MatMul(), "p w", 2, 2)
            .output("y")
            .plan();
    assertThat(planned.plan().activations()).containsKeys("x", "p").doesNotContainKey("a");
    assertThat(planned.findings()).extracting(Finding::code).contains("plan.sentinel");
  }

  @Test
  void anOutlierThatIsMultipliedIsNone() {
    SmallGraph graph =
        new SmallGraph()
            .input("x", 2, 2)
            .constant("w", 2, 2)
            .constant("m", Tensor.scalar(-1e9f))
            .node("a", ADD, "x m", 2, 2)
            .node("y", new MatMul(), "a w", 2, 2)
            .output("y");
    SequencedMap<String, float[]> values = new LinkedHashMap<>();
    values.put("a", new float[] {-1, 3, -1e9f});
    Planned planned = graph.plan(QuantOptions.DEFAULT, values);
    assertThat(planned.plan().activation("a").orElseThrow().low()).isLessThan(-5e8f);
    assertThat(new Planner(graph.graph(), Target.GENERIC, QuantOptions.DEFAULT).needs(HISTOGRAM))
        .containsEntry("a", HISTOGRAM)
        .doesNotContainValue(StatisticKind.MASKED);
  }

  @Test
  void onlyWhatMayHoldSentinelsMayBeInfinite() {
    Planner planner = new Planner(attention(-1e9f).graph(), Target.GENERIC, QuantOptions.DEFAULT);
    assertThat(planner.needs(HISTOGRAM))
        .containsEntry("x", HISTOGRAM)
        .containsEntry("s", HISTOGRAM)
        .containsEntry("a", StatisticKind.MASKED)
        .containsEntry("p", HISTOGRAM);
  }

  @Test
  void whatConstantsTellIsKnownBeforehand() {
    Planner planner = new Planner(attention(-1e9f).graph(), Target.GENERIC, QuantOptions.DEFAULT);
    assertThat(planner.nodes())
        .filteredOn(node -> node.nodes().equals(List.of("p")))
        .singleElement()
        .extracting(NodePlan::effective)
        .isEqualTo(Precision.FLOAT32);
  }

  @Test
  void outputsThatAreToBeIntegersAre() {
    SmallGraph graph =
        new SmallGraph()
            .input("x", 2, 2)
            .constant("w", 2, 2)
            .constant("m", Tensor.scalar(-1e9f))
            .node("s", new MatMul(), "x w", 2, 2)
            .node("y", ADD, "s m", 2, 2)
            .output("y");
    QuantOptions options = QuantOptions.DEFAULT.withOutputs(Scheme.INT8);
    assertThat(graph.plan(options).plan().activations()).containsKey("y");
    assertThat(graph.plan().plan().activations()).doesNotContainKey("y");
  }
}
