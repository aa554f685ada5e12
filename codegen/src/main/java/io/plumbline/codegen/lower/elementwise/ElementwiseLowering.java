package io.plumbline.codegen.lower.elementwise;

import io.plumbline.codegen.lower.scope.Emitter;
import io.plumbline.codegen.lower.scope.Group;
import io.plumbline.codegen.lower.scope.Scope;
import io.plumbline.graph.Node;
import io.plumbline.graph.op.Binary;
import io.plumbline.graph.op.BinaryFunction;
import io.plumbline.graph.op.UnaryOp;
import io.plumbline.quantize.form.IntegerForm;
import io.plumbline.quantize.form.Limits;
import io.plumbline.runtime.program.ArithmeticFunction;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Layout;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;

/** Element-wise ops: of one operand to tables, of two to {@link Instruction.Arithmetic}. */
public final class ElementwiseLowering {
  private ElementwiseLowering() {}

  public static void unary(Group group, UnaryOp op, Scope scope) {
    if (group.plan().form() instanceof IntegerForm.Table(int _, Limits limits)) {
      table(group, 0, scope, x -> limits.apply((float) op.apply(x)));
    } else {
      limit(group, group.head().input(0), group.limits(), scope);
    }
  }

  /** x + 0 within limits: the same as Relu or Clip, on float32 or mixed operands. */
  private static void limit(Group group, String input, Limits limits, Scope scope) {
    Layout layout = scope.forms().layout(input);
    int left = scope.forms().own(input, layout);
    Emitter emitter = new Emitter(group, scope);
    int zero = emitter.constant(".zero", Tensor.scalar(0));
    int target = scope.forms().define(group.output(), layout);
    emitter.arithmetic(ArithmeticFunction.ADD, left, zero, target, limits);
  }

  public static void binary(Group group, Binary op, Scope scope) {
    Limits limits = group.limits();
    Node node = group.head();
    if (group.plan().form() instanceof IntegerForm.Table(int varying, Limits _)) {
      float number = number(node.input(1 - varying), scope);
      table(
          group,
          varying,
          scope,
          x ->
              limits.apply(
                  varying == 1
                      ? apply(op.function(), number, x)
                      : apply(op.function(), x, number)));
      return;
    }
    Layout layout = layout(node, scope);
    int left = operand(node.input(0), group.output(), layout, scope);
    int right = operand(node.input(1), group.output(), layout, scope);
    int target = scope.forms().define(group.output(), layout);
    new Emitter(group, scope).arithmetic(function(op.function()), left, right, target, limits);
  }

  private static float number(String constant, Scope scope) {
    return scope.constant(constant).orElseThrow().getFloat(0);
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

  private static void table(
      Group group, int position, Scope scope, LookupTable.RealFunction function) {
    String input = group.head().input(position);
    QuantParams from = scope.narrowParams(input).orElseThrow();
    QuantParams to = scope.narrowParams(group.output()).orElseThrow();
    Tensor table = LookupTable.of(from, to, scope.rounding(), function);
    Layout layout = scope.forms().layout(input);
    int source = scope.forms().own(input, layout);
    int target = scope.forms().define(group.output(), layout);
    scope
        .builder()
        .emit(
            from.equals(to) && LookupTable.changesNothing(table)
                ? new Instruction.Reshape(group.name(), source, target)
                : new Instruction.Lookup(group.name(), source, target, table));
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
}
