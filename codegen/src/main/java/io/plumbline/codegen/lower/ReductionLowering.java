package io.plumbline.codegen.lower;

import io.plumbline.graph.op.ReduceMean;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Layout;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Shape;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Means over whole axes. */
final class ReductionLowering {
  private ReductionLowering() {}

  static Outcome globalAverage(Group group, Scope scope) {
    int rank = scope.forms().shape(group.head().input(0)).rank();
    return mean(group, IntStream.range(2, rank).toArray(), true, scope);
  }

  static Outcome reduceMean(Group group, ReduceMean mean, Scope scope) {
    int rank = scope.forms().shape(group.head().input(0)).rank();
    int[] axes =
        mean.axes().stream().mapToInt(axis -> axis < 0 ? axis + rank : axis).sorted().toArray();
    return mean(group, axes, mean.keepDims(), scope);
  }

  private static Outcome mean(Group group, int[] axes, boolean keepDims, Scope scope) {
    if (!group.isInteger()) {
      return group.keptFloat();
    }
    if (group.nodes().size() > 1) {
      return group.unknownFusion();
    }
    String input = group.head().input(0);
    Optional<String> obstacle =
        Operands.notByte(scope, input).or(() -> Operands.notByte(scope, group.output()));
    if (obstacle.isPresent()) {
      return Outcome.refused(obstacle.get());
    }
    Layout layout = layout(input, axes, keepDims, scope);
    int source = scope.forms().own(input, layout);
    int rank = scope.builder().value(source).shape().rank();
    List<Integer> stored = StoredAxes.of(axes, layout, rank);
    if (keepDims) {
      int target = scope.forms().define(group.output(), layout);
      scope.builder().emit(new Instruction.Mean(group.name(), source, target, stored));
    } else {
      squeezed(group, source, stored, scope);
    }
    return Outcome.integer();
  }

  private static void squeezed(Group group, int source, List<Integer> axes, Scope scope) {
    QuantParams params = scope.byteParams(group.output()).orElseThrow();
    Shape shape = scope.builder().value(source).shape();
    for (int axis : axes) {
      shape = shape.with(axis, 1);
    }
    int kept =
        scope
            .builder()
            .add(
                new ProgramValue(
                    group.output() + ".kept_axes",
                    params.dtype(),
                    shape,
                    Layout.PLAIN,
                    Optional.of(params)));
    scope.builder().emit(new Instruction.Mean(group.name(), source, kept, axes));
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
