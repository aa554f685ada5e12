package io.plumbline.codegen.lower.window;

import io.plumbline.codegen.lower.scope.Group;
import io.plumbline.codegen.lower.scope.Scope;
import io.plumbline.codegen.lower.scope.SpatialAxes;
import io.plumbline.codegen.lower.sum.VolumeLowering;
import io.plumbline.graph.op.AveragePool;
import io.plumbline.graph.op.LpPool;
import io.plumbline.graph.op.MaxPool;
import io.plumbline.graph.op.Pool;
import io.plumbline.graph.op.Window;
import io.plumbline.quantize.form.IntegerForm;
import io.plumbline.quantize.form.PlacedWindow;
import io.plumbline.quantize.form.VolumeAxis;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Layout;
import io.plumbline.runtime.program.Pooling;
import io.plumbline.runtime.program.Window2d;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/** Pooling over windows of channels-last values. */
public final class PoolingLowering {
  private PoolingLowering() {}

  public static void pool(Group group, Pool pool, Scope scope) {
    switch (pool) {
      case AveragePool op -> average(group, op, scope);
      case LpPool _ -> norm(group, scope);
      case MaxPool _ -> max(group, scope);
    }
  }

  private static void norm(Group group, Scope scope) {
    if (!(group.window() instanceof PlacedWindow.Plane(Window2d plane))) {
      throw group.mismatch();
    }
    window(
        group,
        scope.forms().own(group.head().input(0), Layout.CHANNELS_LAST),
        scope,
        (from, to) -> new Pooling.NormPool(group.name(), from, to, plane));
  }

  private static void max(Group group, Scope scope) {
    String input = group.head().input(0);
    QuantParams params = scope.forms().params(group.output()).orElseThrow();
    int source = scope.forms().quantized(input, params, Layout.CHANNELS_LAST);
    switch (group.window()) {
      case PlacedWindow.Volume(VolumeAxis axis) ->
          new VolumeLowering(group, axis, scope).maxPool(source);
      case PlacedWindow.Plane(Window2d window) ->
          window(
              group,
              source,
              scope,
              (from, to) -> new Pooling.MaxPool(group.name(), from, to, window));
    }
  }

  public static void globalMax(Group group, Scope scope) {
    if (group.plan().form() instanceof IntegerForm.Windowed) {
      max(group, scope);
    } else {
      ReductionLowering.globalMax(group, scope);
    }
  }

  private static void average(Group group, AveragePool pool, Scope scope) {
    if (!(group.plan().form() instanceof IntegerForm.Windowed)) {
      averageOfAxes(group, pool, scope);
      return;
    }
    if (!(group.window() instanceof PlacedWindow.Plane(Window2d plane))) {
      throw group.mismatch();
    }
    window(
        group,
        scope.forms().own(group.head().input(0), Layout.CHANNELS_LAST),
        scope,
        (from, to) ->
            new Pooling.AveragePool(group.name(), from, to, plane, pool.countIncludePad()));
  }

  /** Any number of spatial axes: the mean along one after the other, in float32 between them. */
  private static void averageOfAxes(Group group, AveragePool pool, Scope scope) {
    Window window = pool.window();
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
}
