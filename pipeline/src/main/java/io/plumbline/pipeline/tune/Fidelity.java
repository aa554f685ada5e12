package io.plumbline.pipeline.tune;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How near a program comes to its float network on some samples.
 *
 * @param error the mean of Σ(x−y)² / Σx² over samples and results, before a closing softmax
 * @param partError the mean over results and their {@link PartErrors parts} of Σ(x−y)² / Σx²
 * @param cosine of the outputs: the mean over samples, of the output where that is least; an output
 *     of one number counts by its error, see {@link io.plumbline.verify.similarity.Ruin#cosine}
 * @param agreement share of samples whose highest score is at the same place, 0…1; empty where no
 *     output is one vector of scores
 * @param expectedAgreement the same as the noise and the distances of the scores make it likely,
 *     which few samples tell better; see {@link ExpectedAgreement}
 */
public record Fidelity(
    double error,
    double partError,
    double cosine,
    OptionalDouble agreement,
    Optional<Expected> expectedAgreement) {
  /**
   * A share that few samples tell.
   *
   * @param share the mean over samples, 0…1
   * @param error one standard error of that mean: other samples as many say something else
   */
  public record Expected(double share, double error) {
    /** Of the chances that samples have; empty where there are none. */
    static Optional<Expected> of(double[] chances) {
      if (chances.length == 0) {
        return Optional.empty();
      }
      double mean = Arrays.stream(chances).sum() / chances.length;
      double squares = 0;
      for (double chance : chances) {
        squares += (chance - mean) * (chance - mean);
      }
      double freedom = Math.max(1.0, chances.length - 1.0);
      return Optional.of(new Expected(mean, Math.sqrt(squares / freedom / chances.length)));
    }

    /** What can be counted on: one standard error below the share. */
    public double least() {
      return share - error;
    }
  }

  /** Whether this is nearer, both as a whole and part by part. */
  public boolean isNearerThan(Fidelity other) {
    return error < other.error && partError < other.partError;
  }

  /** The sample SQNR: the error as a ratio of signal to noise, in dB; infinite without any. */
  public double decibels() {
    return error == 0 ? Double.POSITIVE_INFINITY : -10 * StrictMath.log10(error);
  }
}
