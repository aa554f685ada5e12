package io.plumbline.codegen.lower;

import io.plumbline.graph.Node;
import io.plumbline.graph.op.AveragePool;
import io.plumbline.graph.op.MaxPool;
import io.plumbline.graph.op.Window;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Layout;
import io.plumbline.runtime.program.Window2d;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Pooling over windows of channels-last values. */
final class PoolingLowering {
  /** From here on windows never count what lies beyond the padding. */
  private static final long COUNTING_SINCE = 19;

  private PoolingLowering() {}

  static Outcome max(Group group, MaxPool pool, Scope scope) {
    Node node = group.head();
    if (node.outputs().stream().skip(1).anyMatch(output -> !output.equals(Node.ABSENT))) {
      return Outcome.refused("positions of the maxima have no integer instruction");
    }
    Shape from = scope.forms().shape(node.input(0));
    Shape to = scope.forms().shape(node.output());
    Optional<Windows.Placed> placed = Windows.place(pool.window(), from, to);
    Optional<VolumeAxis> volume = VolumeAxis.of(pool.window(), from, to);
    if (placed.isEmpty() && volume.isEmpty()) {
      return noWindow(pool.window().rank());
    }
    return volume.isPresent()
        ? volumeMax(group, volume.get(), scope)
        : max(group, placed.orElseThrow().window(), scope);
  }

  private static Outcome volumeMax(Group group, VolumeAxis axis, Scope scope) {
    Optional<String> obstacle = Operands.notByte(scope, group.head().input(0));
    if (obstacle.isPresent() || group.nodes().size() > 1) {
      return group.isInteger()
          ? Outcome.refused(obstacle.orElse("a fusion without an integer instruction"))
          : group.keptFloat();
    }
    String input = group.head().input(0);
    QuantParams params = Movement.resultParams(input, group.output(), scope);
    new VolumeLowering(group, axis, scope)
        .maxPool(scope.forms().quantized(input, params, Layout.CHANNELS_LAST));
    return Outcome.integer();
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
    boolean counted = placed.isPresent() && placed.get().overhangs() && pool.countIncludePad();
    if (counted && scope.graph().info().opset() < COUNTING_SINCE) {
      return Outcome.refused(
          "windows that overhang the padding they count have no integer instruction before opset "
              + COUNTING_SINCE);
    }
    if (placed.isEmpty() || counted) {
      return averageOfAxes(group, pool, scope);
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

  /** Any number of spatial axes: the mean along one after the other, in float32 between them. */
  private static Outcome averageOfAxes(Group group, AveragePool pool, Scope scope) {
    Window window = pool.window();
    if (window.autoPad() != Window.AutoPad.EXPLICIT
        || window.pads().stream().anyMatch(pad -> pad < 0)) {
      return noWindow(window.rank());
    }
    String input = group.head().input(0);
    Shape from = scope.forms().shape(input);
    Shape to = scope.forms().shape(group.output());
    List<Resamplings.Sums> axes = new ArrayList<>();
    for (int axis = 0; axis < window.rank(); axis++) {
      axes.add(
          AveragedAxis.of(
              window,
              axis,
              pool.countIncludePad(),
              axis + 1,
              from.intDim(axis + 2),
              to.intDim(axis + 2)));
    }
    int source = scope.forms().own(input, Layout.CHANNELS_LAST);
    Resamplings.along(group, source, axes, Layout.CHANNELS_LAST, scope);
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
