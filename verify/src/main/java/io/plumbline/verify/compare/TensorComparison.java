package io.plumbline.verify.compare;

import io.plumbline.tensor.Similarity;
import io.plumbline.tensor.SimilaritySums;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * Figures of one tensor beside a reference of the same element count.
 *
 * @param elements compared pairs
 * @param notFinite pairs in which either side is NaN or infinite and which are not equal; where
 *     there are any, every figure is NaN
 * @param magnitude √(Σx² / n) of the reference's finite elements
 * @param figures of the measures that were asked for
 */
public record TensorComparison(
    long elements, long notFinite, double magnitude, Map<Measure, Double> figures) {
  public TensorComparison {
    figures = Collections.unmodifiableMap(new EnumMap<>(figures));
  }

  /**
   * Compares real values in index order. One pass over both, and one for each measure that needs
   * more than sums; the distance of distributions holds both tensors as float64.
   *
   * @param expected the reference x
   * @param actual y
   * @param measures that are wanted, at least one
   * @throws IllegalArgumentException when the element counts differ
   */
  public static TensorComparison of(
      RealValues expected, RealValues actual, Collection<Measure> measures) {
    SimilaritySums sums = sums(expected, actual);
    Similarity similarity = sums.similarity();
    EnumMap<Measure, Double> figures = new EnumMap<>(Measure.class);
    for (Measure measure : measures) {
      figures.put(
          measure,
          similarity.notFinite() > 0 ? Double.NaN : figure(measure, similarity, expected, actual));
    }
    return new TensorComparison(
        similarity.elements(), similarity.notFinite(), sums.expectedMagnitude(), figures);
  }

  /**
   * The sums over all pairs in index order.
   *
   * @throws IllegalArgumentException when the element counts differ
   */
  public static SimilaritySums sums(RealValues expected, RealValues actual) {
    if (expected.elements() != actual.elements()) {
      throw new IllegalArgumentException(
          expected.elements() + " elements against " + actual.elements());
    }
    SimilaritySums sums = new SimilaritySums();
    Pieces.walk(expected, actual, sums::add);
    return sums;
  }

  private static double figure(
      Measure measure, Similarity similarity, RealValues expected, RealValues actual) {
    return switch (measure) {
      case COSINE -> similarity.cosine();
      case MSE -> similarity.meanSquaredError();
      case MAE -> similarity.meanAbsoluteError();
      case SQNR -> similarity.signalToNoise();
      case CHEBYSHEV -> similarity.largestDifference();
      case RELATIVE_ERROR -> similarity.relativeError();
      case MRE -> Dispersion.of(expected, actual).meanRelativeError();
      case CORRELATION -> Dispersion.of(expected, actual).correlation();
      case CDF_DISTANCE -> Distributions.distance(expected, actual);
      case ARG_MAX_FLIPS -> ArgMax.flips(expected, actual);
    };
  }

  /**
   * The figure of a measure.
   *
   * @throws IllegalArgumentException when it was not asked for
   */
  public double figure(Measure measure) {
    Double figure = figures.get(measure);
    if (figure == null) {
      throw new IllegalArgumentException(measure.label() + " is not among " + figures.keySet());
    }
    return figure;
  }
}
