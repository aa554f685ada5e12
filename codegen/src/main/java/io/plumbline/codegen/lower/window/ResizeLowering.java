package io.plumbline.codegen.lower.window;

import io.plumbline.codegen.lower.scope.Gathers;
import io.plumbline.codegen.lower.scope.Group;
import io.plumbline.codegen.lower.scope.Movement;
import io.plumbline.codegen.lower.scope.Scope;
import io.plumbline.codegen.lower.scope.StoredAxes;
import io.plumbline.graph.op.Resize;
import io.plumbline.runtime.program.Layout;
import io.plumbline.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * Resize, one axis after the other, the last stored one first: nearest picks slices, interpolation
 * sums them with weights. Between interpolated axes numbers are float32.
 */
public final class ResizeLowering {
  private ResizeLowering() {}

  /** An axis whose elements do not all stay in place. */
  private record Axis(int stored, ResizedAxis resized) {}

  public static void lower(Group group, Resize resize, Scope scope) {
    String input = group.head().input(0);
    Layout layout = scope.forms().layout(input);
    Shape from = scope.forms().shape(input);
    Shape to = scope.forms().shape(group.output());
    List<Axis> axes = new ArrayList<>();
    for (int axis = 0; axis < from.rank(); axis++) {
      ResizedAxis resized = ResizedAxis.of(resize, axis, from.intDim(axis), to.intDim(axis));
      if (!resized.isIdentity(from.intDim(axis))) {
        axes.add(new Axis(StoredAxes.of(axis, layout, from.rank()), resized));
      }
    }
    axes.sort((a, b) -> Integer.compare(b.stored, a.stored));
    if (resize.mode() == Resize.Mode.NEAREST) {
      pick(group, input, axes, layout, scope);
    } else {
      interpolate(group, input, axes, layout, scope);
    }
  }

  private static void pick(Group group, String input, List<Axis> axes, Layout layout, Scope scope) {
    int source = Movement.operand(input, group.output(), layout, scope);
    Gathers.along(
        group,
        source,
        axes.stream().map(axis -> new Gathers.Picks(axis.stored, axis.resized.picks())).toList(),
        layout,
        scope);
  }

  private static void interpolate(
      Group group, String input, List<Axis> axes, Layout layout, Scope scope) {
    int source = scope.forms().own(input, layout);
    List<Axis> steps = axes.isEmpty() ? List.of(unchanged(source, scope)) : axes;
    Resamplings.along(
        group,
        source,
        steps.stream()
            .map(
                axis ->
                    new Resamplings.Sums(
                        axis.stored, axis.resized.indices(), axis.resized.weights()))
            .toList(),
        layout,
        scope);
  }

  /** The first axis as it is, where no axis changes. */
  private static Axis unchanged(int source, Scope scope) {
    return new Axis(0, ResizedAxis.identity(scope.builder().value(source).shape().intDim(0)));
  }
}
