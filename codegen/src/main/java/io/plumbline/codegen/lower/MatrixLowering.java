package io.plumbline.codegen.lower;

import io.plumbline.graph.Node;
import io.plumbline.graph.op.Binary;
import io.plumbline.graph.op.BinaryFunction;
import io.plumbline.graph.op.Gemm;
import io.plumbline.quantize.calibrate.WeightQuantizer;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Layout;
import io.plumbline.runtime.program.OutputStage;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Tensor;
import java.util.List;
import java.util.Optional;

/**
 * Gemm and MatMul, with a fused bias and limits, to {@link Instruction.Linear} or {@link
 * Instruction.MatrixProduct}.
 */
final class MatrixLowering {
  private MatrixLowering() {}

  static Outcome gemm(Group group, Gemm gemm, Scope scope) {
    if (!group.isInteger()) {
      return group.keptFloat();
    }
    Node node = group.head();
    Optional<String> obstacle = Operands.obstacle(scope, node, gemm.transposeB() ? 0 : 1);
    if (obstacle.isPresent()) {
      return Outcome.refused(obstacle.get());
    }
    Optional<Bounds> bounds = group.boundsFrom(1);
    if (bounds.isEmpty()) {
      return group.unknownFusion();
    }
    Tensor weights = weights(scope, node.input(1), !gemm.transposeB());
    int channels = weights.shape().intDim(0);
    if (!(gemm.alpha() > 0)) {
      return Outcome.refused("alpha %s is not positive".formatted(gemm.alpha()));
    }
    if (node.hasInput(2) && !Operands.isRow(scope.forms().shape(node.input(2)), channels)) {
      return Outcome.refused("bias '%s' differs between rows".formatted(node.input(2)));
    }
    double[] bias = Operands.bias(scope, node, 2, gemm.beta(), channels);
    return linear(group, scope, weights, gemm.alpha(), bias, bounds.get(), gemm.transposeA());
  }

  static Outcome matMul(Group group, Scope scope) {
    if (!group.isInteger()) {
      return group.keptFloat();
    }
    Node node = group.head();
    if (scope.forms().shape(node.input(0)).rank() < 2
        || scope.forms().shape(node.input(1)).rank() < 2) {
      return Outcome.refused("a product with a vector has no integer instruction");
    }
    boolean constantMatrix =
        scope.constant(node.input(1)).isPresent() && scope.forms().shape(node.input(1)).rank() == 2;
    return constantMatrix ? constantProduct(group, node, scope) : product(group, node, scope);
  }

  private static Outcome constantProduct(Group group, Node node, Scope scope) {
    Optional<String> obstacle = Operands.obstacle(scope, node, 1);
    if (obstacle.isPresent()) {
      return Outcome.refused(obstacle.get());
    }
    Tensor weights = weights(scope, node.input(1), true);
    int channels = weights.shape().intDim(0);
    Optional<double[]> added = addedBias(group, scope, channels);
    Optional<Bounds> bounds = group.boundsFrom(added.isPresent() ? 2 : 1);
    if (bounds.isEmpty()) {
      return group.unknownFusion();
    }
    return linear(
        group, scope, weights, 1, added.orElseGet(() -> new double[channels]), bounds.get(), false);
  }

  /** The constant row that the second node of a group adds to the product of the first. */
  private static Optional<double[]> addedBias(Group group, Scope scope, int channels) {
    if (group.nodes().size() < 2
        || !(group.nodes().get(1).op() instanceof Binary(BinaryFunction function))
        || function != BinaryFunction.ADD) {
      return Optional.empty();
    }
    Node add = group.nodes().get(1);
    int position = add.input(0).equals(group.head().output()) ? 1 : 0;
    return scope
        .constant(add.input(position))
        .filter(tensor -> Operands.isRow(tensor.shape(), channels))
        .map(_ -> Operands.bias(scope, add, position, 1, channels));
  }

  private static Outcome linear(
      Group group,
      Scope scope,
      Tensor weights,
      double alpha,
      double[] realBias,
      Bounds bounds,
      boolean transposed) {
    Node node = group.head();
    QuantParams params = scope.plan().weight(node.input(1)).orElseThrow().params();
    QuantParams input = scope.byteParams(node.input(0)).orElseThrow();
    var sum = new WeightedSum(weights, params, input, alpha);
    Optional<Tensor> bias = sum.bias(realBias);
    if (bias.isEmpty()) {
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

  private static int transpose(int source, Group group, Scope scope) {
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
    QuantParams params = scope.plan().weight(name).orElseThrow().params();
    Tensor integers =
        WeightQuantizer.quantize(scope.constant(name).orElseThrow(), params, scope.rounding());
    return transpose ? Permutation.apply(integers, 1, 0) : integers;
  }

  private static Outcome product(Group group, Node node, Scope scope) {
    for (String operand : node.inputs()) {
      Optional<String> obstacle = Operands.notByte(scope, operand);
      if (obstacle.isPresent()) {
        return Outcome.refused(obstacle.get());
      }
    }
    Optional<String> unwritable = Operands.notWritable(scope, group.output());
    if (unwritable.isPresent()) {
      return Outcome.refused(unwritable.get());
    }
    Optional<Bounds> bounds = group.boundsFrom(1);
    if (bounds.isEmpty()) {
      return group.unknownFusion();
    }
    long depth = scope.forms().shape(node.input(0)).dim(-1);
    if (depth > Integer.MAX_VALUE / (255 * 255)) {
      return Operands.overflow();
    }
    double unit =
        (double) scope.byteParams(node.input(0)).orElseThrow().scale()
            * scope.byteParams(node.input(1)).orElseThrow().scale();
    OutputStage stage =
        WeightedSum.stage(
            List.of(unit), scope.forms().params(group.output()), bounds.get(), scope.rounding());
    int left = scope.forms().own(node.input(0), Layout.PLAIN);
    int right = scope.forms().own(node.input(1), Layout.PLAIN);
    int target = scope.forms().define(group.output(), Layout.PLAIN);
    scope.builder().emit(new Instruction.MatrixProduct(group.name(), left, right, target, stage));
    return Outcome.integer();
  }
}
