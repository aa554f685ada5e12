package io.plumbline.verify.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What was done to one channel of a picture: the line {@code found = slope · expected + offset}
 * through its pixels by least squares.
 *
 * @param channel of the found tensor
 * @param expected the channel of the expected tensor that it is most like
 * @param correlation with that one, −1…1
 */
public record ChannelFit(
    int channel, int expected, double slope, double offset, double correlation) {
  /** A gain of correlation by which a channel is surely another one than its own. */
  private static final double SURE = 0.01;

  /** A share of what the own channel leaves unexplained that is surely less than chance leaves. */
  private static final double LITTLE = 0.1;

  /**
   * Fits every channel to the one that it is most like.
   *
   * @param expected batch, channel and position of each element as {@code axis} says
   * @param found of the same shape
   * @param axis of the channels
   */
  public static List<ChannelFit> of(RealValues expected, RealValues found, int axis) {
    int channels = expected.tensor().shape().intDim(axis);
    double[][] wanted = split(expected, axis, channels);
    double[][] given = split(found, axis, channels);
    List<ChannelFit> fits = new ArrayList<>();
    for (int channel = 0; channel < channels; channel++) {
      fits.add(best(channel, wanted, given[channel]));
    }
    return fits;
  }

  /** The channel that is most like the found one; the one at its own place unless surely not. */
  private static ChannelFit best(int channel, double[][] expected, double[] found) {
    ChannelFit own = fit(channel, channel, expected[channel], found);
    ChannelFit best = own;
    for (int other = 0; other < expected.length; other++) {
      ChannelFit fit = fit(channel, other, expected[other], found);
      best = fit.correlation > best.correlation ? fit : best;
    }
    boolean sure =
        best.correlation > own.correlation + SURE
            || 1 - best.correlation < LITTLE * (1 - own.correlation);
    return sure ? best : own;
  }

  /** Whether of three channels the first and the last stand in each other's place. */
  public static boolean exchangesRedAndBlue(List<ChannelFit> fits) {
    return fits.stream().map(ChannelFit::expected).toList().equals(List.of(2, 1, 0));
  }

  private static double[][] split(RealValues values, int axis, int channels) {
    long inner = 1;
    for (int later = axis + 1; later < values.tensor().shape().rank(); later++) {
      inner *= values.tensor().shape().dim(later);
    }
    int each = Math.toIntExact(values.elements() / channels);
    double[][] split = new double[channels][each];
    int[] filled = new int[channels];
    double[] element = new double[1];
    for (long index = 0; index < values.elements(); index++) {
      int channel = (int) (index / inner % channels);
      values.read(index, 1, element);
      split[channel][filled[channel]++] = element[0];
    }
    return split;
  }

  private static ChannelFit fit(int channel, int other, double[] expected, double[] found) {
    double meanExpected = mean(expected);
    double meanFound = mean(found);
    double product = 0;
    double squareExpected = 0;
    double squareFound = 0;
    for (int i = 0; i < expected.length; i++) {
      double x = expected[i] - meanExpected;
      double y = found[i] - meanFound;
      product += x * y;
      squareExpected += x * x;
      squareFound += y * y;
    }
    double slope = squareExpected == 0 ? 1 : product / squareExpected;
    double norm = Math.sqrt(squareExpected) * Math.sqrt(squareFound);
    return new ChannelFit(
        channel, other, slope, meanFound - slope * meanExpected, norm == 0 ? 0 : product / norm);
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return values.length == 0 ? 0 : sum / values.length;
  }

  /** For people, such as {@code channel 0 is 2.00 · channel 2 of the expected ones + 1.00}. */
  public String text() {
    return String.format(
        Locale.ROOT,
        "channel %d is %.3f · channel %d of what is expected %s %.3f (correlation %.3f)",
        channel,
        slope,
        expected,
        offset < 0 ? "−" : "+",
        Math.abs(offset),
        correlation);
  }
}
