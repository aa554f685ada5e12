package io.plumbline.verify.compare;

/** Sums that only some measures need: relative errors, and products beside the means. */
final class Dispersion {
  private long pairs;
  private long relatives;
  private double relative;
  private double shiftExpected;
  private double shiftActual;
  private double sumExpected;
  private double sumActual;
  private double product;
  private double squareExpected;
  private double squareActual;

  private Dispersion() {}

  static Dispersion of(RealValues expected, RealValues actual) {
    Dispersion dispersion = new Dispersion();
    Pieces.walk(expected, actual, dispersion::add);
    return dispersion;
  }

  private void add(double[] expected, double[] actual, int count) {
    for (int i = 0; i < count; i++) {
      if (Double.isFinite(expected[i]) && Double.isFinite(actual[i])) {
        add(expected[i], actual[i]);
      }
    }
  }

  private void add(double expected, double actual) {
    if (pairs++ == 0) {
      shiftExpected = expected;
      shiftActual = actual;
    }
    if (expected != 0) {
      relative += Math.abs((expected - actual) / expected);
      relatives++;
    }
    double x = expected - shiftExpected;
    double y = actual - shiftActual;
    sumExpected += x;
    sumActual += y;
    product += x * y;
    squareExpected += x * x;
    squareActual += y * y;
  }

  double meanRelativeError() {
    return relatives == 0 ? 0 : relative / relatives;
  }

  double correlation() {
    double count = Math.max(1, pairs);
    double ofExpected = squareExpected - sumExpected * sumExpected / count;
    double ofActual = squareActual - sumActual * sumActual / count;
    if (ofExpected <= 0 || ofActual <= 0) {
      return ofExpected <= 0 && ofActual <= 0 ? 1 : 0;
    }
    double both = product - sumExpected * sumActual / count;
    return Math.clamp(both / (Math.sqrt(ofExpected) * Math.sqrt(ofActual)), -1, 1);
  }
}
