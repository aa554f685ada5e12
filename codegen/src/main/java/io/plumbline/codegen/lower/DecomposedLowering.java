package io.plumbline.codegen.lower;

import io.plumbline.graph.Node;
import io.plumbline.graph.op.BatchNormalization;
import io.plumbline.quantize.form.Limits;
import io.plumbline.runtime.program.ArithmeticFunction;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Layout;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Ops made of several arithmetic instructions with float32 values between them. */
final class DecomposedLowering {
  private DecomposedLowering() {}

  /**
   * {@code x·a + b} with {@code a = scale/√(variance + epsilon)} and {@code b = bias − mean·a},
   * from double.
   */
  static void batchNormalization(Group group, BatchNormalization norm, Scope scope) {
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
    int scaled = real(group.output() + ".scaled", group.output(), layout, scope);
    int factor = channelConstant(group.name() + ".factor", factors, layout, rank, scope);
    int offset = channelConstant(group.name() + ".offset", offsets, layout, rank, scope);
    emit(group, ArithmeticFunction.MUL, x, factor, scaled, Limits.NONE, scope);
    int target = scope.forms().define(group.output(), layout);
    emit(group, ArithmeticFunction.ADD, scaled, offset, target, group.limits(), scope);
  }

  /** {@code max(x, 0) + slope·min(x, 0)}. */
  static void pRelu(Group group, Scope scope) {
    Node node = group.head();
    Layout layout = scope.forms().layout(node.input(0));
    int x = scope.forms().own(node.input(0), layout);
    int slope = ElementwiseLowering.operand(node.input(1), group.output(), layout, scope);
    int zero = channelConstant(group.name() + ".zero", new float[1], layout, 1, scope);
    int positive = real(group.output() + ".positive", group.output(), layout, scope);
    int negative = real(group.output() + ".negative", group.output(), layout, scope);
    int bent = real(group.output() + ".bent", group.output(), layout, scope);
    emit(group, ArithmeticFunction.MAX, x, zero, positive, Limits.NONE, scope);
    emit(group, ArithmeticFunction.MIN, x, zero, negative, Limits.NONE, scope);
    emit(group, ArithmeticFunction.MUL, negative, slope, bent, Limits.NONE, scope);
    int target = scope.forms().define(group.output(), layout);
    emit(group, ArithmeticFunction.ADD, positive, bent, target, Limits.NONE, scope);
  }

  private static void emit(
      Group group,
      ArithmeticFunction function,
      int left,
      int right,
      int target,
      Limits bounds,
      Scope scope) {
    scope
        .builder()
        .emit(
            new Instruction.Arithmetic(
                group.name(), function, left, right, target, bounds.low(), bounds.high()));
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
  private static int channelConstant(
      String name, float[] values, Layout layout, int rank, Scope scope) {
    long[] dims = new long[rank];
    Arrays.fill(dims, 1);
    dims[rank == 1 ? 0 : StoredAxes.of(1, layout, rank)] = values.length;
    Tensor tensor = Tensor.of(Shape.of(dims), values);
    return scope
        .builder()
        .addConstant(
            new ProgramValue(name, DType.FLOAT32, tensor.shape(), Layout.PLAIN, Optional.empty()),
            tensor);
  }
}
