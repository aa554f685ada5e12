package io.plumbline.quantize.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.graph.op.Binary;
import io.plumbline.graph.op.BinaryFunction;
import io.plumbline.graph.op.Flatten;
import io.plumbline.graph.op.MatMul;
import io.plumbline.graph.op.Pad;
import io.plumbline.graph.op.Reduce;
import io.plumbline.graph.op.ReduceFunction;
import io.plumbline.graph.op.Softmax;
import io.plumbline.graph.op.Unary;
import io.plumbline.graph.op.UnaryFunction;
import io.plumbline.quantize.target.Scheme;
import io.plumbline.quantize.target.Target;
import io.plumbline.quantize.wish.Selector;
import io.plumbline.quantize.wish.Wish;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Finding;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Functions that are too steep for what they read get finer integers, or float32. */
class SteepPlanTests {
  /** x → probabilities → phase → function → product. */
  private static SmallGraph function(UnaryFunction function) {
    return new SmallGraph()
        .input("x", 1, 8)
        .constant("w", 8, 2)
        .constant("c", 1, 8)
        .node("p", new Softmax(-1), "x", 1, 8)
        .node("phase", new Binary(BinaryFunction.MUL), "p c", 1, 8)
        .node("function", new Unary(function), "phase", 1, 8)
        .node("y", new MatMul(), "function w", 1, 2)
        .output("y");
  }

  private static SmallGraph sine() {
    return function(UnaryFunction.SIN);
  }

  private static Planned plan(SmallGraph graph, float width, String value, Wish... wishes) {
    float[] numbers = new float[500];
    for (int i = 0; i < numbers.length; i++) {
      float place = (float) i / numbers.length;
      numbers[i] = 1e-6f + width * place * place * place * place;
    }
    SequencedMap<String, float[]> values = new LinkedHashMap<>();
    values.put(value, numbers);
    return graph.plan(QuantOptions.DEFAULT.withWishes(List.of(wishes)), values);
  }

  private static DType dtype(Planned planned, String value) {
    return planned.plan().activation(value).orElseThrow().params().dtype();
  }

  private static Precision precision(Planned planned, String node) {
    return Objects.requireNonNull(planned.plan().byNode().get(node)).effective();
  }

  @Test
  void logarithmsGet16BitsAsFarAsTheyAreCarried() {
    Planned planned = plan(function(UnaryFunction.LOG), 1, "phase");
    assertThat(dtype(planned, "phase")).isEqualTo(DType.INT16);
    assertThat(dtype(planned, "p")).isEqualTo(DType.INT16);
    assertThat(dtype(planned, "x")).isEqualTo(DType.INT8);
    assertThat(precision(planned, "function")).isEqualTo(Precision.INT16);
    assertThat(planned.findings())
        .filteredOn(finding -> finding.code().equals("plan.steep"))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.where()).isEqualTo("function");
              assertThat(finding.message()).contains("'phase'", "int16", "phase, function");
            });
  }

  @ParameterizedTest
  @EnumSource(
      value = UnaryFunction.class,
      names = {"SIN", "COS", "TAN"})
  void phasesOfMoreThanAPeriodAreNotCutOff(UnaryFunction function) {
    Planned planned = plan(function(function), 7, "phase");
    assertThat(planned.plan().activations()).doesNotContainKeys("phase", "p");
    assertThat(precision(planned, "phase")).isEqualTo(Precision.FLOAT32);
    assertThat(planned.findings())
        .filteredOn(finding -> finding.code().equals("plan.phases"))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.where()).isEqualTo("function");
              assertThat(finding.message()).contains("'phase'", "repeats", "float32");
            });
  }

  @Test
  void phasesOfTheInputsAloneGoOnBeyondAllSamples() {
    SmallGraph graph =
        new SmallGraph()
            .input("time", 1, 1)
            .constant("w", 8, 2)
            .constant("c", 1, 8)
            .node("phase", new Binary(BinaryFunction.MUL), "time c", 1, 8)
            .node("sine", new Unary(UnaryFunction.SIN), "phase", 1, 8)
            .node("y", new MatMul(), "sine w", 1, 2)
            .output("y");
    Planned planned = plan(graph, 0.1f, "phase");
    assertThat(planned.plan().activations().keySet()).containsExactly("sine");
    assertThat(planned.findings()).extracting(Finding::code).containsExactly("plan.phases");
  }

  @Test
  void narrowPhasesKeep8Bits() {
    Planned planned = plan(sine(), 6, "phase");
    assertThat(dtype(planned, "phase")).isEqualTo(DType.INT8);
    assertThat(planned.findings()).isEmpty();
  }

  @Test
  void sumsOfAFrontEndCarryPowers() {
    SmallGraph graph =
        new SmallGraph()
            .input("x", 1, 8)
            .constant("dft", 8, 8)
            .constant("w", 8, 2)
            .node("wave", new MatMul(), "x dft", 1, 8)
            .node("power", new Binary(BinaryFunction.MUL), "wave wave", 1, 8)
            .node("log", new Unary(UnaryFunction.LOG), "power", 1, 8)
            .node("y", new MatMul(), "log w", 1, 2)
            .output("y");
    Planned planned = plan(graph, 100, "power");
    assertThat(planned.plan().activations().keySet()).containsExactly("log");
    assertThat(precision(planned, "wave")).isEqualTo(Precision.FLOAT32);
  }

  @Test
  void bordersUnderMaximaBeforeAFunctionHaveNoRange() {
    Pad border = Pad.constant(List.of(0, 1, 0, 1), Float.NEGATIVE_INFINITY);
    SmallGraph graph =
        new SmallGraph()
            .input("x", 1, 8)
            .constant("w", 1, 2)
            .node("padded", border, "x", 1, 10)
            .node("flat", new Flatten(0), "padded", 1, 10)
            .node("most", new Reduce(ReduceFunction.MAX, List.of(1), true), "flat", 1, 1)
            .node("sine", new Unary(UnaryFunction.SIN), "most", 1, 1)
            .node("y", new MatMul(), "sine w", 1, 2)
            .output("y");
    assertThat(new Planner(graph.graph(), Target.GENERIC, QuantOptions.DEFAULT).observed())
        .contains("x", "most")
        .doesNotContain("padded", "flat");
  }

  @Test
  void aWishAboutTheNodeDecides() {
    Wish narrow = new Wish(new Selector.Node("function"), Scheme.INT8);
    assertThat(precision(plan(sine(), 1e6f, "phase", narrow), "phase"))
        .isEqualTo(Precision.FLOAT32);
    assertThat(precision(plan(sine(), 1e6f, "phase", narrow), "function"))
        .isNotEqualTo(Precision.FLOAT32);
  }
}
