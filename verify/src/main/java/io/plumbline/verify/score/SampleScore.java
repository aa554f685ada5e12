package io.plumbline.verify.score;

import java.util.List;

/**
 * What classifiers answered on one sample.
 *
 * @param sample its name
 * @param label its true class
 * @param answers the class of each model's largest output, in model order
 * @param cosines of each model's outputs to the reference's
 */
public record SampleScore(String sample, int label, List<Integer> answers, List<Double> cosines) {
  public SampleScore {
    answers = List.copyOf(answers);
    cosines = List.copyOf(cosines);
  }
}
