package io.plumbline.pipeline.request;

import io.plumbline.quantize.calibrate.Calibrator;
import io.plumbline.quantize.calibrate.Calibrators;
import io.plumbline.quantize.calibrate.Candidate;
import io.plumbline.quantize.wish.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * Which ways to find ranges are tried, and how they are judged.
 *
 * @param scope what gets a candidate of its own
 * @param metric by which the outputs of the model are judged
 * @param similarity the least cosine of the outputs that is hoped for
 * @param candidates for all activations that no choice is about
 * @param choices for the activations that some nodes read; the finest selector wins, and the last
 *     of equally fine ones
 */
public record Search(
    Scope scope,
    Metric metric,
    OptionalDouble similarity,
    List<Candidate> candidates,
    List<Choice> choices) {
  private static final double USUAL_PERCENTILE = 0.99995;
  private static final double USUAL_SIMILARITY = 0.995;

  /** What gets a candidate of its own. */
  public enum Scope {
    /** The whole model. */
    MODEL,
    /** Each activation, after the whole model got the best for all. */
    LAYERS,
    /** Each activation that the best for all rounds badly. */
    SENSITIVE_LAYERS
  }

  /**
   * Candidates for the activations that some nodes read.
   *
   * @param where file and line
   */
  public record Choice(Selector selector, String where, List<Candidate> candidates) {
    public Choice {
      candidates = List.copyOf(candidates);
      requireSome(candidates);
    }
  }

  public Search {
    candidates = List.copyOf(candidates);
    choices = List.copyOf(choices);
    requireSome(candidates);
  }

  private static void requireSome(List<Candidate> candidates) {
    if (candidates.isEmpty()) {
      throw new IllegalArgumentException("a search over nothing");
    }
  }

  /** One set of candidates for the whole model. */
  public static Search of(List<Candidate> candidates) {
    return new Search(
        Scope.MODEL, Metric.COSINE_SIMILARITY, OptionalDouble.empty(), candidates, List.of());
  }

  /** Every calibrator there is, with and without zero points. */
  public static Search usual() {
    List<Candidate> candidates = new ArrayList<>();
    for (boolean symmetric : new boolean[] {false, true}) {
      calibrators().forEach(calibrator -> candidates.add(new Candidate(calibrator, symmetric)));
    }
    return of(candidates).withSimilarity(USUAL_SIMILARITY);
  }

  /** The best for the whole model, and others where that rounds badly. */
  public static Search mixture() {
    return of(calibrators().map(Candidate::of).toList()).withScope(Scope.SENSITIVE_LAYERS);
  }

  private static Stream<Calibrator> calibrators() {
    return Stream.concat(
        Calibrators.all().stream(), Stream.of(new Calibrator.MaxPercentile(USUAL_PERCENTILE)));
  }

  public Search withScope(Scope other) {
    return new Search(other, metric, similarity, candidates, choices);
  }

  public Search withMetric(Metric other) {
    return new Search(scope, other, similarity, candidates, choices);
  }

  public Search withSimilarity(double least) {
    return new Search(scope, metric, OptionalDouble.of(least), candidates, choices);
  }

  public Search withChoices(List<Choice> others) {
    return new Search(scope, metric, similarity, candidates, others);
  }
}
