package io.plumbline.quantize.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.graph.op.ArgExtremum;
import io.plumbline.graph.op.Binary;
import io.plumbline.graph.op.BinaryFunction;
import io.plumbline.graph.op.Gemm;
import io.plumbline.graph.op.MatMul;
import io.plumbline.graph.op.Softmax;
import io.plumbline.graph.op.Unary;
import io.plumbline.graph.op.UnaryFunction;
import io.plumbline.quantize.observe.StatisticKind;
import io.plumbline.quantize.target.Scheme;
import io.plumbline.quantize.target.Target;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          argmax,  -1000, takes no part
          argmin,  1000,  takes no part
          softmax, -1000, takes no part
          argmax,  1000,  of which 8 bits would make steps of at least 3.92
          argmin,  -1000, of which 8 bits would make steps of at least 3.92
          softmax, 50000, of which 8 bits would make steps of at least 196
          output,  1000,  of which 8 bits would make steps of at least 3.92
          """)
  void onlyWhatIsLeftOutOfAccountTakesNoPart(String reader, float number, String words) {
    SmallGraph graph =
        new SmallGraph()
            .input("x", 2, 2)
            .constant("w", 2, 2)
            .constant("b", Tensor.of(Shape.of(2), 0, number))
            .node("a", new Gemm(1, 1, false, false), "x w b", 2, 2);
    Planned planned =
        switch (reader) {
          case "softmax" -> graph.node("p", new Softmax(-1), "a", 2, 2).output("p").plan();
          case "output" -> graph.output("a").plan();
          default -> {
            ArgExtremum op = new ArgExtremum(1, true, reader.equals("argmax"), false);
            yield graph.whole("p", op, "a", 2, 1).output("p").plan();
          }
        };
    assertThat(planned.findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.code()).isEqualTo("plan.sentinel");
              assertThat(finding.message()).contains(words);
            });
  }

  @Test
  void arithmeticTurnsASentinel() {
    Planned planned =
        new SmallGraph()
            .input("x", 2, 2)
            .constant("w", 2, 2)
            .constant("far", Tensor.scalar(1e9f))
            .node("s", new MatMul(), "x w", 2, 2)
            .node("b", new Unary(UnaryFunction.NEG), "s", 2, 2)
            .node("c", ADD, "b far", 2, 2)
            .node("a", new Unary(UnaryFunction.NEG), "c", 2, 2)
            .node("p", new Softmax(-1), "a", 2, 2)
            .output("p")
            .plan();
    assertThat(planned.findings())
        .singleElement()
        .satisfies(finding -> assertThat(finding.message()).contains("'c'", "takes no part"));
  }

  @Test
  void timesThatBecomePhasesAreNumbers() {
    SmallGraph graph =
        new SmallGraph()
            .input("time", 2, 2)
            .constant("w", 2, 2)
            .node("sine", new Unary(UnaryFunction.SIN), "time", 2, 2)
            .node("y", new MatMul(), "sine w", 2, 2)
            .output("y");
    SequencedMap<String, float[]> values = new LinkedHashMap<>();
    values.put("time", new float[] {0, 1, 999});
    assertThat(graph.plan(QuantOptions.DEFAULT, values).findings())
        .extracting(Finding::code)
        .containsExactly("plan.phases");
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
    assertThat(kinds(new Planner(graph.graph(), Target.GENERIC, QuantOptions.DEFAULT)))
        .containsEntry("a", HISTOGRAM)
        .doesNotContainValue(StatisticKind.MASKED);
  }

  private static Map<String, StatisticKind> kinds(Planner planner) {
    Map<String, StatisticKind> kinds = new LinkedHashMap<>();
    planner.needs(HISTOGRAM).forEach((value, need) -> kinds.put(value, need.kind()));
    return kinds;
  }

  @Test
  void onlyWhatMayHoldSentinelsMayBeInfinite() {
    Planner planner = new Planner(attention(-1e9f).graph(), Target.GENERIC, QuantOptions.DEFAULT);
    assertThat(kinds(planner))
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
