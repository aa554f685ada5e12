package io.plumbline.codegen.lower.sum;

import io.plumbline.codegen.lower.scope.Group;
import io.plumbline.codegen.lower.scope.Operands;
import io.plumbline.codegen.lower.scope.Permutation;
import io.plumbline.codegen.lower.scope.Scope;
import io.plumbline.codegen.lower.scope.SpatialAxes;
import io.plumbline.graph.Node;
import io.plumbline.graph.op.Conv;
import io.plumbline.quantize.form.IntegerForm;
import io.plumbline.quantize.form.PlacedWindow;
import io.plumbline.quantize.form.Terms;
import io.plumbline.quantize.form.VolumeAxis;
import io.plumbline.quantize.plan.QuantizedConstant;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Layout;
import io.plumbline.runtime.program.OutputStage;
import io.plumbline.runtime.program.Window2d;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.stream.IntStream;

/** Conv, with a Relu or Clip fused to it, to {@link Instruction.Convolution}. */
public final class ConvolutionLowering {
  private ConvolutionLowering() {}

  public static void lower(Group group, Conv conv, Scope scope) {
    Node node = group.head();
    IntegerForm.Sum form = group.sum();
    if (!(form.terms() instanceof Terms.Convolution(PlacedWindow window))) {
      throw group.mismatch();
    }
    QuantizedConstant kernel = scope.plan().weight(node.input(1)).orElseThrow();
    QuantParams input = scope.narrowParams(node.input(0)).orElseThrow();
    var sum = new WeightedSum(kernel.params(), input, 1, kernel.integers().shape().intDim(0));
    Tensor bias = Operands.bias(form, kernel.integers().shape().intDim(0), scope);
    OutputStage stage = sum.stage(group.output(), form.fusion(), kernel.integers(), bias, scope);
    int source = scope.forms().own(node.input(0), Layout.CHANNELS_LAST);
    switch (window) {
      case PlacedWindow.Volume(VolumeAxis axis) ->
          new VolumeLowering(group, axis, scope)
              .convolution(source, kernel.integers(), bias, conv.group(), stage);
      case PlacedWindow.Plane(Window2d plane) -> {
        Tensor weights = channelsLast(kernel.integers());
        int from = SpatialAxes.asTwo(source, group.name(), scope.builder());
        int to = SpatialAxes.open(group.output(), scope.forms(), scope.builder());
        scope
            .builder()
            .emit(
                new Instruction.Convolution(
                    group.name(), from, to, weights, bias, plane, conv.group(), stage));
        SpatialAxes.close(to, group.output(), group.name(), scope.forms(), scope.builder());
      }
    }
  }

  /** [M, C/group, k…] to [M, KH, KW, C/group]. */
  private static Tensor channelsLast(Tensor weights) {
    int rank = weights.shape().rank();
    int[] order =
        IntStream.range(0, rank)
            .map(axis -> axis == 0 ? 0 : axis == rank - 1 ? 1 : axis + 1)
            .toArray();
    Tensor moved = Permutation.apply(weights, order);
    Shape shape = moved.shape();
    return rank == 4 ? moved : moved.reshape(Shape.of(shape.dim(0), 1, shape.dim(1), shape.dim(2)));
  }
}
