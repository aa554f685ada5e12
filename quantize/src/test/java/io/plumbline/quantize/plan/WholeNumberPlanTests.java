package io.plumbline.quantize.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.graph.op.Binary;
import io.plumbline.graph.op.BinaryFunction;
import io.plumbline.graph.op.MatMul;
import io.plumbline.graph.op.Unary;
import io.plumbline.graph.op.UnaryFunction;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Whole numbers are integers of a power of two as scale. */
class WholeNumberPlanTests {
  /** A function of x, which a product reads. */
  private static SmallGraph rounded(UnaryFunction function, float factor) {
    return new SmallGraph()
        .input("x", 1, 8)
        .constant("factor", Tensor.of(Shape.of(), factor))
        .constant("w", 8, 2)
        .node("scaled", new Binary(BinaryFunction.MUL), "x factor", 1, 8)
        .node("r", new Unary(function), "scaled", 1, 8)
        .node("y", new MatMul(), "r w", 1, 2)
        .output("y");
  }

  private static QuantParams params(Planned planned, String value) {
    return planned.plan().activation(value).orElseThrow().params();
  }

  private static boolean isPowerOfTwo(float scale) {
    return scale <= 1 && scale == Math.scalb(1f, Math.getExponent(scale));
  }

  @ParameterizedTest
  @EnumSource(names = {"CEIL", "FLOOR", "ROUND", "SIGN"})
  void areExact(UnaryFunction function) {
    Planned planned = rounded(function, 5).plan();
    assertThat(params(planned, "r").dtype()).isEqualTo(DType.INT8);
    assertThat(isPowerOfTwo(params(planned, "r").scale())).isTrue();
    assertThat(planned.findings()).extracting(Finding::code).doesNotContain("plan.whole-numbers");
  }

  @ParameterizedTest
  @CsvSource({"ABS", "TANH"})
  void otherNumbersHaveStepsOfTheirRange(UnaryFunction function) {
    assertThat(isPowerOfTwo(params(rounded(function, 5).plan(), "r").scale())).isFalse();
  }

  @Test
  void aWideRangeHasWideIntegers() {
    SequencedMap<String, float[]> seen = new LinkedHashMap<>();
    seen.put("r", new float[] {-900, 1000});
    Planned planned = rounded(UnaryFunction.ROUND, 1000).plan(QuantOptions.DEFAULT, seen);
    assertThat(params(planned, "r")).isEqualTo(QuantParams.perTensor(DType.INT16, 1f / 32, 0));
    assertThat(planned.findings())
        .filteredOn(finding -> finding.code().equals("plan.whole-numbers"))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.where()).isEqualTo("r");
              assertThat(finding.message()).contains("computed in int16");
            });
  }

  @Test
  void whatIsMadeOfThemIsWhole() {
    SmallGraph graph =
        rounded(UnaryFunction.ROUND, 5)
            .constant("three", Tensor.of(Shape.of(), 3))
            .constant("half", Tensor.of(Shape.of(), 0.5f))
            .node("sum", new Binary(BinaryFunction.ADD), "r three", 1, 8)
            .node("halved", new Binary(BinaryFunction.MUL), "r half", 1, 8)
            .node("p", new MatMul(), "sum w", 1, 2)
            .node("q", new MatMul(), "halved w", 1, 2)
            .output("p", "q");
    Planned planned = graph.plan();
    assertThat(isPowerOfTwo(params(planned, "sum").scale())).isTrue();
    assertThat(isPowerOfTwo(params(planned, "halved").scale())).isFalse();
  }
}
