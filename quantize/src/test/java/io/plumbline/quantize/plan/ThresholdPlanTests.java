package io.plumbline.quantize.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.graph.op.Binary;
import io.plumbline.graph.op.BinaryFunction;
import io.plumbline.graph.op.Comparison;
import io.plumbline.graph.op.ComparisonOperator;
import io.plumbline.graph.op.MatMul;
import io.plumbline.graph.op.Op;
import io.plumbline.graph.op.Unary;
import io.plumbline.graph.op.UnaryFunction;
import io.plumbline.graph.op.Where;
import io.plumbline.quantize.form.Use;
import io.plumbline.quantize.target.Scheme;
import io.plumbline.quantize.wish.Selector;
import io.plumbline.quantize.wish.Wish;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Numbers that are compared with a threshold are finer than 8 bits up to the sums. */
class ThresholdPlanTests {
  private static final Op GREATER = new Comparison(ComparisonOperator.GREATER);

  /** x·w → sum, and constants to compare with. */
  private static SmallGraph sum() {
    return new SmallGraph()
        .input("x", 1, 8)
        .constant("w", 8, 8)
        .constant("v", 8, 2)
        .constant("half", Tensor.scalar(0.5f))
        .constant("zero", Tensor.scalar(0f))
        .node("sum", new MatMul(), "x w", 1, 8);
  }

  private static String held(Planned planned, String value) {
    return planned
        .plan()
        .activation(value)
        .map(tensor -> tensor.params().dtype())
        .map(DType::label)
        .orElse("float");
  }

  private static List<Finding> thresholds(Planned planned) {
    return planned.findings().stream()
        .filter(finding -> finding.code().equals("plan.threshold"))
        .toList();
  }

  private static SmallGraph scores(Op comparison) {
    return sum()
        .node("score", new Unary(UnaryFunction.SIGMOID), "sum", 1, 8)
        .truth("kept", comparison, "score half", 1, 8)
        .node("y", new MatMul(), "score v", 1, 2)
        .output("y", "kept");
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "EQUAL")
  void whatIsComparedIsFine(ComparisonOperator operator) {
    Planned planned = scores(new Comparison(operator)).plan();
    assertThat(List.of(held(planned, "score"), held(planned, "sum"))).containsOnly("si16");
    assertThat(held(planned, "x")).isEqualTo("si8");
    assertThat(thresholds(planned))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.where()).isEqualTo("kept");
              assertThat(finding.severity()).isEqualTo(Finding.Severity.INFO);
              assertThat(finding.message()).contains("'score', 'half'", "int16 for that: score");
            });
  }

  /** Its accumulator tells the side; the next sum reads 8 bits as ever. */
  @Test
  void aSumIsComparedInFloat32() {
    Planned planned =
        sum()
            .truth("kept", GREATER, "sum half", 1, 8)
            .node("y", new MatMul(), "sum v", 1, 2)
            .output("y", "kept")
            .plan();
    assertThat(held(planned, "sum")).isEqualTo("float");
    assertThat(planned.plan().reads().keySet()).containsExactly(new Use("y", 0));
    assertThat(thresholds(planned)).isEmpty();
  }

  @Test
  void twoComputedNumbersAreBothFine() {
    Planned planned =
        sum()
            .node("a", new Unary(UnaryFunction.SIGMOID), "sum", 1, 8)
            .node("b", new Unary(UnaryFunction.TANH), "sum", 1, 8)
            .truth("kept", GREATER, "a b", 1, 8)
            .node("both", new Binary(BinaryFunction.ADD), "a b", 1, 8)
            .node("y", new MatMul(), "both v", 1, 2)
            .output("y", "kept")
            .plan();
    assertThat(List.of(held(planned, "a"), held(planned, "b"))).containsOnly("si16");
    assertThat(held(planned, "both")).isEqualTo("si8");
  }

  /** Next to 0 both sides of a rectifier are alike, so that 8 bits do. */
  @ParameterizedTest
  @CsvSource({"score tenth, si8", "score zero, si8", "score one, si16", "tenth zero, si16"})
  void whatOnlyBendsAtZeroStaysAsItIs(String sides, String held) {
    Planned planned =
        sum()
            .node("score", new Unary(UnaryFunction.TANH), "sum", 1, 8)
            .constant("slope", Tensor.scalar(0.1f))
            .constant("one", Tensor.scalar(1f))
            .node("tenth", new Binary(BinaryFunction.MUL), "score slope", 1, 8)
            .truth("positive", GREATER, "score zero", 1, 8)
            .node("bent", new Where(), "positive " + sides, 1, 8)
            .node("y", new MatMul(), "bent v", 1, 2)
            .output("y")
            .plan();
    assertThat(held(planned, "score")).isEqualTo(held);
  }

  @Test
  void aWishAboutTheNodeDecides() {
    Wish narrow = new Wish(new Selector.Node("score"), Scheme.INT8);
    Planned planned = scores(GREATER).plan(QuantOptions.DEFAULT.withWishes(List.of(narrow)));
    assertThat(held(planned, "score")).isEqualTo("si8");
  }
}
