package io.plumbline.codegen.lower.window;

import io.plumbline.codegen.lower.scope.Group;
import io.plumbline.codegen.lower.scope.Permutation;
import io.plumbline.codegen.lower.scope.Scope;
import io.plumbline.codegen.lower.scope.StoredAxes;
import io.plumbline.graph.op.Reduce;
import io.plumbline.graph.op.ReduceFunction;
import io.plumbline.graph.op.ReduceMean;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Layout;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.runtime.program.ReductionFunction;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Shape;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Means and other reductions over whole axes. */
public final class ReductionLowering {
  private ReductionLowering() {}

  public static void globalAverage(Group group, Scope scope) {
    int rank = scope.forms().shape(group.head().input(0)).rank();
    mean(group, IntStream.range(2, rank).toArray(), true, scope);
  }

  public static void reduceMean(Group group, ReduceMean mean, Scope scope) {
    int rank = scope.forms().shape(group.head().input(0)).rank();
    int[] axes =
        mean.axes().stream().mapToInt(axis -> axis < 0 ? axis + rank : axis).sorted().toArray();
    mean(group, axes, mean.keepDims(), scope);
  }

  public static void reduce(Group group, Reduce reduce, Scope scope) {
    int rank = scope.forms().shape(group.head().input(0)).rank();
    int[] axes =
        reduce.axes().stream().mapToInt(axis -> axis < 0 ? axis + rank : axis).sorted().toArray();
    reduce(group, function(reduce.function()), axes, reduce.keepDims(), scope);
  }

  private static ReductionFunction function(ReduceFunction function) {
    return switch (function) {
      case SUM -> ReductionFunction.SUM;
      case MAX -> ReductionFunction.MAX;
      case MIN -> ReductionFunction.MIN;
      case PROD -> ReductionFunction.PROD;
      case L1 -> ReductionFunction.L1;
      case L2 -> ReductionFunction.L2;
      case SUM_SQUARE -> ReductionFunction.SUM_SQUARE;
    };
  }

  /** The largest of every channel, over any number of spatial axes. */
  static void globalMax(Group group, Scope scope) {
    int rank = scope.forms().shape(group.head().input(0)).rank();
    reduce(group, ReductionFunction.MAX, IntStream.range(2, rank).toArray(), true, scope);
  }

  private static void reduce(
      Group group, ReductionFunction function, int[] axes, boolean keepDims, Scope scope) {
    String input = group.head().input(0);
    boolean picks = function == ReductionFunction.MAX || function == ReductionFunction.MIN;
    Layout layout = layout(input, axes, keepDims, scope);
    int source =
        picks
            ? scope
                .forms()
                .quantized(input, scope.forms().params(group.output()).orElseThrow(), layout)
            : scope.forms().own(input, layout);
    emit(
        group,
        source,
        axes,
        keepDims,
        layout,
        scope,
        (from, to, stored) -> new Instruction.Reduce(group.name(), function, from, to, stored));
  }

  private static void mean(Group group, int[] axes, boolean keepDims, Scope scope) {
    String input = group.head().input(0);
    Layout layout = layout(input, axes, keepDims, scope);
    emit(
        group,
        scope.forms().own(input, layout),
        axes,
        keepDims,
        layout,
        scope,
        (from, to, stored) -> new Instruction.Mean(group.name(), from, to, stored));
  }

  /** Makes the instruction from its operands and stored axes. */
  private interface Reducing {
    Instruction of(int from, int to, List<Integer> axes);
  }

  private static void emit(
      Group group,
      int source,
      int[] axes,
      boolean keepDims,
      Layout layout,
      Scope scope,
      Reducing instruction) {
    Shape shape = scope.builder().value(source).shape();
    List<Integer> stored = StoredAxes.of(axes, layout, shape.rank());
    if (keepDims) {
      int target = scope.forms().define(group.output(), layout);
      scope.builder().emit(instruction.of(source, target, stored));
      return;
    }
    for (int axis : stored) {
      shape = shape.with(axis, 1);
    }
    Optional<QuantParams> params = scope.forms().params(group.output());
    DType dtype = params.map(QuantParams::dtype).orElse(scope.forms().dtype(group.output()));
    int kept =
        scope
            .builder()
            .add(
                new ProgramValue(
                    group.output() + ".kept_axes", dtype, shape, Layout.PLAIN, params));
    scope.builder().emit(instruction.of(source, kept, stored));
    int target = scope.forms().define(group.output(), Layout.PLAIN);
    scope.builder().emit(new Instruction.Reshape(group.name(), kept, target));
  }

  /** The stored layout, unless dropping axes would then leave the others in the wrong order. */
  private static Layout layout(String input, int[] axes, boolean keepDims, Scope scope) {
    Layout layout = scope.forms().layout(input);
    if (keepDims || layout == Layout.PLAIN) {
      return layout;
    }
    Shape reduced = scope.forms().shape(input);
    for (int axis : axes) {
      reduced = reduced.with(axis, 1);
    }
    int[] toStored = ProgramValue.logicalToStored(reduced.rank());
    return Permutation.keepsBytes(reduced, toStored) ? layout : Layout.PLAIN;
  }
}
