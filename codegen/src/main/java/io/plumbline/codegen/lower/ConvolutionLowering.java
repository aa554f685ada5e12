package io.plumbline.codegen.lower;

import io.plumbline.graph.Node;
import io.plumbline.graph.op.Conv;
import io.plumbline.graph.op.UnaryOp;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Layout;
import io.plumbline.runtime.program.OutputStage;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.Optional;
import java.util.stream.IntStream;

/** Conv, with a Relu or Clip fused to it, to {@link Instruction.Convolution}. */
final class ConvolutionLowering {
  private ConvolutionLowering() {}

  static Outcome lower(Group group, Conv conv, Scope scope) {
    if (!group.isInteger()) {
      return group.keptFloat();
    }
    Node node = group.head();
    Optional<QuantParams> input = scope.byteParams(node.input(0));
    Optional<QuantParams> params = scope.plan().weight(node.input(1)).map(plan -> plan.params());
    Optional<UnaryOp> function = group.fusedFunction();
    Optional<Bounds> bounds = function.isPresent() ? Optional.of(Bounds.NONE) : group.boundsFrom(1);
    Optional<Windows.Placed> window =
        Windows.place(
            conv.window(), scope.forms().shape(node.input(0)), scope.forms().shape(node.output()));
    Optional<String> obstacle = Operands.obstacle(scope, node, 0);
    if (obstacle.isPresent()) {
      return Outcome.refused(obstacle.get());
    }
    Optional<String> unwritable = Operands.notWritable(scope, group.output());
    if (unwritable.isPresent()) {
      return Outcome.refused(unwritable.get());
    }
    if (bounds.isEmpty()) {
      return group.unknownFusion();
    }
    Optional<VolumeAxis> volume =
        VolumeAxis.of(
            conv.window(), scope.forms().shape(node.input(0)), scope.forms().shape(node.output()));
    if (window.isEmpty() && volume.isEmpty()) {
      return Outcome.refused(
          "a window of %d spatial axes or with negative padding has no integer instruction"
              .formatted(conv.window().rank()));
    }
    Tensor weights = scope.plan().weight(node.input(1)).orElseThrow().integers();
    Tensor channelsLast = volume.isPresent() ? weights : channelsLast(weights);
    var sum = new WeightedSum(channelsLast, params.orElseThrow(), input.orElseThrow(), 1);
    Optional<Tensor> bias = Operands.bias(scope, node, 2, weights.shape().intDim(0));
    if (bias.isEmpty() || sum.overflows(bias.get())) {
      return Operands.overflow();
    }
    Optional<OutputStage> stepped =
        function.flatMap(
            fused ->
                new SteppedFunction(
                        fused, scope.forms().params(group.output()).orElseThrow(), scope.rounding())
                    .stage(sum.units()));
    if (function.isPresent() && stepped.isEmpty()) {
      return group.unknownFusion();
    }
    OutputStage stage =
        stepped.orElseGet(
            () -> sum.stage(scope.forms().params(group.output()), bounds.get(), scope.rounding()));
    int source = scope.forms().own(node.input(0), Layout.CHANNELS_LAST);
    if (volume.isPresent()) {
      new VolumeLowering(group, volume.get(), scope)
          .convolution(source, weights, bias.get(), conv.group(), stage);
      return Outcome.integer();
    }
    int from = SpatialAxes.asTwo(source, group.name(), scope.builder());
    int to = SpatialAxes.open(group.output(), scope.forms(), scope.builder());
    scope
        .builder()
        .emit(
            new Instruction.Convolution(
                group.name(),
                from,
                to,
                channelsLast,
                bias.get(),
                window.get().window(),
                conv.group(),
                stage));
    SpatialAxes.close(to, group.output(), group.name(), scope.forms(), scope.builder());
    return Outcome.integer();
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
