package io.plumbline.codegen.lower.sum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.plumbline.graph.op.LeakyRelu;
import io.plumbline.graph.op.Unary;
import io.plumbline.graph.op.UnaryFunction;
import io.plumbline.graph.op.UnaryOp;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Rounding;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Steps reach as far as the function moves, on the side that goes further too. */
class SteppedFunctionTests {
  private static final QuantParams OUTPUT = QuantParams.perTensor(DType.INT8, 0.1f, 0);

  /** What the stage makes of a sum that stands for x. */
  private static int value(SteppedFunction.Steps stage, double x) {
    double position = Math.rint(x / stage.scale());
    int step = 0;
    while (step + 1 < stage.starts().size() && stage.starts().get(step + 1) <= position) {
      step++;
    }
    return stage.values().get(step);
  }

  private static void requireSteps(UnaryOp function, double x) {
    SteppedFunction.Steps steps =
        new SteppedFunction(function, OUTPUT, Rounding.HALF_EVEN).steps(Double.POSITIVE_INFINITY);
    double expected = Math.clamp(Math.rint(function.apply(x) / 0.1f), -128, 127);
    assertThat((double) value(steps, x)).isCloseTo(expected, within(1.0));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-300, -200, -100, -5, -0.5, 0, 0.5, 5, 12, 20, 300})
  void bothSidesAreFollowedToTheirEnds(double x) {
    requireSteps(new LeakyRelu(1 / 16f), x);
    requireSteps(new Unary(UnaryFunction.SILU), x);
    requireSteps(new Unary(UnaryFunction.SOFTPLUS), x);
  }
}
