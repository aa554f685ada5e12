package io.plumbline.runtime.vector;

/**
 * How long one instruction took.
 *
 * @param node as in {@link io.plumbline.runtime.program.Instruction#node}
 * @param kind the instruction's type, such as {@code Convolution}
 * @param nanoseconds mean over the frames measured
 */
public record InstructionTime(String node, String kind, double nanoseconds) {}
