package io.plumbline.codegen.cost;

import java.util.OptionalLong;

/**
 * What one instruction of a program has to do, counted and not measured.
 *
 * @param node that it computes
 * @param kind of instruction
 * @param products multiplications followed by an addition; empty for a node that runs in float,
 *     whose work nobody counts
 * @param bits of the wider operand of the products; 0 without any
 * @param constants bytes of weights, tables and other constants, each once
 * @param read bytes of the values that it reads, each once
 * @param written bytes of the values that it writes
 */
public record StepCost(
    String node,
    String kind,
    OptionalLong products,
    int bits,
    long constants,
    long read,
    long written) {
  /** Bytes that go between memory and the multipliers when nothing stays in between. */
  public long bytes() {
    return constants + read + written;
  }
}
