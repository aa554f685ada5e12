package io.plumbline.codegen.lower.elementwise;

import io.plumbline.codegen.lower.scope.Emitter;
import io.plumbline.codegen.lower.scope.Group;
import io.plumbline.codegen.lower.scope.Scope;
import io.plumbline.graph.Node;
import io.plumbline.graph.op.VariadicFunction;
import io.plumbline.runtime.program.ArithmeticFunction;
import io.plumbline.runtime.program.Broadcasting;
import io.plumbline.runtime.program.Layout;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.Optional;

/**
 * Element-wise functions of any number of inputs as a chain of arithmetic instructions, from the
 * first input on, with float32 values between them.
 */
public final class VariadicLowering {
  private VariadicLowering() {}

  public static void lower(Group group, VariadicFunction function, Scope scope) {
    Node node = group.head();
    int count = node.inputs().size();
    boolean mean = function == VariadicFunction.MEAN;
    int sum = scope.forms().own(node.input(0), Layout.PLAIN);
    if (count == 1) {
      combine(group, ArithmeticFunction.ADD, sum, number(group, 0, scope), true, scope);
    }
    for (int i = 1; i < count; i++) {
      int next = scope.forms().own(node.input(i), Layout.PLAIN);
      sum = combine(group, step(function), sum, next, i == count - 1 && !mean, scope);
    }
    if (mean && count > 1) {
      combine(group, ArithmeticFunction.DIV, sum, number(group, count, scope), true, scope);
    }
  }

  private static ArithmeticFunction step(VariadicFunction function) {
    return switch (function) {
      case MAX -> ArithmeticFunction.MAX;
      case MIN -> ArithmeticFunction.MIN;
      case MEAN, SUM -> ArithmeticFunction.ADD;
    };
  }

  private static int combine(
      Group group, ArithmeticFunction function, int left, int right, boolean last, Scope scope) {
    int target =
        last ? scope.forms().define(group.output(), Layout.PLAIN) : part(group, left, right, scope);
    new Emitter(group, scope).arithmetic(function, left, right, target);
    return target;
  }

  private static int part(Group group, int left, int right, Scope scope) {
    Shape shape =
        Broadcasting.elementwise(
                scope.builder().value(left).shape(), scope.builder().value(right).shape())
            .orElseThrow();
    return scope
        .builder()
        .add(
            new ProgramValue(
                group.output() + ".part", DType.FLOAT32, shape, Layout.PLAIN, Optional.empty()));
  }

  private static int number(Group group, float number, Scope scope) {
    return new Emitter(group, scope).constant(".number", Tensor.scalar(number));
  }
}
