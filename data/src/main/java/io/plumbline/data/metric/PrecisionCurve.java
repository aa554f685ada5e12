package io.plumbline.data.metric;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Precision against recall as the score threshold falls.
 *
 * @param recall after each detection, from the surest on; never falls
 * @param envelope the highest precision at this recall or any higher one
 */
record PrecisionCurve(List<Double> recall, List<Double> envelope) {

  /**
   * The curve of all pictures' detections; equal scores stay in the order of the pictures.
   *
   * @param objects how many there were to find; at least 1
   */
  static PrecisionCurve of(List<Match> matches, int objects) {
    List<Match> sorted =
        matches.stream().sorted(Comparator.comparingDouble(Match::score).reversed()).toList();
    List<Double> recall = new ArrayList<>();
    List<Double> precision = new ArrayList<>();
    int correct = 0;
    for (Match match : sorted) {
      correct += match.correct() ? 1 : 0;
      recall.add((double) correct / objects);
      precision.add((double) correct / (precision.size() + 1));
    }
    for (int i = precision.size() - 2; i >= 0; i--) {
      precision.set(i, Math.max(precision.get(i), precision.get(i + 1)));
    }
    return new PrecisionCurve(recall, precision);
  }

  /**
   * Mean precision at evenly spaced recalls 0 … 1, each a multiple of the rounded step, as the
   * reference evaluations have them: a recall of exactly 0.28 stays below the 29th of 101.
   */
  double interpolated(int points) {
    double step = 1.0 / (points - 1);
    double sum = 0;
    int i = 0;
    for (int point = 0; point < points; point++) {
      double wanted = point * step;
      while (i < recall.size() && recall.get(i) < wanted) {
        i++;
      }
      sum += i < envelope.size() ? envelope.get(i) : 0;
    }
    return sum / points;
  }

  /** Area under the envelope. */
  double area() {
    double sum = 0;
    double before = 0;
    for (int i = 0; i < recall.size(); i++) {
      sum += (recall.get(i) - before) * envelope.get(i);
      before = recall.get(i);
    }
    return sum;
  }
}
