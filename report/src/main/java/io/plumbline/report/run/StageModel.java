package io.plumbline.report.run;

import java.util.Optional;

/**
 * A model on the way from float to integers.
 *
 * @param stage such as {@code optimized_float}
 * @param file in the working folder
 * @param meaning what it is
 * @param nodes nodes or instructions; empty where the file was not opened
 * @param cosine the lowest mean cosine of its outputs to the float model's; empty where it was not
 *     measured
 * @param worst the lowest cosine of an output for any sample
 */
public record StageModel(
    String stage,
    String file,
    String meaning,
    Optional<Integer> nodes,
    Optional<Double> cosine,
    Optional<Double> worst) {}
