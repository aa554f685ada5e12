package io.plumbline.codegen.lower.sum;

import io.plumbline.codegen.lower.scope.Emitter;
import io.plumbline.codegen.lower.scope.Group;
import io.plumbline.codegen.lower.scope.Operands;
import io.plumbline.codegen.lower.scope.Scope;
import io.plumbline.graph.Node;
import io.plumbline.graph.op.Gemm;
import io.plumbline.quantize.form.Fusion;
import io.plumbline.quantize.form.Limits;
import io.plumbline.runtime.program.ArithmeticFunction;
import io.plumbline.runtime.program.Broadcasting;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Layout;
import io.plumbline.runtime.program.OutputStage;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.List;
import java.util.Optional;

/**
 * Products of two activations, batched or of vectors, and Gemm with an addend that no integer bias
 * can be: the product in float32, then an addition.
 */
public final class ProductLowering {
  private ProductLowering() {}

  static void matMul(Group group, Scope scope) {
    Node node = group.head();
    int left = matrix(scope.forms().own(node.input(0), Layout.PLAIN), true, group, scope);
    int right = matrix(scope.forms().own(node.input(1), Layout.PLAIN), false, group, scope);
    OutputStage stage =
        WeightedSum.stage(
            List.of(unit(node, scope)),
            scope.forms().params(group.output()),
            group.sum().fusion(),
            scope);
    Shape shape = shape(left, right, scope);
    if (shape.equals(scope.forms().shape(group.output()))) {
      int target = scope.forms().define(group.output(), Layout.PLAIN);
      emit(group, left, right, target, stage, scope);
    } else {
      int full = value(group, ".matrix", shape, scope.forms().params(group.output()), scope);
      emit(group, left, right, full, stage, scope);
      int target = scope.forms().define(group.output(), Layout.PLAIN);
      scope.builder().emit(new Instruction.Reshape(group.name(), full, target));
    }
  }

  private static double unit(Node node, Scope scope) {
    return (double) scope.narrowParams(node.input(0)).orElseThrow().scale()
        * scope.narrowParams(node.input(1)).orElseThrow().scale();
  }

  private static Shape shape(int left, int right, Scope scope) {
    return Broadcasting.product(
            scope.builder().value(left).shape(), scope.builder().value(right).shape())
        .orElseThrow();
  }

  private static void emit(
      Group group, int left, int right, int target, OutputStage stage, Scope scope) {
    scope
        .builder()
        .emit(
            new Instruction.MatrixProduct(
                group.name(), left, right, target, group.sum().accumulator(), stage));
  }

  /** A vector as the matrix it stands for: one row on the left, one column on the right. */
  private static int matrix(int operand, boolean row, Group group, Scope scope) {
    ProgramValue value = scope.builder().value(operand);
    if (value.shape().rank() != 1) {
      return operand;
    }
    long length = value.shape().dim(0);
    Shape shape = row ? Shape.of(1, length) : Shape.of(length, 1);
    int matrix =
        scope
            .builder()
            .add(
                new ProgramValue(
                    value.name() + (row ? ".row" : ".column"),
                    value.dtype(),
                    shape,
                    Layout.PLAIN,
                    value.params()));
    scope.builder().emit(new Instruction.Reshape(group.name(), operand, matrix));
    return matrix;
  }

  /** Gemm of two activations. */
  static void gemm(Group group, Gemm gemm, Fusion fusion, Scope scope) {
    Node node = group.head();
    int left = scope.forms().own(node.input(0), Layout.PLAIN);
    left = gemm.transposeA() ? MatrixLowering.transpose(left, group, scope) : left;
    int right = scope.forms().own(node.input(1), Layout.PLAIN);
    right = gemm.transposeB() ? MatrixLowering.transpose(right, group, scope) : right;
    List<Double> unit = List.of(gemm.alpha() * unit(node, scope));
    if (!node.hasInput(2)) {
      Optional<QuantParams> params = scope.forms().params(group.output());
      int target = scope.forms().define(group.output(), Layout.PLAIN);
      OutputStage stage = WeightedSum.stage(unit, params, fusion, scope);
      emit(group, left, right, target, stage, scope);
      return;
    }
    int product = value(group, ".product", shape(left, right, scope), Optional.empty(), scope);
    OutputStage stage = WeightedSum.stage(unit, Optional.empty(), Fusion.none(), scope);
    emit(group, left, right, product, stage, scope);
    added(group, gemm, product, limits(fusion, group), scope);
  }

  /** Gemm with constant weights, whose addend varies or differs between rows. */
  static void gemmAndTerm(Group group, Gemm gemm, Tensor weights, Fusion fusion, Scope scope) {
    Node node = group.head();
    int channels = weights.shape().intDim(0);
    Tensor none = Operands.bias(group.sum(), channels, scope);
    int source = scope.forms().own(node.input(0), Layout.PLAIN);
    int rows = gemm.transposeA() ? MatrixLowering.transpose(source, group, scope) : source;
    Shape shape = scope.builder().value(rows).shape().with(-1, channels);
    int product = value(group, ".product", shape, Optional.empty(), scope);
    OutputStage stage = MatrixLowering.weightedSum(node, gemm.alpha(), channels, scope).real(scope);
    scope.builder().emit(new Instruction.Linear(group.name(), rows, product, weights, none, stage));
    added(group, gemm, product, limits(fusion, group), scope);
  }

  private static Limits limits(Fusion fusion, Group group) {
    return switch (fusion) {
      case Fusion.Limited(Limits limits) -> limits;
      case Fusion.Function _ -> throw group.mismatch();
    };
  }

  /** The product plus beta times the third input. */
  private static void added(Group group, Gemm gemm, int product, Limits bounds, Scope scope) {
    Emitter emitter = new Emitter(group, scope);
    String addend = group.head().input(2);
    int term = scope.forms().own(addend, Layout.PLAIN);
    if (gemm.beta() != 1) {
      Shape shape = scope.builder().value(term).shape();
      int scaled = value(group, ".addend", shape, Optional.empty(), scope);
      int beta = emitter.constant(".beta", Tensor.scalar(gemm.beta()));
      emitter.arithmetic(ArithmeticFunction.MUL, term, beta, scaled);
      term = scaled;
    }
    int target = scope.forms().define(group.output(), Layout.PLAIN);
    emitter.arithmetic(ArithmeticFunction.ADD, product, term, target, bounds);
  }

  private static int value(
      Group group, String suffix, Shape shape, Optional<QuantParams> params, Scope scope) {
    DType dtype = params.map(QuantParams::dtype).orElse(DType.FLOAT32);
    return scope
        .builder()
        .add(new ProgramValue(group.output() + suffix, dtype, shape, Layout.PLAIN, params));
  }
}
