package io.plumbline.runtime;

/**
 * How long one instruction took.
 *
 * @param node the node of the model that it computes
 * @param kind the instruction's type, such as {@code Convolution}
 * @param nanoseconds mean over the frames measured
 */
public record InstructionTime(String node, String kind, double nanoseconds) {}
