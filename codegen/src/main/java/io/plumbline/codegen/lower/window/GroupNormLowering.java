package io.plumbline.codegen.lower.window;

import io.plumbline.codegen.lower.scope.Emitter;
import io.plumbline.codegen.lower.scope.Group;
import io.plumbline.codegen.lower.scope.Permutation;
import io.plumbline.codegen.lower.scope.Scope;
import io.plumbline.codegen.lower.scope.StoredAxes;
import io.plumbline.graph.Node;
import io.plumbline.graph.op.LocalResponseNormalization;
import io.plumbline.graph.op.LpNormalization;
import io.plumbline.graph.op.MeanVarianceNormalization;
import io.plumbline.runtime.program.ArithmeticFunction;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Layout;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.runtime.program.ReductionFunction;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Normalisation over channels and positions: layer normalisation of rows, with what differs between
 * channels applied to its float32 results.
 */
public final class GroupNormLowering {
  /** Stands for a norm of 0, which is that of zeros only. */
  private static final float SMALLEST_NORM = 0x1p-100f;

  /** The square of what ONNX adds to the deviation. */
  private static final float SMALLEST_VARIANCE = 1e-18f;

  private GroupNormLowering() {}

  /**
   * Rows of neighbouring channels and all their positions; as many groups as channels, or fewer.
   */
  public static void groups(Group group, int groups, float epsilon, Scope scope) {
    Node node = group.head();
    Shape shape = scope.forms().shape(node.input(0));
    Tensor scale = channels(node.input(1), shape, scope);
    Tensor bias = channels(node.input(2), shape, scope);
    long length = shape.elements() / shape.dim(0) / groups;
    int rows =
        reshaped(
            scope.forms().own(node.input(0), Layout.PLAIN),
            Shape.of(shape.dim(0), groups, length),
            group,
            scope);
    boolean plain = isAll(scale, 1) && isAll(bias, 0);
    Optional<QuantParams> params = plain ? scope.forms().params(group.output()) : Optional.empty();
    Shape rowShape = scope.builder().value(rows).shape();
    int normal = value(group.output() + ".rows", rowShape, params, Layout.PLAIN, scope);
    emitNorm(group, rows, normal, 1, epsilon, scope);
    if (plain) {
      int target = scope.forms().define(group.output(), Layout.PLAIN);
      scope.builder().emit(new Instruction.Reshape(group.name(), normal, target));
    } else {
      scaled(group, reshaped(normal, shape, group, scope), scale, bias, scope);
    }
  }

  private static void scaled(Group group, int normal, Tensor scale, Tensor bias, Scope scope) {
    Shape shape = scope.builder().value(normal).shape();
    int product = value(group.output() + ".scaled", shape, Optional.empty(), Layout.PLAIN, scope);
    Emitter emitter = new Emitter(group, scope);
    int factor = emitter.constant(".scale", scale);
    int offset = emitter.constant(".bias", bias);
    emitter.arithmetic(ArithmeticFunction.MUL, normal, factor, product);
    int target = scope.forms().define(group.output(), Layout.PLAIN);
    emitter.arithmetic(ArithmeticFunction.ADD, product, offset, target);
  }

  /** A constant of one number a channel or a group of channels, to broadcast over a shape. */
  private static Tensor channels(String name, Shape shape, Scope scope) {
    int channels = shape.intDim(1);
    Tensor given = scope.constant(name).orElseThrow();
    float[] spread = new float[channels];
    for (int channel = 0; channel < channels; channel++) {
      spread[channel] = given.getFloat(channel / (channels / given.elements()));
    }
    long[] dims = new long[shape.rank()];
    Arrays.fill(dims, 1);
    dims[1] = channels;
    return Tensor.of(Shape.of(dims), spread);
  }

  private static boolean isAll(Tensor tensor, float number) {
    for (float element : tensor.toFloats()) {
      if (element != number) {
        return false;
      }
    }
    return true;
  }

  /** The normalised axes last, and back. */
  public static void meanVariance(Group group, MeanVarianceNormalization norm, Scope scope) {
    int source = scope.forms().own(group.head().input(0), Layout.PLAIN);
    ProgramValue from = scope.builder().value(source);
    int rank = from.shape().rank();
    List<Integer> axes =
        norm.axes().stream().map(axis -> axis < 0 ? axis + rank : axis).sorted().toList();
    int[] order =
        IntStream.concat(
                IntStream.range(0, rank).filter(axis -> !axes.contains(axis)),
                axes.stream().mapToInt(Integer::intValue))
            .toArray();
    int[] back = new int[rank];
    for (int i = 0; i < rank; i++) {
      back[order[i]] = i;
    }
    Shape moved = from.shape().permute(order);
    int rows = value(from.name() + ".axes_last", moved, from.params(), Layout.PLAIN, scope);
    int normal =
        value(
            group.output() + ".axes_last",
            moved,
            scope.forms().params(group.output()),
            Layout.PLAIN,
            scope);
    scope
        .builder()
        .emit(new Instruction.Permute(group.name(), source, rows, Permutation.list(order)));
    emitNorm(group, rows, normal, axes.size(), SMALLEST_VARIANCE, scope);
    int target = scope.forms().define(group.output(), Layout.PLAIN);
    scope
        .builder()
        .emit(new Instruction.Permute(group.name(), normal, target, Permutation.list(back)));
  }

  /** {@code x / max(norm, tiny)}. */
  public static void lp(Group group, LpNormalization norm, Scope scope) {
    String input = group.head().input(0);
    Layout layout = scope.forms().layout(input);
    int source = scope.forms().own(input, layout);
    Shape shape = scope.builder().value(source).shape();
    int axis = norm.axis() < 0 ? norm.axis() + shape.rank() : norm.axis();
    int stored = StoredAxes.of(axis, layout, shape.rank());
    Shape reduced = shape.with(stored, 1);
    ReductionFunction function = norm.p() == 1 ? ReductionFunction.L1 : ReductionFunction.L2;
    int sums = value(group.output() + ".norm", reduced, Optional.empty(), layout, scope);
    int divisors = value(group.output() + ".divisor", reduced, Optional.empty(), layout, scope);
    scope
        .builder()
        .emit(new Instruction.Reduce(group.name(), function, source, sums, List.of(stored)));
    Emitter emitter = new Emitter(group, scope);
    int least = emitter.constant(".least", Tensor.scalar(SMALLEST_NORM));
    emitter.arithmetic(ArithmeticFunction.MAX, sums, least, divisors);
    int target = scope.forms().define(group.output(), layout);
    emitter.arithmetic(ArithmeticFunction.DIV, source, divisors, target);
  }

  public static void localResponse(Group group, LocalResponseNormalization norm, Scope scope) {
    int source = scope.forms().own(group.head().input(0), Layout.CHANNELS_LAST);
    int target = scope.forms().define(group.output(), Layout.CHANNELS_LAST);
    scope
        .builder()
        .emit(
            new Instruction.LocalResponseNorm(
                group.name(), source, target, norm.size(), norm.alpha(), norm.beta(), norm.bias()));
  }

  private static void emitNorm(
      Group group, int from, int to, int axes, float epsilon, Scope scope) {
    scope
        .builder()
        .emit(
            new Instruction.LayerNorm(
                group.name(), from, to, axes, Tensor.scalar(1), Tensor.scalar(0), epsilon));
  }

  private static int reshaped(int source, Shape shape, Group group, Scope scope) {
    ProgramValue from = scope.builder().value(source);
    int target =
        value(
            from.name() + ".as_" + shape.rank() + "_axes",
            shape,
            from.params(),
            Layout.PLAIN,
            scope);
    scope.builder().emit(new Instruction.Reshape(group.name(), source, target));
    return target;
  }

  private static int value(
      String name, Shape shape, Optional<QuantParams> params, Layout layout, Scope scope) {
    DType dtype = params.map(QuantParams::dtype).orElse(DType.FLOAT32);
    return scope.builder().add(new ProgramValue(name, dtype, shape, layout, params));
  }
}
