package io.plumbline.codegen.lower.scope;

import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Layout;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.tensor.Tensor;
import java.util.List;

/** Ops that pick slices by constant positions, along one axis after the other. */
public final class Gathers {
  private Gathers() {}

  /**
   * The slices of a stored axis that make up the result.
   *
   * @param indices int64, of one axis
   */
  public record Picks(int axis, Tensor indices) {}

  /** Defines the result of a group from a source in its parameters; no picks copy it. */
  public static void along(Group group, int source, List<Picks> axes, Layout layout, Scope scope) {
    if (axes.isEmpty()) {
      int target = scope.forms().define(group.output(), layout);
      scope.builder().emit(new Instruction.Reshape(group.name(), source, target));
    }
    int from = source;
    for (int step = 0; step < axes.size(); step++) {
      Picks picks = axes.get(step);
      ProgramValue value = scope.builder().value(from);
      long count = picks.indices.elements();
      int target =
          step == axes.size() - 1
              ? scope.forms().define(group.output(), layout)
              : scope
                  .builder()
                  .add(
                      new ProgramValue(
                          group.output() + ".axis_" + picks.axis,
                          value.dtype(),
                          value.shape().with(picks.axis, count),
                          layout,
                          value.params()));
      scope
          .builder()
          .emit(new Instruction.Gather(group.name(), from, target, picks.indices, picks.axis));
      from = target;
    }
  }
}
