package io.plumbline.codegen.lower.sum;

import io.plumbline.codegen.lower.scope.Group;
import io.plumbline.codegen.lower.scope.Operands;
import io.plumbline.codegen.lower.scope.Permutation;
import io.plumbline.codegen.lower.scope.Scope;
import io.plumbline.graph.Node;
import io.plumbline.graph.op.Gemm;
import io.plumbline.quantize.form.IntegerForm;
import io.plumbline.quantize.form.Terms;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Layout;
import io.plumbline.runtime.program.OutputStage;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Tensor;
import java.util.List;

/**
 * Gemm and MatMul with constant weights, a fused bias and limits, to {@link Instruction.Linear}.
 */
public final class MatrixLowering {
  private MatrixLowering() {}

  public static void gemm(Group group, Gemm gemm, Scope scope) {
    IntegerForm.Sum form = group.sum();
    boolean addedLater = group.head().hasInput(2) && form.bias().isEmpty();
    switch (form.terms()) {
      case Terms.Product _ -> ProductLowering.gemm(group, gemm, form.fusion(), scope);
      case Terms.Matrix _ -> {
        Tensor weights = weights(scope, group.head().input(1), !gemm.transposeB());
        if (addedLater) {
          ProductLowering.gemmAndTerm(group, gemm, weights, form.fusion(), scope);
        } else {
          linear(group, scope, weights, gemm.alpha(), gemm.transposeA());
        }
      }
      case Terms.Convolution _, Terms.TransposedConvolution _ -> throw group.mismatch();
    }
  }

  public static void matMul(Group group, Scope scope) {
    switch (group.sum().terms()) {
      case Terms.Product _ -> ProductLowering.matMul(group, scope);
      case Terms.Matrix _ ->
          linear(group, scope, weights(scope, group.head().input(1), true), 1, false);
      case Terms.Convolution _, Terms.TransposedConvolution _ -> throw group.mismatch();
    }
  }

  private static void linear(
      Group group, Scope scope, Tensor weights, double alpha, boolean transposed) {
    Node node = group.head();
    IntegerForm.Sum form = group.sum();
    int channels = weights.shape().intDim(0);
    var sum = weightedSum(node, alpha, channels, scope);
    Tensor bias = Operands.bias(form, channels, scope);
    OutputStage stage = sum.stage(group.output(), form.fusion(), scope);
    int source = scope.forms().own(node.input(0), Layout.PLAIN);
    int rows = transposed ? transpose(source, group, scope) : source;
    int target = scope.forms().define(group.output(), Layout.PLAIN);
    scope.builder().emit(new Instruction.Linear(group.name(), rows, target, weights, bias, stage));
  }

  static WeightedSum weightedSum(Node node, double alpha, int channels, Scope scope) {
    QuantParams weights = scope.plan().weight(node.input(1)).orElseThrow().params();
    QuantParams input = scope.narrowParams(node.input(0)).orElseThrow();
    return new WeightedSum(weights, input, alpha, channels);
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
