package io.plumbline.verify.colour;

/**
 * Errors of one colour channel, in steps of 0…255.
 *
 * @param psnr 10·log₁₀(255² / mean squared error) in decibels; infinite when there is no error
 * @param mean absolute error
 * @param percentile99 absolute error that 99 % of the pixels do not exceed, rounded up to 1/64
 * @param max absolute error
 */
public record ChannelError(double psnr, double mean, double percentile99, double max) {}
