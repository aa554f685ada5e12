package io.plumbline.quantize.annotate;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.engine.ort.OrtEngine;
import io.plumbline.graph.Graph;
import io.plumbline.graph.op.Attribute;
import io.plumbline.graph.op.DequantizeLinear;
import io.plumbline.graph.op.Flatten;
import io.plumbline.graph.op.Gemm;
import io.plumbline.graph.op.OpaqueOp;
import io.plumbline.graph.op.Softmax;
import io.plumbline.quantize.plan.Planned;
import io.plumbline.quantize.plan.QuantOptions;
import io.plumbline.quantize.plan.QuantPlan;
import io.plumbline.quantize.plan.SmallGraph;
import io.plumbline.quantize.target.Scheme;
import io.plumbline.quantize.wish.Selector;
import io.plumbline.quantize.wish.Wish;
import io.plumbline.runtime.Engine;
import io.plumbline.runtime.RunOptions;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class QdqAnnotatorTests {
  private static SmallGraph classifier() {
    return new SmallGraph()
        .input("x", 1, 2, 4, 4)
        .conv("a", "x")
        .relu("r", "a")
        .conv("b", "r")
        .node("f", new Flatten(1), "b", 1, 32)
        .constant("w", 5, 32)
        .constant("c", 5)
        .node("g", new Gemm(1, 1, false, true), "f w c", 1, 5)
        .node("s", new Softmax(1), "g", 1, 5)
        .output("s");
  }

  private static Map<String, Tensor> input() {
    Random random = new Random(2);
    float[] values = new float[32];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat() * 3 - 1;
    }
    return Map.of("x", Tensor.of(Shape.of(1, 2, 4, 4), values));
  }

  private static Tensor run(Graph graph, String output) {
    try (Engine engine = OrtEngine.open(graph)) {
      return Objects.requireNonNull(
          engine.run(input(), RunOptions.fetching(List.of(output))).get(output));
    }
  }

  private static void assertClose(Tensor found, Tensor expected, float tolerance) {
    assertThat(found.shape()).isEqualTo(expected.shape());
    for (int i = 0; i < expected.elements(); i++) {
      assertThat(found.getFloat(i))
          .isCloseTo(expected.getFloat(i), org.assertj.core.api.Assertions.within(tolerance));
    }
  }

  @Test
  void bothFormsRunAndMeanTheSame() {
    Graph graph = classifier().graph();
    Planned planned = classifier().plan();
    Graph floating = QdqAnnotator.annotate(graph, planned.plan(), WeightForm.FLOAT).graph();
    Graph integer = QdqAnnotator.annotate(graph, planned.plan(), WeightForm.INTEGER).graph();
    assertThat(integer.constants()).doesNotContainKeys("a.w", "a.b", "w");
    assertThat(integer.constant("w_quantized").orElseThrow().dtype()).isEqualTo(DType.INT8);
    assertThat(integer.constant("a.b_quantized").orElseThrow().dtype()).isEqualTo(DType.INT32);
    assertClose(run(integer, "s"), run(floating, "s"), 0.02f);
    assertThat(run(integer, "r").shape()).isEqualTo(Shape.of(1, 2, 4, 4));
    assertThat(run(integer, "r_quantized").dtype()).isEqualTo(DType.INT8);
  }

  static List<Scheme> schemes() {
    return List.of(Scheme.INT8, Scheme.W6A8, Scheme.W4A8, Scheme.W16A8, Scheme.W16A16);
  }

  @ParameterizedTest
  @MethodSource("schemes")
  void roundedWeightsOfBothFormsAreEqual(Scheme scheme) {
    Graph graph = classifier().graph();
    Wish all = new Wish(new Selector.All(), scheme);
    Planned planned = classifier().plan(QuantOptions.DEFAULT.withWishes(List.of(all)));
    for (String weights : List.of("a.w", "b.w", "w")) {
      Tensor rounded =
          run(
              QdqAnnotator.annotate(graph, planned.plan(), WeightForm.FLOAT).graph(),
              weights + "_quantized");
      Graph integer = QdqAnnotator.annotate(graph, planned.plan(), WeightForm.INTEGER).graph();
      assertThat(integer.constant(weights + "_quantized").orElseThrow().sameAs(rounded)).isTrue();
    }
  }

  @Test
  void quantizedOutputsKeepTheirNames() {
    SmallGraph small = new SmallGraph().input("x", 1, 2, 4, 4).conv("a", "x").output("a");
    Planned planned = small.plan(QuantOptions.DEFAULT.withOutputs(Scheme.INT8));
    Graph graph = QdqAnnotator.annotate(small.graph(), planned.plan(), WeightForm.INTEGER).graph();
    Tensor output = run(graph, "a");
    float scale = planned.plan().activation("a").orElseThrow().params().scale();
    for (int i = 0; i < output.elements(); i++) {
      float steps = output.getFloat(i) / scale;
      assertThat(steps)
          .isCloseTo((float) Math.rint(steps), org.assertj.core.api.Assertions.within(1e-3f));
    }
  }

  @Test
  void oldOperatorSetsAreRaised() {
    Graph graph = classifier().graph();
    Graph old = graph.withInfo(graph.info().withOpset("", 11));
    Graph annotated =
        QdqAnnotator.annotate(old, classifier().plan().plan(), WeightForm.INTEGER).graph();
    assertThat(annotated.info().opset()).isEqualTo(13);
    assertClose(
        run(annotated, "s"),
        run(
            QdqAnnotator.annotate(graph, classifier().plan().plan(), WeightForm.INTEGER).graph(),
            "s"),
        1e-6f);
  }

  /** A sub-graph reads outer values by their names, and is to read what all others read. */
  @Test
  void whatSubGraphsReadKeepsItsName() {
    var captures = new LinkedHashMap<String, Attribute>();
    captures.put("then_branch", new Attribute.Wire(List.of(), List.of("a", "a.w"), List.of()));
    Graph graph =
        new SmallGraph()
            .input("x", 1, 2, 4, 4)
            .input("taken")
            .conv("a", "x")
            .conv("b", "a")
            .node("fork", new OpaqueOp("", "If", captures), "taken", 1, 2, 4, 4)
            .output("b", "fork")
            .graph();
    QuantPlan plan =
        new SmallGraph()
            .input("x", 1, 2, 4, 4)
            .conv("a", "x")
            .conv("b", "a")
            .conv("c", "b")
            .output("c")
            .plan()
            .plan();
    Graph annotated = QdqAnnotator.annotate(graph, plan, WeightForm.INTEGER).graph();
    assertThat(annotated.producer("a").orElseThrow().op()).isInstanceOf(DequantizeLinear.class);
    assertThat(annotated.isConstant("a.w")).isTrue();
    assertThat(annotated.isConstant("b.w")).isFalse();
  }
}
