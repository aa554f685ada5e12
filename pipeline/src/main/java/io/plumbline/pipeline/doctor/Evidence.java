package io.plumbline.pipeline.doctor;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * How much the answers to each picture speak for the way the picture was prepared, in nats.
 *
 * <p>With labels: the log probability of the true class.
 *
 * <p>Without: the information that an answer has about its picture, the divergence KL(p ‖ p̄) of
 * its probabilities from their mean over all pictures, whose mean is high where answers are sure
 * and differ (A. Krause, P. Perona, R. Gomes, Discriminative clustering by regularized information
 * maximization, 2010); and that which answers to a picture and to its mirror image have about each
 * other, ln Σ a·b/q, q the mean of both, which is low where answers are sure and arbitrary.
 *
 * <p>Networks of rectified sums get surer the larger their input is, right or wrong: logarithms of
 * probabilities are multiplied by whatever one number for all pictures speaks for them most, but in
 * the divergence, where that would be infinite.
 */
record Evidence(Optional<List<Integer>> labels) {
  private static final double LEAST = 1e-30;
  private static final int EXPONENTS = 17;
  private static final double LOWEST_EXPONENT = -6;
  private static final double EXPONENT_STEP = 0.5;

  /** One number for each picture. */
  double[] of(Answers answers) {
    return labels.map(truth -> ofTruth(answers, truth)).orElseGet(() -> unlabelled(answers));
  }

  /** The share of pictures whose likeliest class is the true one; empty without labels. */
  OptionalDouble accuracy(Answers answers) {
    if (labels.isEmpty()) {
      return OptionalDouble.empty();
    }
    long right =
        IntStream.range(0, answers.pictures())
            .filter(i -> answers.top(i) == labels.get().get(i))
            .count();
    return OptionalDouble.of((double) right / answers.pictures());
  }

  /** The mean over pictures of the largest probability, of the answers as they are. */
  static double confidence(Answers answers) {
    return shares(answers.upright(), 1).stream()
        .mapToDouble(each -> Arrays.stream(each).max().orElseThrow())
        .average()
        .orElseThrow();
  }

  /**
   * The part of the evidence that no factor on a network's answers can raise: all of it with
   * labels, what answers to mirror images have about each other without.
   */
  double[] ofContent(Answers answers) {
    return labels.isPresent() ? of(answers) : mutual(answers);
  }

  private static double[] unlabelled(Answers answers) {
    double[] sum = divergence(answers);
    double[] mutual = mutual(answers);
    for (int i = 0; i < sum.length; i++) {
      sum[i] += mutual[i];
    }
    return sum;
  }

  private static double[] divergence(Answers answers) {
    List<double[]> shares = shares(answers.upright(), 1);
    double[] mean = mean(shares);
    double[] result = new double[shares.size()];
    for (int i = 0; i < result.length; i++) {
      double[] p = shares.get(i);
      for (int k = 0; k < p.length; k++) {
        if (p[k] > LEAST) {
          result[i] += p[k] * (StrictMath.log(p[k]) - StrictMath.log(Math.max(mean[k], LEAST)));
        }
      }
    }
    return result;
  }

  private static double[] mutual(Answers answers) {
    double[] best = new double[0];
    for (double factor : factors()) {
      List<double[]> one = shares(answers.upright(), factor);
      List<double[]> other = shares(answers.mirrored(), factor);
      double[] found = mutual(one, other, mean(one), mean(other));
      best = best.length == 0 || sum(found) > sum(best) ? found : best;
    }
    return best;
  }

  private static double[] mutual(
      List<double[]> one, List<double[]> other, double[] first, double[] second) {
    double[] result = new double[one.size()];
    for (int i = 0; i < result.length; i++) {
      double sum = 0;
      for (int k = 0; k < first.length; k++) {
        double q = (first[k] + second[k]) / 2;
        sum += one.get(i)[k] * other.get(i)[k] / Math.max(q, 1e-12);
      }
      result[i] = StrictMath.log(Math.max(sum, LEAST));
    }
    return result;
  }

  private static double[] ofTruth(Answers answers, List<Integer> truth) {
    double[] best = new double[0];
    for (double factor : factors()) {
      List<double[]> shares = shares(answers.upright(), factor);
      double[] found = new double[shares.size()];
      for (int i = 0; i < found.length; i++) {
        int label = truth.get(i);
        double[] p = shares.get(i);
        found[i] = StrictMath.log(label < p.length ? Math.max(p[label], LEAST) : LEAST);
      }
      best = best.length == 0 || sum(found) > sum(best) ? found : best;
    }
    return best;
  }

  private static double[] factors() {
    double[] factors = new double[EXPONENTS];
    Arrays.setAll(factors, i -> StrictMath.exp(LOWEST_EXPONENT + EXPONENT_STEP * i));
    return factors;
  }

  /** Probabilities of logarithms that are multiplied by a factor. */
  private static List<double[]> shares(List<double[]> logarithms, double factor) {
    return logarithms.stream().map(scores -> shares(scores, factor)).toList();
  }

  private static double[] shares(double[] scores, double factor) {
    double most = Arrays.stream(scores).max().orElseThrow();
    double[] shares = new double[scores.length];
    double sum = 0;
    for (int k = 0; k < shares.length; k++) {
      shares[k] = StrictMath.exp(factor * (scores[k] - most));
      sum += shares[k];
    }
    for (int k = 0; k < shares.length; k++) {
      shares[k] /= sum;
    }
    return shares;
  }

  private static double[] mean(List<double[]> shares) {
    double[] mean = new double[shares.getFirst().length];
    for (double[] each : shares) {
      for (int k = 0; k < mean.length; k++) {
        mean[k] += each[k] / shares.size();
      }
    }
    return mean;
  }

  private static double sum(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum;
  }
}
