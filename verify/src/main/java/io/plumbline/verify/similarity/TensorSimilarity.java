package io.plumbline.verify.similarity;

/**
 * How true one tensor stays to the float model's, over all compared samples.
 *
 * @param tensor its name in the optimised graph
 * @param calibratedCosine of the fake-quantized model
 * @param quantizedCosine of the integer program
 * @param signalToNoise of the integer program, in decibels
 * @param largestDifference of the integer program, in real units
 */
public record TensorSimilarity(
    String tensor,
    double calibratedCosine,
    double quantizedCosine,
    double signalToNoise,
    double largestDifference) {}
