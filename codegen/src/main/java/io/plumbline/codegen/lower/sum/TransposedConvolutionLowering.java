package io.plumbline.codegen.lower.sum;

import io.plumbline.codegen.lower.scope.Group;
import io.plumbline.codegen.lower.scope.Operands;
import io.plumbline.codegen.lower.scope.Scope;
import io.plumbline.codegen.lower.scope.SpatialAxes;
import io.plumbline.graph.Node;
import io.plumbline.graph.op.ConvTranspose;
import io.plumbline.quantize.form.IntegerForm;
import io.plumbline.quantize.plan.QuantizedConstant;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Layout;
import io.plumbline.runtime.program.OutputStage;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.runtime.program.Window2d;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.List;

/**
 * ConvTranspose, with a Relu or Clip fused to it, to a convolution that computes all phases of a
 * stride as channels, and a permutation that puts them side by side; see {@link TransposedAxis}.
 */
public final class TransposedConvolutionLowering {
  private final Group group;
  private final Scope scope;
  private final TransposedAxis height;
  private final TransposedAxis width;
  private final int groups;

  /** Channels of input and output in one group. */
  private final int inputs;

  private final int filters;

  private TransposedConvolutionLowering(
      Group group, ConvTranspose conv, Tensor weights, Scope scope) {
    Shape from = scope.forms().shape(group.head().input(0));
    Shape to = scope.forms().shape(group.output());
    int rank = conv.window().rank();
    this.group = group;
    this.scope = scope;
    this.height =
        rank == 2
            ? TransposedAxis.of(conv, 0, from.intDim(2), to.intDim(2))
            : TransposedAxis.point();
    this.width = TransposedAxis.of(conv, rank - 1, from.intDim(-1), to.intDim(-1));
    this.groups = conv.group();
    this.inputs = weights.shape().intDim(0) / groups;
    this.filters = weights.shape().intDim(1);
  }

  public static void lower(Group group, ConvTranspose conv, Scope scope) {
    QuantizedConstant kernel = scope.plan().weight(group.head().input(1)).orElseThrow();
    new TransposedConvolutionLowering(group, conv, kernel.integers(), scope).lower(kernel);
  }

  private void lower(QuantizedConstant kernel) {
    Node node = group.head();
    IntegerForm.Sum form = group.sum();
    QuantParams input = scope.narrowParams(node.input(0)).orElseThrow();
    Tensor phases = phases(kernel.integers());
    var sum = new WeightedSum(phaseParams(kernel.params()), input, 1, channels());
    Tensor bias = phaseBias(Operands.bias(form, groups * filters, scope));
    OutputStage stage = sum.stage(group.output(), form.fusion(), scope);
    int source =
        SpatialAxes.asTwo(
            scope.forms().own(node.input(0), Layout.CHANNELS_LAST), group.name(), scope.builder());
    int target = SpatialAxes.open(group.output(), scope.forms(), scope.builder());
    ProgramValue result = scope.builder().value(target);
    boolean direct = height.phases() * width.phases() == 1 && isWhole(result.shape());
    int sums = direct ? target : phased(result);
    scope
        .builder()
        .emit(
            new Instruction.Convolution(
                group.name(), source, sums, phases, bias, window(), groups, stage));
    if (!direct) {
      interleave(sums, target);
    }
    SpatialAxes.close(target, group.output(), group.name(), scope.forms(), scope.builder());
  }

  private Window2d window() {
    return new Window2d(
        height.taps(),
        width.taps(),
        1,
        1,
        height.dilation(),
        width.dilation(),
        height.before(),
        width.before(),
        height.after(),
        width.after());
  }

  private boolean isWhole(Shape result) {
    return height.start() == 0
        && width.start() == 0
        && result.dim(1) == (long) height.rows() * height.phases()
        && result.dim(2) == (long) width.rows() * width.phases();
  }

  private int channels() {
    return groups * height.phases() * width.phases() * filters;
  }

  /** Filters in the order group, phase of the height, phase of the width, channel of the group. */
  private interface OfFilter {
    void accept(int index, int group, int row, int column, int channel);
  }

  private void forEachFilter(OfFilter action) {
    for (int index = 0; index < channels(); index++) {
      int phase = index / filters;
      action.accept(
          index,
          phase / width.phases() / height.phases(),
          phase / width.phases() % height.phases(),
          phase % width.phases(),
          index % filters);
    }
  }

  /** [C, M/group, k…] to the weights of all phases, [filters, taps, taps, C/group]. */
  private Tensor phases(Tensor weights) {
    Shape shape = Shape.of(channels(), height.taps(), width.taps(), inputs);
    int[] integers = new int[Math.toIntExact(shape.elements())];
    int kernel = height.kernel() * width.kernel();
    forEachFilter(
        (index, of, row, column, channel) -> {
          for (int tap = 0; tap < height.taps() * width.taps(); tap++) {
            int y = height.source(row, tap / width.taps());
            int x = width.source(column, tap % width.taps());
            for (int from = 0; y >= 0 && x >= 0 && from < inputs; from++) {
              int matrix = (of * inputs + from) * filters + channel;
              integers[(index * height.taps() * width.taps() + tap) * inputs + from] =
                  (int) weights.getLong((long) matrix * kernel + y * width.kernel() + x);
            }
          }
        });
    return Tensor.ofIntegers(weights.dtype(), shape, integers);
  }

  private QuantParams phaseParams(QuantParams params) {
    if (params.isPerTensor()) {
      return params;
    }
    float[] scales = new float[channels()];
    forEachFilter((index, _, _, _, channel) -> scales[index] = params.scale(channel));
    return QuantParams.perChannel(params.dtype(), scales, 0);
  }

  private Tensor phaseBias(Tensor bias) {
    long[] spread = new long[channels()];
    forEachFilter(
        (index, of, _, _, channel) -> spread[index] = bias.getLong((long) of * filters + channel));
    return group.sum().accumulator().tensor(spread);
  }

  private int phased(ProgramValue result) {
    return value(
        "phases", result, Shape.of(result.shape().dim(0), height.rows(), width.rows(), channels()));
  }

  private int value(String label, ProgramValue like, Shape shape) {
    return scope
        .builder()
        .add(
            new ProgramValue(
                group.output() + "." + label, like.dtype(), shape, like.layout(), like.params()));
  }

  /** [N, H, W, (group, sh, sw, m)] to [N, H·sh, W·sw, (group, m)], then the section asked for. */
  private void interleave(int sums, int target) {
    ProgramValue from = scope.builder().value(sums);
    ProgramValue result = scope.builder().value(target);
    long batch = from.shape().dim(0);
    Shape apart =
        Shape.of(
            batch, height.rows(), width.rows(), groups, height.phases(), width.phases(), filters);
    List<Integer> order = List.of(0, 1, 4, 2, 5, 3, 6);
    Shape joined =
        Shape.of(
            batch,
            (long) height.rows() * height.phases(),
            (long) width.rows() * width.phases(),
            (long) groups * filters);
    int opened = value("phases_apart", from, apart);
    int moved = value("phases_joined", from, apart.permute(0, 1, 4, 2, 5, 3, 6));
    scope.builder().emit(new Instruction.Reshape(group.name(), sums, opened));
    scope.builder().emit(new Instruction.Permute(group.name(), opened, moved, order));
    if (isWhole(result.shape())) {
      scope.builder().emit(new Instruction.Reshape(group.name(), moved, target));
      return;
    }
    int whole = value("whole", from, joined);
    scope.builder().emit(new Instruction.Reshape(group.name(), moved, whole));
    scope
        .builder()
        .emit(
            new Instruction.Slice(
                group.name(),
                whole,
                target,
                List.of(0, height.start(), width.start(), 0),
                List.of(1, 1, 1, 1)));
  }
}
