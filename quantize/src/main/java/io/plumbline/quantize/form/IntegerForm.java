package io.plumbline.quantize.form;

import io.plumbline.runtime.arithmetic.Accumulator;
import java.util.Optional;

/**
 * How a program computes a node, or several as one. It holds all that was decided about the node
 * besides its op and the parameters of its tensors, so that nothing is decided a second time when
 * instructions are made of it.
 */
public sealed interface IntegerForm {
  /**
   * Sums products of integers and hands the sums on as integers or float32.
   *
   * @param bias where the constant is read that the sums start from; a third input of a Gemm that
   *     is not here is added to the real product
   * @param accumulator that holds every sum
   */
  record Sum(Terms terms, Optional<Use> bias, Fusion fusion, Accumulator accumulator)
      implements IntegerForm {
    /** The same sum in another accumulator. */
    public Sum in(Accumulator other) {
      return new Sum(terms, bias, fusion, other);
    }
  }

  /** Float32 arithmetic on the numbers that its operands stand for, within limits. */
  record Arithmetic(Limits limits) implements IntegerForm {}

  /**
   * A function of one operand as a table with an entry for every integer.
   *
   * @param input position of the operand; the others are numbers
   */
  record Table(int input, Limits limits) implements IntegerForm {}

  /** One instruction over windows. */
  record Windowed(PlacedWindow window) implements IntegerForm {}

  /** Moves or picks elements: the result has the parameters of what it takes them from. */
  record Move() implements IntegerForm {}

  /** Reads numbers as they are, and writes positions, truth values or another type. */
  record Exact() implements IntegerForm {}

  /** The op's own instructions, which its fields alone decide. */
  record Own() implements IntegerForm {}

  /**
   * No instruction: a float engine runs the node.
   *
   * @param reason never empty
   */
  record Foreign(String reason) implements IntegerForm {}
}
