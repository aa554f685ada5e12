package io.plumbline.codegen.lower.elementwise;

import io.plumbline.codegen.lower.scope.Emitter;
import io.plumbline.codegen.lower.scope.Group;
import io.plumbline.codegen.lower.scope.Scope;
import io.plumbline.codegen.lower.scope.StoredAxes;
import io.plumbline.codegen.lower.scope.ValueForms;
import io.plumbline.graph.Node;
import io.plumbline.graph.op.BatchNormalization;
import io.plumbline.runtime.program.ArithmeticFunction;
import io.plumbline.runtime.program.Layout;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Ops made of several arithmetic instructions with float32 values between them. */
public final class DecomposedLowering {
  private DecomposedLowering() {}

  /**
   * {@code x·a + b} with {@code a = scale/√(variance + epsilon)} and {@code b = bias − mean·a},
   * from double.
   */
  public static void batchNormalization(Group group, BatchNormalization norm, Scope scope) {
    Node node = group.head();
    List<Tensor> parameters =
        node.inputs().stream().skip(1).map(scope.graph().constants()::get).toList();
    int channels = parameters.getFirst().shape().intDim(0);
    float[] factors = new float[channels];
    float[] offsets = new float[channels];
    for (int c = 0; c < channels; c++) {
      double deviation = Math.sqrt(parameters.get(3).getDouble(c) + norm.epsilon());
      double factor = parameters.get(0).getDouble(c) / deviation;
      factors[c] = (float) factor;
      offsets[c] =
          (float) (parameters.get(1).getDouble(c) - parameters.get(2).getDouble(c) * factor);
    }
    Layout layout = scope.forms().layout(node.input(0));
    int rank = scope.forms().shape(node.input(0)).rank();
    int x = scope.forms().own(node.input(0), layout);
    Emitter emitter = new Emitter(group, scope);
    int scaled = real(group.output() + ".scaled", group.output(), layout, scope);
    int factor = emitter.constant(".factor", channels(factors, layout, rank));
    int offset = emitter.constant(".offset", channels(offsets, layout, rank));
    emitter.arithmetic(ArithmeticFunction.MUL, x, factor, scaled);
    int target = scope.forms().define(group.output(), layout);
    emitter.arithmetic(ArithmeticFunction.ADD, scaled, offset, target, group.limits());
  }

  /** {@code max(x, 0) + slope·min(x, 0)}. */
  public static void pRelu(Group group, Scope scope) {
    Node node = group.head();
    Layout layout = scope.forms().layout(node.input(0));
    int x = scope.forms().own(node.input(0), layout);
    int slope = ElementwiseLowering.operand(node.input(1), group.output(), layout, scope);
    Emitter emitter = new Emitter(group, scope);
    int zero = emitter.constant(".zero", channels(new float[1], layout, 1));
    int positive = real(group.output() + ".positive", group.output(), layout, scope);
    int negative = real(group.output() + ".negative", group.output(), layout, scope);
    int bent = real(group.output() + ".bent", group.output(), layout, scope);
    emitter.arithmetic(ArithmeticFunction.MAX, x, zero, positive);
    emitter.arithmetic(ArithmeticFunction.MIN, x, zero, negative);
    emitter.arithmetic(ArithmeticFunction.MUL, negative, slope, bent);
    int target = scope.forms().define(group.output(), layout);
    emitter.arithmetic(ArithmeticFunction.ADD, positive, bent, target);
  }

  private static int real(String name, String like, Layout layout, Scope scope) {
    return scope
        .builder()
        .add(
            new ProgramValue(
                name,
                DType.FLOAT32,
                ValueForms.stored(scope.forms().shape(like), layout),
                layout,
                Optional.empty()));
  }

  /** One number for each channel, shaped to broadcast over values of this rank. */
  private static Tensor channels(float[] values, Layout layout, int rank) {
    long[] dims = new long[rank];
    Arrays.fill(dims, 1);
    dims[rank == 1 ? 0 : StoredAxes.of(1, layout, rank)] = values.length;
    return Tensor.of(Shape.of(dims), values);
  }
}
