package io.plumbline.codegen.lower;

import io.plumbline.graph.Node;
import io.plumbline.graph.op.Binary;
import io.plumbline.graph.op.BinaryFunction;
import io.plumbline.graph.op.UnaryOp;
import io.plumbline.runtime.program.ArithmeticFunction;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Layout;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.Optional;

/** Element-wise ops: of one operand to tables, of two to {@link Instruction.Arithmetic}. */
final class ElementwiseLowering {
  private ElementwiseLowering() {}

  static Outcome unary(Group group, UnaryOp op, Scope scope) {
    Optional<Bounds> bounds = group.boundsFrom(1);
    if (bounds.isEmpty()) {
      return group.unknownFusion();
    }
    String input = group.head().input(0);
    if (group.isInteger() && isTable(input, group.output(), scope)) {
      return table(group, input, scope, x -> bounds.get().apply((float) op.apply(x)));
    }
    Optional<Bounds> limits = group.boundsFrom(0);
    return limits.isPresent() && isReal(input, scope)
        ? limit(group, input, limits.get(), scope)
        : Outcome.refused(unaryReason(group, input, scope));
  }

  private static String unaryReason(Group group, String input, Scope scope) {
    if (!group.isInteger()) {
      return group.floatReason();
    }
    return Operands.notByte(scope, input)
        .or(() -> Operands.notByte(scope, group.output()))
        .orElse("no table fits");
  }

  /** x + 0 within limits: the same as Relu or Clip, on float32 or mixed operands. */
  private static Outcome limit(Group group, String input, Bounds limits, Scope scope) {
    Layout layout = scope.forms().layout(input);
    int left = scope.forms().own(input, layout);
    int zero = zero(scope, group.name());
    emit(group, ArithmeticFunction.ADD, left, zero, layout, limits, scope);
    return group.isInteger() && scope.forms().isQuantized(input)
        ? Outcome.integer()
        : Outcome.floating();
  }

  private static int zero(Scope scope, String node) {
    return scope
        .builder()
        .addConstant(
            new ProgramValue(
                node + ".zero", DType.FLOAT32, Shape.of(), Layout.PLAIN, Optional.empty()),
            Tensor.scalar(0));
  }

  static Outcome binary(Group group, Binary op, Scope scope) {
    Optional<Bounds> bounds = group.boundsFrom(1);
    if (bounds.isEmpty()) {
      return group.unknownFusion();
    }
    Node node = group.head();
    if (!isReal(node.input(0), scope) || !isReal(node.input(1), scope)) {
      return Outcome.refused("operands are not real numbers");
    }
    Optional<Outcome> table = constantOperand(group, op, bounds.get(), scope);
    if (table.isPresent()) {
      return table.get();
    }
    if (op.function() == BinaryFunction.POW) {
      return Outcome.refused("a power with a varying exponent has no integer instruction");
    }
    Layout layout = layout(node, scope);
    int left = operand(node.input(0), group.output(), layout, scope);
    int right = operand(node.input(1), group.output(), layout, scope);
    emit(group, function(op.function()), left, right, layout, bounds.get(), scope);
    return group.isInteger() ? Outcome.integer() : Outcome.floating();
  }

  /** With one number for an operand the op is a function of the other operand alone. */
  private static Optional<Outcome> constantOperand(
      Group group, Binary op, Bounds bounds, Scope scope) {
    Node node = group.head();
    boolean first = isNumber(node.input(0), scope);
    String varying = node.input(first ? 1 : 0);
    if (!group.isInteger()
        || first == isNumber(node.input(1), scope)
        || !isTable(varying, group.output(), scope)
        || !scope.forms().shape(varying).equals(scope.forms().shape(group.output()))) {
      return Optional.empty();
    }
    float number =
        scope.forms().constantTensor(node.input(first ? 0 : 1), Optional.empty()).getFloat(0);
    return Optional.of(
        table(
            group,
            varying,
            scope,
            x ->
                bounds.apply(
                    first ? apply(op.function(), number, x) : apply(op.function(), x, number))));
  }

  private static float apply(BinaryFunction function, float a, float b) {
    return function == BinaryFunction.POW
        ? (float) StrictMath.pow(a, b)
        : function(function).apply(a, b);
  }

  private static ArithmeticFunction function(BinaryFunction function) {
    return switch (function) {
      case ADD -> ArithmeticFunction.ADD;
      case SUB -> ArithmeticFunction.SUB;
      case MUL -> ArithmeticFunction.MUL;
      case DIV -> ArithmeticFunction.DIV;
      case MIN -> ArithmeticFunction.MIN;
      case MAX -> ArithmeticFunction.MAX;
      case POW -> throw new IllegalArgumentException("a power is not an arithmetic instruction");
    };
  }

  private static boolean isNumber(String value, Scope scope) {
    return scope.constant(value).filter(tensor -> tensor.elements() == 1).isPresent();
  }

  private static boolean isTable(String input, String output, Scope scope) {
    return scope.byteParams(input).isPresent() && scope.byteParams(output).isPresent();
  }

  static boolean isReal(String value, Scope scope) {
    return scope.forms().dtype(value) == DType.FLOAT32;
  }

  private static Outcome table(
      Group group, String input, Scope scope, LookupTable.RealFunction function) {
    QuantParams from = scope.byteParams(input).orElseThrow();
    QuantParams to = scope.byteParams(group.output()).orElseThrow();
    Tensor table = LookupTable.of(from, to, scope.rounding(), function);
    Layout layout = scope.forms().layout(input);
    int source = scope.forms().own(input, layout);
    int target = scope.forms().define(group.output(), layout);
    scope.builder().emit(new Instruction.Lookup(group.name(), source, target, table));
    return Outcome.integer();
  }

  /**
   * The layout of the larger operand that has the result's rank; channels-last when they are as
   * large.
   */
  private static Layout layout(Node node, Scope scope) {
    int rank = scope.forms().shape(node.output()).rank();
    long most = 0;
    Layout chosen = Layout.PLAIN;
    for (String input : node.inputs()) {
      Shape shape = scope.forms().shape(input);
      if (scope.constant(input).isPresent() || shape.rank() != rank) {
        continue;
      }
      Layout layout = scope.forms().layout(input);
      if (shape.elements() > most || (shape.elements() == most && layout == Layout.CHANNELS_LAST)) {
        most = shape.elements();
        chosen = layout;
      }
    }
    return chosen;
  }

  static int operand(String value, String output, Layout layout, Scope scope) {
    int rank = scope.forms().shape(output).rank();
    return layout == Layout.CHANNELS_LAST
        ? scope.forms().ownOfRank(value, layout, rank)
        : scope.forms().own(value, layout);
  }

  private static void emit(
      Group group,
      ArithmeticFunction function,
      int left,
      int right,
      Layout layout,
      Bounds bounds,
      Scope scope) {
    int target = scope.forms().define(group.output(), layout);
    scope
        .builder()
        .emit(
            new Instruction.Arithmetic(
                group.name(), function, left, right, target, bounds.low(), bounds.high()));
  }
}
