package io.plumbline.quantize.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.graph.op.Comparison;
import io.plumbline.graph.op.ComparisonOperator;
import io.plumbline.graph.op.Concat;
import io.plumbline.graph.op.MatMul;
import io.plumbline.graph.op.Softmax;
import io.plumbline.graph.op.Where;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers filled in for missing ones, which sums count, leave fine steps to the others. */
class FillerPlanTests {
  private static SmallGraph filled(float filler) {
    return new SmallGraph()
        .input("x", 1, 8)
        .input("m", 1, 8)
        .constant("least", Tensor.scalar(0.5f))
        .constant("filler", Tensor.scalar(filler))
        .whole("missing", new Comparison(ComparisonOperator.LESS), "m least", 1, 8)
        .node("filled", new Where(), "missing filler x", 1, 8)
        .node("joined", new Concat(1), "filled filled", 1, 16);
  }

  private static Planned plan(SmallGraph graph, float filler) {
    float[] numbers = new float[400];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = i % 10 == 0 ? filler : (float) i / numbers.length;
    }
    SequencedMap<String, float[]> values = new LinkedHashMap<>();
    values.put("filled", numbers);
    return graph.plan(QuantOptions.DEFAULT, values);
  }

  private static DType dtype(Planned planned, String value) {
    return planned.plan().activation(value).orElseThrow().params().dtype();
  }

  @ParameterizedTest
  @CsvSource({"-999, INT16", "999, INT16", "-5, INT16", "-1, INT8", "0.5, INT8"})
  void whatASumCountsIsFineWhereAFillerStretchesIt(float filler, DType dtype) {
    SmallGraph graph =
        filled(filler).constant("w", 16, 2).node("y", new MatMul(), "joined w", 1, 2).output("y");
    Planned planned = plan(graph, filler);
    assertThat(dtype(planned, "filled")).isEqualTo(dtype);
    assertThat(dtype(planned, "joined")).isEqualTo(dtype);
    assertThat(planned.findings())
        .extracting(Finding::code)
        .filteredOn(code -> code.equals("plan.filler"))
        .hasSize(dtype == DType.INT16 ? 1 : 0);
  }

  @Test
  void whatNoSumReadsIsNotAsked() {
    SmallGraph graph = filled(-999).node("y", new Softmax(-1), "joined", 1, 16).output("y");
    assertThat(plan(graph, -999).findings())
        .extracting(Finding::code)
        .doesNotContain("plan.filler");
  }
}
