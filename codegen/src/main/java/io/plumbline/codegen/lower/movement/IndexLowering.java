package io.plumbline.codegen.lower.movement;

import io.plumbline.codegen.lower.scope.Group;
import io.plumbline.codegen.lower.scope.Movement;
import io.plumbline.codegen.lower.scope.Scope;
import io.plumbline.graph.Node;
import io.plumbline.graph.op.ArgExtremum;
import io.plumbline.graph.op.TopK;
import io.plumbline.runtime.program.IndexForm;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Layout;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import java.util.List;
import java.util.Optional;

/** Picks and replacements by indices, positions of extrema; all on plain values. */
public final class IndexLowering {
  private IndexLowering() {}

  /**
   * Gather, GatherElements and GatherND whose indices are known only when the program runs, or
   * whose form only {@link Instruction.Pick} has.
   *
   * @param axis as ONNX has it, or the number of batch axes
   */
  public static void pick(Group group, IndexForm form, int axis, Scope scope) {
    Node node = group.head();
    int source = Movement.operand(node.input(0), group.output(), Layout.PLAIN, scope);
    int indices = scope.forms().own(node.input(1), Layout.PLAIN);
    int target = scope.forms().define(group.output(), Layout.PLAIN);
    int counted = axis(axis, node.input(0), scope);
    scope
        .builder()
        .emit(new Instruction.Pick(group.name(), source, indices, target, form, counted));
  }

  private static int axis(int axis, String value, Scope scope) {
    return axis < 0 ? axis + scope.forms().shape(value).rank() : axis;
  }

  /** ScatterElements and ScatterND: everything takes the parameters of the result. */
  public static void place(Group group, IndexForm form, int axis, Scope scope) {
    Node node = group.head();
    String output = group.output();
    int source = Movement.operand(node.input(0), output, Layout.PLAIN, scope);
    int indices = scope.forms().own(node.input(1), Layout.PLAIN);
    int updates = Movement.operand(node.input(2), output, Layout.PLAIN, scope);
    int target = scope.forms().define(output, Layout.PLAIN);
    int counted = axis(axis, node.input(0), scope);
    scope
        .builder()
        .emit(new Instruction.Place(group.name(), source, indices, updates, target, form, counted));
  }

  public static void extremum(Group group, ArgExtremum op, Scope scope) {
    Node node = group.head();
    int source = scope.forms().own(node.input(0), Layout.PLAIN);
    Shape shape = scope.builder().value(source).shape();
    int axis = axis(op.axis(), node.input(0), scope);
    if (op.keepDims()) {
      int target = scope.forms().define(group.output(), Layout.PLAIN);
      emit(group, source, target, axis, op, scope);
    } else {
      int kept =
          scope
              .builder()
              .add(
                  new ProgramValue(
                      group.output() + ".kept_axes",
                      DType.INT64,
                      shape.with(axis, 1),
                      Layout.PLAIN,
                      Optional.empty()));
      emit(group, source, kept, axis, op, scope);
      int target = scope.forms().define(group.output(), Layout.PLAIN);
      scope.builder().emit(new Instruction.Reshape(group.name(), kept, target));
    }
  }

  private static void emit(
      Group group, int source, int target, int axis, ArgExtremum op, Scope scope) {
    scope
        .builder()
        .emit(
            new Instruction.Extremum(
                group.name(), source, target, axis, op.largest(), op.lastIndex()));
  }

  public static void top(Group group, TopK op, Scope scope) {
    Node node = group.head();
    String input = node.input(0);
    List<String> outputs = node.outputs();
    int source = Movement.operand(input, outputs.getFirst(), Layout.PLAIN, scope);
    int values = scope.forms().define(outputs.get(0), Layout.PLAIN);
    int positions = scope.forms().define(outputs.get(1), Layout.PLAIN);
    int axis = axis(op.axis(), input, scope);
    scope
        .builder()
        .emit(new Instruction.Top(group.name(), source, values, positions, axis, op.largest()));
  }
}
