package io.plumbline.quantize.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.graph.op.Gemm;
import io.plumbline.graph.op.MatMul;
import io.plumbline.quantize.form.IntegerForm;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

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
}
