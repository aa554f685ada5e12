package io.plumbline.codegen.lower.window;

import io.plumbline.codegen.lower.scope.Group;
import io.plumbline.codegen.lower.scope.Scope;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Layout;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Ops that are weighted sums along one axis after the other, in float32 between them. */
public final class Resamplings {
  private Resamplings() {}

  /**
   * The sums along a stored axis.
   *
   * @param indices int64 [outputs, taps]
   * @param weights float32, likewise
   */
  record Sums(int axis, Tensor indices, Tensor weights) {}

  /** Defines the result of a group from a source, the last stored axis first; at least one axis. */
  static void along(Group group, int source, List<Sums> axes, Layout layout, Scope scope) {
    List<Sums> ordered =
        axes.stream().sorted(Comparator.comparingInt(Sums::axis).reversed()).toList();
    int from = source;
    for (int step = 0; step < ordered.size(); step++) {
      Sums sums = ordered.get(step);
      Shape shape =
          scope.builder().value(from).shape().with(sums.axis, sums.indices.shape().dim(0));
      int target =
          step == ordered.size() - 1
              ? scope.forms().define(group.output(), layout)
              : real(group.output() + ".axis_" + sums.axis, shape, layout, scope);
      scope
          .builder()
          .emit(
              new Instruction.Resample(
                  group.name(), from, target, sums.indices, sums.weights, sums.axis));
      from = target;
    }
  }

  private static int real(String name, Shape shape, Layout layout, Scope scope) {
    return scope
        .builder()
        .add(new ProgramValue(name, DType.FLOAT32, shape, layout, Optional.empty()));
  }
}
