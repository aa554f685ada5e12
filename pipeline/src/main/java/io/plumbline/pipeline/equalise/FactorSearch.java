package io.plumbline.pipeline.equalise;

import java.util.Arrays;
import java.util.List;

/**
 * The power of two that each channel of one value is multiplied with, by the least error of all
 * that reads it: channel after channel, each time the best of all exponents while the others stay.
 * Channels that share a scale of weights win more together than alone, so that there are two
 * starts: no factors, and those that make ranges as equal as they get.
 */
final class FactorSearch {
  /** The largest exponent: a channel gets up to 6 bits more. */
  private static final int LARGEST = 6;

  private static final int SWEEPS = 2;

  /** What must be left of the error at most, so that factors are worth their tables. */
  static final double WORTH = 0.9;

  /** The least part of the error that one channel must win. */
  private static final double LEAST = 1e-6;

  private final List<Reading> readings;
  private final int[] exponents;

  /**
   * One that reads the value.
   *
   * @param first channel that it reads of it
   */
  record Reading(ReadingSum sum, int first) {}

  private FactorSearch(List<Reading> readings, int channels) {
    this.readings = readings;
    this.exponents = new int[channels];
  }

  /**
   * The exponents, one for each channel, from 0; all 0 where little is to be won.
   *
   * @param readings whose sums are left with the factors
   */
  static int[] find(List<Reading> readings, int channels) {
    var search = new FactorSearch(List.copyOf(readings), channels);
    int[] none = new int[channels];
    double before = search.error();
    int[] equal = search.equalRanges();
    search.descend();
    int[] found = search.exponents.clone();
    double error = search.error();
    search.setAll(equal);
    search.descend();
    if (search.error() >= error) {
      search.setAll(found);
    }
    if (search.error() > WORTH * before) {
      search.setAll(none);
    }
    return search.exponents;
  }

  /** The largest exponents with which no channel reaches farther than the widest one. */
  private int[] equalRanges() {
    double[] reach = new double[exponents.length];
    for (Reading reading : readings) {
      for (int channel = 0; channel < reach.length; channel++) {
        reach[channel] = Math.max(reach[channel], reading.sum().reach(reading.first() + channel));
      }
    }
    double widest = Arrays.stream(reach).max().orElse(0);
    int[] equal = new int[reach.length];
    for (int channel = 0; channel < reach.length; channel++) {
      while (equal[channel] < LARGEST
          && reach[channel] > 0
          && Math.scalb(reach[channel], equal[channel] + 1) <= widest) {
        equal[channel]++;
      }
    }
    return equal;
  }

  private void descend() {
    boolean moves = true;
    for (int sweep = 0; sweep < SWEEPS && moves; sweep++) {
      moves = false;
      for (int channel = 0; channel < exponents.length; channel++) {
        moves |= improve(channel);
      }
    }
  }

  private void setAll(int[] all) {
    for (int channel = 0; channel < all.length; channel++) {
      set(channel, all[channel]);
    }
  }

  private double error() {
    return readings.stream().mapToDouble(reading -> reading.sum().error()).sum();
  }

  /** Whether another exponent of a channel makes the error smaller; it is taken then. */
  private boolean improve(int channel) {
    double current = error();
    double least = current * (1 - LEAST);
    int best = exponents[channel];
    for (int exponent = 0; exponent <= LARGEST; exponent++) {
      if (exponent != exponents[channel]) {
        double factor = Math.scalb(1.0, exponent - exponents[channel]);
        double error = 0;
        for (Reading reading : readings) {
          error += reading.sum().error(reading.first() + channel, factor);
        }
        if (error < least) {
          least = error;
          best = exponent;
        }
      }
    }
    boolean moved = best != exponents[channel];
    set(channel, best);
    return moved;
  }

  private void set(int channel, int exponent) {
    if (exponent != exponents[channel]) {
      double factor = Math.scalb(1.0, exponent - exponents[channel]);
      readings.forEach(reading -> reading.sum().scale(reading.first() + channel, factor));
      exponents[channel] = exponent;
    }
  }
}
