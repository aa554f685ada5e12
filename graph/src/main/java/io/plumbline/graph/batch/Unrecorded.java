package io.plumbline.graph.batch;

import io.plumbline.graph.op.OpaqueOp;
import java.util.List;
import java.util.OptionalLong;

/** Whether ops without a record keep samples apart: those of which it is certain. */
final class Unrecorded {
  private Unrecorded() {}

  /** One line an op; what is not listed may do anything. */
  static boolean apart(SampleAxes node, OpaqueOp op) {
    return op.domain().isEmpty()
        && switch (op.type()) {
          case "BitShift", "BitwiseAnd", "BitwiseNot", "BitwiseOr", "BitwiseXor", "CastLike" ->
              node.elementwise();
          case "IsInf", "IsNaN", "Mod", "Xor" -> node.elementwise();
          case "CumSum" -> sums(node);
          case "Det", "Trilu" -> node.keeps() && node.in(0) < node.shape(0).rank() - 2;
          case "Einsum" -> sumsOfLetters(node, op);
          case "GlobalLpPool" -> node.leads();
          case "GridSample" -> node.together() && node.out() == 0;
          case "Hardmax" -> node.keeps() && node.free((int) op.intAttribute("axis", -1));
          default -> false;
        };
  }

  private static boolean sums(SampleAxes node) {
    OptionalLong axis = node.constant(1);
    return node.keeps() && axis.isPresent() && node.free((int) axis.getAsLong());
  }

  /** The letter of the samples stands once in every operand that has them, and in the result. */
  private static boolean sumsOfLetters(SampleAxes node, OpaqueOp op) {
    String equation = op.stringAttribute("equation", "").replace(" ", "");
    int arrow = equation.indexOf("->");
    if (arrow < 0 || equation.contains(".") || node.out() < 0) {
      return false;
    }
    String result = equation.substring(arrow + 2);
    List<String> operands = List.of(equation.substring(0, arrow).split(",", -1));
    if (operands.size() != node.inputs() || node.out() >= result.length()) {
      return false;
    }
    char letter = result.charAt(node.out());
    for (int position = 0; position < operands.size(); position++) {
      String letters = operands.get(position);
      if (letters.indexOf(letter) != node.in(position)
          || letters.lastIndexOf(letter) != node.in(position)) {
        return false;
      }
    }
    return true;
  }
}
