package io.plumbline.verify.score;

import io.plumbline.tensor.Similarity;
import io.plumbline.tensor.Tensor;
import io.plumbline.verify.compare.SignalNoise;
import java.util.Comparator;
import java.util.List;

/**
 * How near one output of a model is to the first model's on one sample.
 *
 * @param model index of the model, from 1
 * @param cosine of the two outputs; NaN where either holds what is not finite
 * @param hasAnswer whether the output is one list of scores, whose largest is the model's answer
 * @param expected index of the first model's largest element; −1 without an answer
 * @param actual likewise of this model
 * @param signal Σx² of the first model's output
 * @param noise Σ(x−y)²
 */
public record Likeness(
    String sample,
    int model,
    String output,
    double cosine,
    boolean hasAnswer,
    int expected,
    int actual,
    double signal,
    double noise) {
  /** Compares two outputs of the same shape. */
  public static Likeness of(
      String sample, int model, String output, Tensor expected, Tensor actual) {
    float[] first = expected.toFloats();
    float[] own = actual.toFloats();
    boolean answers = Ranking.isScores(expected.shape());
    SignalNoise noise = SignalNoise.of(first, own);
    return new Likeness(
        sample,
        model,
        output,
        Similarity.of(first, own).cosine(),
        answers,
        answers ? Ranking.best(first) : -1,
        answers ? Ranking.best(own) : -1,
        noise.signal(),
        noise.noise());
  }

  /** The share of samples with the same answer, 0…1. */
  public static double agreement(List<Likeness> samples) {
    long same = samples.stream().filter(each -> each.expected == each.actual).count();
    return (double) same / samples.size();
  }

  /** Over samples. */
  public static double meanCosine(List<Likeness> samples) {
    double sum = 0;
    for (Likeness each : samples) {
      sum += each.cosine;
    }
    return sum / samples.size();
  }

  /**
   * The sample of lowest cosine; one that is not finite before all others, of equal ones the first.
   */
  public static Likeness worst(List<Likeness> samples) {
    return samples.stream()
        .min(
            Comparator.comparingDouble(
                each -> Double.isNaN(each.cosine) ? Double.NEGATIVE_INFINITY : each.cosine))
        .orElseThrow();
  }

  /** 10·log₁₀ of ΣΣx² / ΣΣ(x−y)², in decibels; infinite where nothing differs. */
  public static double signalToNoise(List<Likeness> samples) {
    SignalNoise all = SignalNoise.NONE;
    for (Likeness each : samples) {
      all = all.plus(new SignalNoise(each.signal, each.noise));
    }
    return all.decibels();
  }
}
