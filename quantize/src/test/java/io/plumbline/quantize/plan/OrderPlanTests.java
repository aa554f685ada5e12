package io.plumbline.quantize.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.graph.op.Binary;
import io.plumbline.graph.op.BinaryFunction;
import io.plumbline.graph.op.Concat;
import io.plumbline.graph.op.MatMul;
import io.plumbline.graph.op.OpaqueOp;
import io.plumbline.graph.op.Softmax;
import io.plumbline.graph.op.TopK;
import io.plumbline.graph.op.Unary;
import io.plumbline.graph.op.UnaryFunction;
import io.plumbline.quantize.target.Scheme;
import io.plumbline.quantize.wish.Selector;
import io.plumbline.quantize.wish.Wish;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers that decide an order or a choice are finer than 8 bits up to the sums they come from. */
class OrderPlanTests {
  private static final Unary SIGMOID = new Unary(UnaryFunction.SIGMOID);
  private static final Binary MUL = new Binary(BinaryFunction.MUL);

  /** x·w → softmax → share; share·share → score. */
  private static SmallGraph scores() {
    return new SmallGraph()
        .input("x", 1, 8)
        .constant("w", 8, 8)
        .constant("v", 8, 2)
        .node("sum", new MatMul(), "x w", 1, 8)
        .node("share", new Softmax(-1), "sum", 1, 8)
        .node("score", MUL, "share share", 1, 8);
  }

  private static String held(Planned planned, String value) {
    return planned
        .plan()
        .activation(value)
        .map(tensor -> tensor.params().dtype())
        .map(DType::label)
        .orElse("float");
  }

  private static List<Finding> orders(Planned planned) {
    return planned.findings().stream()
        .filter(finding -> finding.code().equals("plan.order"))
        .toList();
  }

  @ParameterizedTest
  @CsvSource({"3, INT16", "7, INT16", "8, INT8"})
  void scoresOfWhichSomeAreLeftOutAreFine(int k, DType dtype) {
    Planned planned =
        scores()
            .node("top", new TopK(-1, k, true), "score", 1, k)
            .constant("u", k, 2)
            .node("y", new MatMul(), "top u", 1, 2)
            .output("y")
            .plan();
    assertThat(List.of(held(planned, "share"), held(planned, "score"))).containsOnly(dtype.label());
    assertThat(held(planned, "x")).isEqualTo(DType.INT8.label());
    assertThat(orders(planned)).hasSize(dtype == DType.INT16 ? 1 : 0);
  }

  @Test
  void boxesAndScoresOfASuppressionAreFine() {
    Planned planned =
        new SmallGraph()
            .input("x", 1, 8)
            .constant("w", 8, 8)
            .constant("anchors", 1, 8)
            .constant("one", Tensor.of(Shape.of(1), 1L))
            .node("offsets", new MatMul(), "x w", 1, 8)
            .node("boxes", MUL, "offsets anchors", 1, 8)
            .node("logits", new MatMul(), "x w", 1, 8)
            .node("scores", SIGMOID, "logits", 1, 8)
            .node("both", new Concat(1), "boxes scores", 1, 16)
            .whole(
                "kept",
                new OpaqueOp("", "NonMaxSuppression", new LinkedHashMap<>()),
                "boxes scores one",
                1,
                3)
            .constant("v", 16, 2)
            .node("y", new MatMul(), "both v", 1, 2)
            .output("y", "kept")
            .plan();
    assertThat(List.of("offsets", "logits", "scores"))
        .allMatch(value -> held(planned, value).equals(DType.INT16.label()));
    assertThat(held(planned, "boxes")).isEqualTo("float");
    assertThat(orders(planned))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.where()).isEqualTo("kept");
              assertThat(finding.severity()).isEqualTo(Finding.Severity.INFO);
              assertThat(finding.message())
                  .contains("'boxes', 'scores'", "int16 for that: boxes, scores");
            });
  }

  @Test
  void aFunctionOfFineScoresIsNotComputedWithItsSum() {
    Planned planned =
        new SmallGraph()
            .input("x", 1, 2, 4, 4)
            .conv("sum", "x")
            .node("score", SIGMOID, "sum", 1, 2, 4, 4)
            .node("top", new TopK(3, 2, true), "score", 1, 2, 4, 2)
            .conv("y", "score")
            .output("y", "top")
            .plan();
    assertThat(List.of("sum", "score"))
        .allMatch(value -> held(planned, value).equals(DType.INT16.label()));
  }

  /** The second sum chooses and has 16 bits, and so has what it reads. */
  @Test
  void neitherIsAFunctionOfWhatAFineSumReads() {
    QuantPlan plan =
        new SmallGraph()
            .input("x", 1, 2, 4, 4)
            .conv("first", "x")
            .node("scores", new Unary(UnaryFunction.SIGMOID), "first", 1, 2, 4, 4)
            .conv("second", "scores")
            .relu("limited", "second")
            .node("best", new TopK(3, 2, true), "limited", 1, 2, 4, 2)
            .output("best")
            .plan()
            .plan();
    assertThat(plan.nodes().getFirst().nodes()).containsExactly("first");
  }

  @Test
  void aWishAboutTheNodeDecides() {
    SmallGraph graph =
        scores()
            .node("top", new TopK(-1, 3, true), "score", 1, 3)
            .constant("u", 3, 2)
            .node("y", new MatMul(), "top u", 1, 2)
            .output("y");
    Wish narrow = new Wish(new Selector.Node("score"), Scheme.INT8);
    Planned planned = graph.plan(QuantOptions.DEFAULT.withWishes(List.of(narrow)));
    assertThat(held(planned, "score")).isEqualTo(DType.INT8.label());
  }

  /** What covers a hundredth of a joined range has few steps of 8 bits there, but many of 16. */
  @Test
  void aNarrowPartOfAFineJoinLosesNothing() {
    SequencedMap<String, float[]> values = new LinkedHashMap<>();
    values.put("a", new float[] {-100, 100});
    values.put("b", new float[] {-1, 1});
    values.put("both", new float[] {-100, 100});
    assertThat(join(8).plan(QuantOptions.DEFAULT, values).findings())
        .extracting(Finding::code)
        .contains("plan.concat-ranges");
    assertThat(join(3).plan(QuantOptions.DEFAULT, values).findings())
        .extracting(Finding::code)
        .doesNotContain("plan.concat-ranges");
  }

  private static SmallGraph join(int k) {
    return new SmallGraph()
        .input("x", 1, 8)
        .constant("w", 8, 4)
        .node("a", new MatMul(), "x w", 1, 4)
        .node("b", new MatMul(), "x w", 1, 4)
        .node("both", new Concat(1), "a b", 1, 8)
        .node("top", new TopK(-1, k, true), "both", 1, k)
        .constant("u", k, 2)
        .node("y", new MatMul(), "top u", 1, 2)
        .output("y");
  }
}
