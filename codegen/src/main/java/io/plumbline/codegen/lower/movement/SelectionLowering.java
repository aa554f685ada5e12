package io.plumbline.codegen.lower.movement;

import io.plumbline.codegen.lower.scope.Group;
import io.plumbline.codegen.lower.scope.Movement;
import io.plumbline.codegen.lower.scope.Scope;
import io.plumbline.graph.Node;
import io.plumbline.graph.op.ComparisonOperator;
import io.plumbline.graph.op.LogicOperator;
import io.plumbline.quantize.form.IntegerForm;
import io.plumbline.runtime.program.ComparisonFunction;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Layout;
import io.plumbline.runtime.program.LogicalFunction;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.Optional;

/** Comparisons, truth values, choices and conversions between types; all on plain values. */
public final class SelectionLowering {
  private SelectionLowering() {}

  public static void cast(Group group, Scope scope) {
    Node node = group.head();
    String input = node.input(0);
    String output = group.output();
    if (group.plan().form() instanceof IntegerForm.Move) {
      MovementLowering.reshape(group, scope);
      return;
    }
    int source = scope.forms().own(input, Layout.PLAIN);
    int target = scope.forms().define(output, Layout.PLAIN);
    scope.builder().emit(new Instruction.Convert(group.name(), source, target));
  }

  public static void compare(Group group, ComparisonOperator operator, Scope scope) {
    Node node = group.head();
    int left = scope.forms().own(node.input(0), Layout.PLAIN);
    int right = scope.forms().own(node.input(1), Layout.PLAIN);
    int target = scope.forms().define(group.output(), Layout.PLAIN);
    scope
        .builder()
        .emit(new Instruction.Compare(group.name(), function(operator), left, right, target));
  }

  private static ComparisonFunction function(ComparisonOperator operator) {
    return switch (operator) {
      case EQUAL -> ComparisonFunction.EQUAL;
      case GREATER -> ComparisonFunction.GREATER;
      case GREATER_OR_EQUAL -> ComparisonFunction.GREATER_OR_EQUAL;
      case LESS -> ComparisonFunction.LESS;
      case LESS_OR_EQUAL -> ComparisonFunction.LESS_OR_EQUAL;
    };
  }

  public static void logic(Group group, LogicOperator operator, Scope scope) {
    Node node = group.head();
    int left = scope.forms().own(node.input(0), Layout.PLAIN);
    int right = scope.forms().own(node.input(1), Layout.PLAIN);
    int target = scope.forms().define(group.output(), Layout.PLAIN);
    LogicalFunction function =
        switch (operator) {
          case AND -> LogicalFunction.AND;
          case OR -> LogicalFunction.OR;
          case XOR -> LogicalFunction.XOR;
        };
    scope.builder().emit(new Instruction.Logical(group.name(), function, left, right, target));
  }

  /** The opposite: different from true. */
  public static void not(Group group, Scope scope) {
    int source = scope.forms().own(group.head().input(0), Layout.PLAIN);
    int yes =
        scope
            .builder()
            .addConstant(
                new ProgramValue(
                    group.name() + ".true", DType.BOOL, Shape.of(), Layout.PLAIN, Optional.empty()),
                Tensor.ofIntegers(DType.BOOL, Shape.of(), 1));
    int target = scope.forms().define(group.output(), Layout.PLAIN);
    scope
        .builder()
        .emit(new Instruction.Logical(group.name(), LogicalFunction.XOR, source, yes, target));
  }

  public static void where(Group group, Scope scope) {
    Node node = group.head();
    int condition = scope.forms().own(node.input(0), Layout.PLAIN);
    int left = Movement.operand(node.input(1), group.output(), Layout.PLAIN, scope);
    int right = Movement.operand(node.input(2), group.output(), Layout.PLAIN, scope);
    int target = scope.forms().define(group.output(), Layout.PLAIN);
    scope.builder().emit(new Instruction.Select(group.name(), condition, left, right, target));
  }
}
