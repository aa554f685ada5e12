package io.plumbline.codegen.lower.sum;

import io.plumbline.codegen.lower.scope.Group;
import io.plumbline.codegen.lower.scope.Permutation;
import io.plumbline.codegen.lower.scope.Scope;
import io.plumbline.quantize.form.VolumeAxis;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Layout;
import io.plumbline.runtime.program.OutputStage;
import io.plumbline.runtime.program.Pooling;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Windows of three spatial axes over channels-last values N, D, H, W, C, as windows of two. A
 * convolution gets the slices under its window along D as channels; a maximum is taken over the
 * plane first and along D after it.
 */
public final class VolumeLowering {
  private final Group group;
  private final VolumeAxis axis;
  private final Scope scope;

  public VolumeLowering(Group group, VolumeAxis axis, Scope scope) {
    this.group = group;
    this.axis = axis;
    this.scope = scope;
  }

  /**
   * Emits a convolution.
   *
   * @param weights integers [M, C/groups, KD, KH, KW]
   */
  void convolution(int source, Tensor weights, Tensor bias, int groups, OutputStage stage) {
    Shape shape = weights.shape();
    Tensor planes =
        Permutation.apply(weights, 0, 3, 4, 2, 1)
            .reshape(
                Shape.of(shape.dim(0), shape.dim(3), shape.dim(4), shape.dim(2) * shape.dim(1)));
    int slices = slices(source, groups);
    int target = scope.forms().define(group.output(), Layout.CHANNELS_LAST);
    ProgramValue result = scope.builder().value(target);
    int flat = value("planes", result, planes(result.shape()));
    scope
        .builder()
        .emit(
            new Instruction.Convolution(
                group.name(), slices, flat, planes, bias, axis.plane(), groups, stage));
    scope.builder().emit(new Instruction.Reshape(group.name(), flat, target));
  }

  public void maxPool(int source) {
    ProgramValue from = scope.builder().value(source);
    int target = scope.forms().define(group.output(), Layout.CHANNELS_LAST);
    Shape to = scope.builder().value(target).shape();
    int planes = reshaped("planes", source, planes(from.shape()));
    Shape reduced = planes(from.shape()).with(1, to.dim(2)).with(2, to.dim(3));
    int maxima = value("planes_pooled", from, reduced);
    scope.builder().emit(new Pooling.MaxPool(group.name(), planes, maxima, axis.plane()));
    long positions = to.dim(2) * to.dim(3);
    Shape depths = Shape.of(from.shape().dim(0), from.shape().dim(1), positions, to.dim(4));
    int lines = reshaped("lines", maxima, depths);
    int pooled = value("lines_pooled", from, depths.with(1, to.dim(1)));
    scope.builder().emit(new Pooling.MaxPool(group.name(), lines, pooled, axis.line()));
    scope.builder().emit(new Instruction.Reshape(group.name(), pooled, target));
  }

  /** [N, D, …] as [N·D, …]. */
  private static Shape planes(Shape shape) {
    return Shape.of(shape.dim(0) * shape.dim(1), shape.dim(2), shape.dim(3), shape.dim(4));
  }

  /** The slices under every window along D, [N·OD, H, W, (group, tap, channel of the group)]. */
  private int slices(int source, int groups) {
    int padded = padded(source);
    Shape from = scope.builder().value(padded).shape();
    long batch = from.dim(0);
    long channels = from.dim(4) / groups;
    long[] picks = new long[axis.outputs() * axis.kernel()];
    for (int i = 0; i < picks.length; i++) {
      int output = i / axis.kernel();
      picks[i] = (long) output * axis.stride() + (long) i % axis.kernel() * axis.dilation();
    }
    Shape gathered =
        Shape.of(batch, axis.outputs(), axis.kernel(), from.dim(2), from.dim(3), groups, channels);
    int taps =
        value(
            "taps",
            scope.builder().value(padded),
            Shape.of(batch, axis.outputs(), axis.kernel(), from.dim(2), from.dim(3), from.dim(4)));
    Tensor indices = Tensor.of(Shape.of(axis.outputs(), axis.kernel()), picks);
    scope.builder().emit(new Instruction.Gather(group.name(), padded, taps, indices, 1));
    int apart = reshaped("taps_apart", taps, gathered);
    int moved =
        value("taps_last", scope.builder().value(taps), gathered.permute(0, 1, 3, 4, 5, 2, 6));
    scope
        .builder()
        .emit(new Instruction.Permute(group.name(), apart, moved, List.of(0, 1, 3, 4, 5, 2, 6)));
    return reshaped(
        "taps_as_channels",
        moved,
        Shape.of(batch * axis.outputs(), from.dim(2), from.dim(3), axis.kernel() * from.dim(4)));
  }

  /** With the zero point before and behind along D. */
  private int padded(int source) {
    ProgramValue from = scope.builder().value(source);
    if (axis.begin() + axis.end() == 0) {
      return source;
    }
    List<Integer> before = new ArrayList<>(Collections.nCopies(5, 0));
    List<Integer> after = new ArrayList<>(Collections.nCopies(5, 0));
    before.set(1, axis.begin());
    after.set(1, axis.end());
    int target =
        value(
            "deeper", from, from.shape().with(1, from.shape().dim(1) + axis.begin() + axis.end()));
    scope
        .builder()
        .emit(
            new Instruction.Pad(
                group.name(), source, target, before, after, from.quant().zeroPoint()));
    return target;
  }

  private int reshaped(String label, int source, Shape shape) {
    int target = value(label, scope.builder().value(source), shape);
    scope.builder().emit(new Instruction.Reshape(group.name(), source, target));
    return target;
  }

  private int value(String label, ProgramValue like, Shape shape) {
    return scope
        .builder()
        .add(
            new ProgramValue(
                group.output() + "." + label, like.dtype(), shape, Layout.PLAIN, like.params()));
  }
}
