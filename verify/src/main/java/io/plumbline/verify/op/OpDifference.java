package io.plumbline.verify.op;

/**
 * How far the integers of one instruction are from those of the QDQ graph when both read the same
 * integers.
 *
 * @param node the fused node of the optimised graph
 * @param instruction the instruction's type
 * @param value name of the compared tensor
 * @param elements how many were compared
 * @param differing how many of them are not equal
 * @param maxSteps the largest difference in steps of the output's scale
 */
public record OpDifference(
    String node, String instruction, String value, long elements, long differing, int maxSteps) {
  /** The share of differing elements, 0…1. */
  public double share() {
    return elements == 0 ? 0 : (double) differing / elements;
  }
}
