package io.plumbline.codegen.lower;

import io.plumbline.graph.Node;
import io.plumbline.graph.op.Binary;
import io.plumbline.graph.op.BinaryFunction;
import io.plumbline.graph.op.Gemm;
import io.plumbline.quantize.plan.QuantizedConstant;
import io.plumbline.quantize.plan.Use;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Layout;
import io.plumbline.runtime.program.OutputStage;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Tensor;
import java.util.List;
import java.util.Optional;

/**
 * Gemm and MatMul with constant weights, a fused bias and limits, to {@link Instruction.Linear}.
 */
final class MatrixLowering {
  private MatrixLowering() {}

  static Outcome gemm(Group group, Gemm gemm, Scope scope) {
    if (!group.isInteger()) {
      return group.keptFloat();
    }
    Node node = group.head();
    Optional<Bounds> bounds = group.boundsFrom(1);
    if (bounds.isEmpty()) {
      return group.unknownFusion();
    }
    if (!(gemm.alpha() > 0)) {
      return Outcome.refused("alpha %s is not positive".formatted(gemm.alpha()));
    }
    if (scope.constant(node.input(1)).isEmpty()) {
      return ProductLowering.gemm(group, gemm, bounds.get(), scope);
    }
    Optional<String> obstacle = Operands.weightObstacle(scope, node, gemm.transposeB() ? 0 : 1);
    if (obstacle.isPresent()) {
      return Outcome.refused(obstacle.get());
    }
    Tensor weights = weights(scope, node.input(1), !gemm.transposeB());
    int channels = weights.shape().intDim(0);
    if (node.hasInput(2) && !isRow(node.input(2), channels, scope)) {
      QuantParams params = scope.plan().weight(node.input(1)).orElseThrow().params();
      QuantParams input = scope.byteParams(node.input(0)).orElseThrow();
      var sum = new WeightedSum(weights, params, input, gemm.alpha());
      return ProductLowering.gemm(group, gemm, sum, weights, bounds.get(), scope);
    }
    Optional<Tensor> bias = Operands.bias(scope, node, 2, channels);
    return linear(group, scope, weights, gemm.alpha(), bias, bounds.get(), gemm.transposeA());
  }

  private static boolean isRow(String addend, int channels, Scope scope) {
    return scope
        .constant(addend)
        .filter(tensor -> Operands.isRow(tensor.shape(), channels))
        .isPresent();
  }

  static Outcome matMul(Group group, Scope scope) {
    if (!group.isInteger()) {
      return group.keptFloat();
    }
    Node node = group.head();
    boolean constantMatrix =
        scope.constant(node.input(1)).isPresent() && scope.forms().shape(node.input(1)).rank() == 2;
    return constantMatrix
        ? constantProduct(group, node, scope)
        : ProductLowering.matMul(group, scope);
  }

  private static Outcome constantProduct(Group group, Node node, Scope scope) {
    Optional<String> obstacle = Operands.obstacle(scope, node, 1);
    if (obstacle.isPresent()) {
      return Outcome.refused(obstacle.get());
    }
    Tensor weights = weights(scope, node.input(1), true);
    int channels = weights.shape().intDim(0);
    Optional<Use> added = addedBias(group, scope);
    Optional<Bounds> bounds = group.boundsFrom(added.isPresent() ? 2 : 1);
    if (bounds.isEmpty()) {
      return group.unknownFusion();
    }
    Optional<Tensor> bias =
        added.isPresent()
            ? scope.plan().bias(added.get()).map(QuantizedConstant::integers)
            : Optional.of(Operands.noBias(channels));
    return linear(group, scope, weights, 1, bias, bounds.get(), false);
  }

  /** The constant row that the second node of a group adds to the product of the first. */
  private static Optional<Use> addedBias(Group group, Scope scope) {
    if (group.nodes().size() < 2
        || !(group.nodes().get(1).op() instanceof Binary(BinaryFunction function))
        || function != BinaryFunction.ADD) {
      return Optional.empty();
    }
    Node add = group.nodes().get(1);
    int position = add.input(0).equals(group.head().output()) ? 1 : 0;
    return scope.constant(add.input(position)).map(_ -> new Use(add.name(), position));
  }

  private static Outcome linear(
      Group group,
      Scope scope,
      Tensor weights,
      double alpha,
      Optional<Tensor> bias,
      Bounds bounds,
      boolean transposed) {
    Node node = group.head();
    QuantParams params = scope.plan().weight(node.input(1)).orElseThrow().params();
    QuantParams input = scope.byteParams(node.input(0)).orElseThrow();
    var sum = new WeightedSum(weights, params, input, alpha);
    if (bias.isEmpty() || sum.overflows(bias.get())) {
      return Operands.overflow();
    }
    Optional<String> unwritable = Operands.notWritable(scope, group.output());
    if (unwritable.isPresent()) {
      return Outcome.refused(unwritable.get());
    }
    OutputStage stage = sum.stage(scope.forms().params(group.output()), bounds, scope.rounding());
    int source = scope.forms().own(node.input(0), Layout.PLAIN);
    int rows = transposed ? transpose(source, group, scope) : source;
    int target = scope.forms().define(group.output(), Layout.PLAIN);
    scope
        .builder()
        .emit(new Instruction.Linear(group.name(), rows, target, weights, bias.get(), stage));
    return Outcome.integer();
  }

  static int transpose(int source, Group group, Scope scope) {
    ProgramValue from = scope.builder().value(source);
    int target =
        scope
            .builder()
            .add(
                new ProgramValue(
                    from.name() + ".transposed",
                    from.dtype(),
                    from.shape().permute(1, 0),
                    Layout.PLAIN,
                    from.params()));
    scope.builder().emit(new Instruction.Permute(group.name(), source, target, List.of(1, 0)));
    return target;
  }

  private static Tensor weights(Scope scope, String name, boolean transpose) {
    Tensor integers = scope.plan().weight(name).orElseThrow().integers();
    return transpose ? Permutation.apply(integers, 1, 0) : integers;
  }
}
