package io.plumbline.pipeline.sums;

import java.util.Arrays;
import java.util.List;

/**
 * Sums over one line of an image under each tap of a row of a window. Taps that are in step read
 * the same places but for some at the ends: those are added once for all of them, and the ends
 * taken off.
 */
final class LineSums {
  private final InputSums places;
  private final List<Covered> taps;
  private final int channels;

  /** The places of all that are in step with a tap, by tap. */
  private final List<Covered> all;

  private final long[] whole;
  private final long[] sums;
  private final long[] end;

  /**
   * @param taps what each reads of a line
   * @param channels of a place
   */
  LineSums(InputSums places, List<Covered> taps, int channels) {
    this.places = places;
    this.taps = taps;
    this.channels = channels;
    this.all =
        taps.stream()
            .map(tap -> taps.stream().filter(tap::isInStepWith).reduce(tap, Covered::joined))
            .toList();
    this.whole = new long[taps.size() * channels];
    this.sums = new long[taps.size() * channels];
    this.end = new long[channels];
  }

  /** How many sums there are. */
  int size() {
    return sums.length;
  }

  /**
   * The sums of one line, [taps, channels]; good until those of another line are asked for.
   *
   * @param line the place that it begins at
   */
  long[] of(int line) {
    Arrays.fill(whole, 0);
    for (int tap = 0; tap < taps.size(); tap++) {
      Covered covered = taps.get(tap);
      Covered joined = all.get(tap);
      int first = all.indexOf(joined);
      if (first == tap) {
        places.add(
            line + joined.first(), joined.count(), joined.step(), whole, tap * channels, channels);
      }
      System.arraycopy(whole, first * channels, sums, tap * channels, channels);
      int before = covered.before(joined);
      takeOff(tap, line + joined.first(), before, joined.step());
      takeOff(
          tap,
          line + joined.first() + (before + covered.count()) * joined.step(),
          covered.after(joined),
          joined.step());
    }
    return sums;
  }

  private void takeOff(int tap, int first, int count, int step) {
    if (count > 0) {
      Arrays.fill(end, 0);
      places.add(first, count, step, end, 0, channels);
      for (int channel = 0; channel < channels; channel++) {
        sums[tap * channels + channel] -= end[channel];
      }
    }
  }
}
