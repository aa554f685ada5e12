package io.plumbline.codegen.lower;

import io.plumbline.graph.Node;
import io.plumbline.graph.op.AveragePool;
import io.plumbline.graph.op.MaxPool;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Layout;
import io.plumbline.runtime.program.Window2d;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Shape;
import java.util.Optional;

/** Pooling over windows of channels-last values. */
final class PoolingLowering {
  private PoolingLowering() {}

  static Outcome max(Group group, MaxPool pool, Scope scope) {
    Node node = group.head();
    if (node.outputs().stream().skip(1).anyMatch(output -> !output.equals(Node.ABSENT))) {
      return Outcome.refused("positions of the maxima have no integer instruction");
    }
    Optional<Windows.Placed> placed =
        Windows.place(
            pool.window(), scope.forms().shape(node.input(0)), scope.forms().shape(node.output()));
    return placed.isEmpty()
        ? noWindow(pool.window().rank())
        : max(group, placed.get().window(), scope);
  }

  static Outcome globalMax(Group group, Scope scope) {
    Shape shape = scope.forms().shape(group.head().input(0));
    return shape.rank() == 3 || shape.rank() == 4
        ? max(group, Windows.covering(shape), scope)
        : ReductionLowering.globalMax(group, scope);
  }

  /**
   * The largest integer stands for the largest number, so the result has the input's parameters, or
   * its own.
   */
  private static Outcome max(Group group, Window2d window, Scope scope) {
    if (group.nodes().size() > 1) {
      return group.unknownFusion();
    }
    String input = group.head().input(0);
    Optional<String> obstacle = Operands.notByte(scope, input);
    if (obstacle.isPresent()) {
      return group.isInteger() ? Outcome.refused(obstacle.get()) : group.keptFloat();
    }
    QuantParams params = Movement.resultParams(input, group.output(), scope);
    window(
        group,
        scope.forms().quantized(input, params, Layout.CHANNELS_LAST),
        scope,
        (from, to) -> new Instruction.MaxPool(group.name(), from, to, window));
    return Outcome.integer();
  }

  static Outcome average(Group group, AveragePool pool, Scope scope) {
    if (!group.isInteger()) {
      return group.keptFloat();
    }
    if (group.nodes().size() > 1) {
      return group.unknownFusion();
    }
    Node node = group.head();
    Optional<String> obstacle =
        Operands.notByte(scope, node.input(0)).or(() -> Operands.notByte(scope, node.output()));
    if (obstacle.isPresent()) {
      return Outcome.refused(obstacle.get());
    }
    Optional<Windows.Placed> placed =
        Windows.place(
            pool.window(), scope.forms().shape(node.input(0)), scope.forms().shape(node.output()));
    if (placed.isEmpty()) {
      return noWindow(pool.window().rank());
    }
    if (placed.get().overhangs() && pool.countIncludePad()) {
      return Outcome.refused(
          "windows that overhang the padding they count have no integer instruction");
    }
    window(
        group,
        scope.forms().own(node.input(0), Layout.CHANNELS_LAST),
        scope,
        (from, to) ->
            new Instruction.AveragePool(
                group.name(), from, to, placed.get().window(), pool.countIncludePad()));
    return Outcome.integer();
  }

  /** Makes the instruction from its operands. */
  private interface Windowed {
    Instruction of(int from, int to);
  }

  private static void window(Group group, int source, Scope scope, Windowed instruction) {
    int from = SpatialAxes.asTwo(source, group.name(), scope.builder());
    int to = SpatialAxes.open(group.output(), scope.forms(), scope.builder());
    scope.builder().emit(instruction.of(from, to));
    SpatialAxes.close(to, group.output(), group.name(), scope.forms(), scope.builder());
  }

  private static Outcome noWindow(int axes) {
    return Outcome.refused(
        "a window of %d spatial axes or with negative padding has no integer instruction"
            .formatted(axes));
  }
}
