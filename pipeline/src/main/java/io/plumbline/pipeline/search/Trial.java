package io.plumbline.pipeline.search;

import io.plumbline.quantize.calibrate.Candidate;
import java.util.Optional;

/**
 * One candidate that was tried.
 *
 * @param tensor that alone got it; empty for the whole model
 * @param score of the outputs by the metric asked for, biases as the trial leaves them
 * @param corrected the same with biases corrected for the trial
 * @param sameAs an earlier candidate that gives the very same plan, and its figures
 * @param taken whether it was the best when it was tried
 */
public record Trial(
    Optional<String> tensor,
    Candidate candidate,
    double score,
    Optional<Double> corrected,
    Optional<Candidate> sameAs,
    boolean taken) {
  Trial taking(boolean now) {
    return new Trial(tensor, candidate, score, corrected, sameAs, now);
  }

  Trial repeated(Candidate again) {
    return new Trial(tensor, again, score, corrected, Optional.of(candidate), false);
  }
}
