package io.plumbline.verify.compare;

/**
 * Mismatches of one tensor against a reference, counted as Horizon's verifiers count them: each
 * element is a line.
 *
 * @param total the larger element count
 * @param missing {@code line_miss}: elements that one side has and the other has not
 * @param different {@code line_diff}: pairs whose |x−y| is above the tolerance, among them any
 *     other than two equal infinities
 * @param notNumbers {@code line_nan}: pairs in which either side is NaN
 * @param largestDifference max |x−y| of pairs without NaN; infinite where one side is
 * @param largestRelative max |x−y| / |x| of finite pairs whose x is not 0
 * @param worst index of the first pair that has the largest difference; −1 without a difference
 */
public record StrictCount(
    long total,
    long missing,
    long different,
    long notNumbers,
    double largestDifference,
    double largestRelative,
    long worst) {
  /**
   * Counts pairs that are further apart than a tolerance.
   *
   * @param expected the reference x
   * @param actual y
   */
  public static StrictCount of(RealValues expected, RealValues actual, Tolerance tolerance) {
    Counter counter = new Counter(tolerance);
    Pieces.walk(expected, actual, counter::add);
    return counter.result(expected.elements(), actual.elements());
  }

  /** Nothing was compared yet. */
  public static final StrictCount NONE = new StrictCount(0, 0, 0, 0, 0, 0, -1);

  /** Both together: sums, and the place of the larger difference, the first of equal ones. */
  public StrictCount plus(StrictCount other) {
    boolean larger = other.largestDifference > largestDifference;
    return new StrictCount(
        total + other.total,
        missing + other.missing,
        different + other.different,
        notNumbers + other.notNumbers,
        larger ? other.largestDifference : largestDifference,
        Math.max(largestRelative, other.largestRelative),
        larger ? other.worst : worst);
  }

  /** All that do not agree. */
  public long mismatches() {
    return missing + different + notNumbers;
  }

  /** Whether all agree. */
  public boolean isEqual() {
    return mismatches() == 0;
  }

  /** The share of mismatches, 0…1. */
  public double rate() {
    return total == 0 ? 0 : (double) mismatches() / total;
  }

  private static final class Counter {
    private final Tolerance tolerance;
    private long pairs;
    private long different;
    private long notNumbers;
    private double largest;
    private double largestRelative;
    private long worst = -1;

    Counter(Tolerance tolerance) {
      this.tolerance = tolerance;
    }

    void add(double[] expected, double[] actual, int count) {
      for (int i = 0; i < count; i++) {
        add(expected[i], actual[i], pairs + i);
      }
      pairs += count;
    }

    private void add(double x, double y, long index) {
      if (Double.isNaN(x) || Double.isNaN(y)) {
        notNumbers++;
        return;
      }
      if (x == y) {
        return;
      }
      double difference = Math.abs(x - y);
      boolean finite = Double.isFinite(difference);
      different += finite && tolerance.allows(difference, x) ? 0 : 1;
      if (difference > largest) {
        largest = difference;
        worst = index;
      }
      if (finite && x != 0) {
        largestRelative = Math.max(largestRelative, difference / Math.abs(x));
      }
    }

    StrictCount result(long expected, long actual) {
      return new StrictCount(
          Math.max(expected, actual),
          Math.abs(expected - actual),
          different,
          notNumbers,
          largest,
          largestRelative,
          worst);
    }
  }
}
