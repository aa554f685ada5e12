package io.plumbline.verify.debug;

/**
 * What is known of a node besides its error.
 *
 * @param joins whether it is a Concat or an Add
 * @param inputRatio the largest magnitude of its inputs over the smallest; 1 with one input
 * @param weightSpread the largest weight of an output channel over that of the middle channel; 1
 *     without weights
 * @param weightsClipped share of weights beyond the range of their integers
 * @param perTensor whether its weights have one scale
 * @param programSteps the largest difference of the program's integers on the same input, in steps;
 *     0 where they are equal or nobody looked
 */
public record StepFacts(
    boolean joins,
    double inputRatio,
    double weightSpread,
    double weightsClipped,
    boolean perTensor,
    long programSteps) {}
