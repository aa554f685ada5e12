package io.plumbline.quantize.demand;

import io.plumbline.quantize.observe.Distribution;
import io.plumbline.quantize.observe.TensorStatistics;
import io.plumbline.tensor.DType;
import java.util.function.DoubleUnaryOperator;

/**
 * How far one step of what a function reads moves what it writes: the root of the mean square, over
 * the numbers that were observed, of the change of the result within half a step to either side,
 * divided by the spread of the results. That is their range, or four times the root of their mean
 * square where few of them are large. Rounding the operand leaves about {@code s²/12} of the
 * squared spread as the mean square error of the result.
 */
final class Steepness {
  /** Of this steepness results have a cosine of about 0.997; it falls with the square. */
  static final double LIMIT = 1.0 / 16;

  /** Stands for a distribution that is not known. */
  private static final int PLACES = 256;

  private final DoubleUnaryOperator function;
  private final double minimum;
  private final double maximum;
  private final double half;
  private double lowest;
  private double highest;
  private double changes;
  private double squares;
  private double elements;

  private Steepness(DoubleUnaryOperator function, TensorStatistics statistics, DType dtype) {
    this.function = function;
    this.minimum = statistics.minimum();
    this.maximum = statistics.maximum();
    double range = Math.max(maximum, 0) - Math.min(minimum, 0);
    this.half = range / (dtype.maximum() - dtype.minimum()) / 2;
  }

  /**
   * The steepness of a function.
   *
   * @param statistics of its operand, of finite elements
   * @param dtype of the integers that hold the operand
   * @return 0 for a flat function; 0 where nothing is known
   */
  static double of(DoubleUnaryOperator function, TensorStatistics statistics, DType dtype) {
    if (statistics.isEmpty() || statistics.isConstant()) {
      return 0;
    }
    Steepness steepness = new Steepness(function, statistics, dtype);
    steepness.addAll(statistics);
    return steepness.value();
  }

  private void addAll(TensorStatistics statistics) {
    if (statistics.histogram().isEmpty()) {
      for (int place = 0; place < PLACES; place++) {
        double width = (maximum - minimum) / PLACES;
        add(minimum + place * width, minimum + (place + 1) * width, 1);
      }
      return;
    }
    Distribution distribution = statistics.distribution();
    for (int bin = distribution.firstBin(); bin < distribution.endBin(); bin++) {
      if (distribution.count(bin) > 0) {
        add(distribution.low(bin), distribution.high(bin), distribution.count(bin));
      }
    }
  }

  private void add(double low, double high, double count) {
    double first = clamped(low);
    double last = clamped(high);
    double change = Math.max(change(first), Math.max(change((first + last) / 2), change(last)));
    double result = function.applyAsDouble((first + last) / 2);
    changes += count * change * change;
    squares += Double.isFinite(result) ? count * result * result : 0;
    elements += count;
  }

  private double clamped(double x) {
    return Math.clamp(x, minimum, maximum);
  }

  /** The change on the way from half a step below to half a step above. */
  private double change(double x) {
    double here = function.applyAsDouble(x);
    double below = function.applyAsDouble(clamped(x - half));
    double above = function.applyAsDouble(clamped(x + half));
    if (Double.isFinite(here)) {
      lowest = Math.min(lowest, here);
      highest = Math.max(highest, here);
    }
    double change = Math.abs(here - below) + Math.abs(above - here);
    return Double.isFinite(change) ? change : 0;
  }

  private double value() {
    double spread = Math.min(highest - lowest, 4 * Math.sqrt(squares / elements));
    return elements == 0 || spread == 0 ? 0 : Math.sqrt(changes / elements) / spread;
  }
}
