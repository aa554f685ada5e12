package io.plumbline.report.run;

/**
 * How true one tensor of the integer program stays to the float model's over the compared samples.
 * Cosines of a single number are NaN.
 *
 * @param calibrated mean cosine of the fake-quantized model
 * @param quantized mean cosine of the integer program
 * @param worst lowest cosine of the integer program for any sample
 * @param worstSample the sample that has it
 * @param samples how many were compared
 * @param decibels signal over noise of the integer program; infinite when it is exact
 * @param largestDifference in real units
 */
public record Truth(
    double calibrated,
    double quantized,
    double worst,
    String worstSample,
    int samples,
    double decibels,
    double largestDifference) {}
