package io.plumbline.pipeline.doctor;

import java.util.ArrayList;
import java.util.List;

/**
 * What a classifier says of pictures, and of the same pictures mirrored: an unnormalised log
 * probability of each class.
 */
record Answers(List<double[]> upright, List<double[]> mirrored) {
  private static final double LEAST_PROBABILITY = 1e-30;
  private static final double SUM_TOLERANCE = 1e-2;

  Answers {
    upright = List.copyOf(upright);
    mirrored = List.copyOf(mirrored);
  }

  int pictures() {
    return upright.size();
  }

  /** The first pictures only. */
  Answers first(int count) {
    return new Answers(upright.subList(0, count), mirrored.subList(0, count));
  }

  Answers and(Answers more) {
    return new Answers(joined(upright, more.upright), joined(mirrored, more.mirrored));
  }

  private static List<double[]> joined(List<double[]> one, List<double[]> other) {
    List<double[]> all = new ArrayList<>(one);
    all.addAll(other);
    return all;
  }

  /** The class that a picture is most likely of; the first of equals. */
  int top(int picture) {
    double[] scores = upright.get(picture);
    int best = 0;
    for (int k = 1; k < scores.length; k++) {
      best = scores[k] > scores[best] ? k : best;
    }
    return best;
  }

  /**
   * Log probabilities of a network's output, which are probabilities where none is below 0 and they
   * sum to 1, and log probabilities up to a constant otherwise. What is no finite number counts as
   * impossible.
   */
  static double[] logarithms(float[] output) {
    double sum = 0;
    boolean positive = true;
    for (float value : output) {
      sum += value;
      positive &= value >= 0;
    }
    boolean probabilities = positive && Math.abs(sum - 1) < SUM_TOLERANCE;
    double[] scores = new double[output.length];
    for (int k = 0; k < scores.length; k++) {
      double score =
          probabilities ? StrictMath.log(Math.max(output[k], LEAST_PROBABILITY)) : output[k];
      scores[k] = Double.isFinite(score) ? score : -Float.MAX_VALUE;
    }
    return scores;
  }
}
