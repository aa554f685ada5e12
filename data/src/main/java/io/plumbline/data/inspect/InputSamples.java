package io.plumbline.data.inspect;

import io.plumbline.tensor.Count;
import io.plumbline.tensor.DType;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * The facts of one input over samples, in the order of the samples.
 *
 * @param all how many samples there are, also those that are left out here
 */
record InputSamples(ExpectedInput expected, List<String> names, List<TensorFacts> facts, int all) {
  /** Interpolation and ringing may leave 0…255 in a share of this size. */
  static final double FEW_PIXELS = 0.02;

  private static final int NAMED = 5;

  /** What the values of a picture run from and to. */
  record Range(double low, double high) {
    double span() {
      return high - low;
    }
  }

  double min() {
    return facts.stream().mapToDouble(TensorFacts::min).min().orElse(0);
  }

  double max() {
    return facts.stream().mapToDouble(TensorFacts::max).max().orElse(0);
  }

  /** Names of the samples that have a property. */
  List<String> where(Predicate<TensorFacts> property) {
    List<String> found = new ArrayList<>();
    for (int i = 0; i < facts.size(); i++) {
      if (property.test(facts.get(i))) {
        found.add(names.get(i));
      }
    }
    return found;
  }

  /** Whether at least this share of the samples has a property, and at least one. */
  boolean most(double share, Predicate<TensorFacts> property) {
    long found = facts.stream().filter(property).count();
    return found > 0 && found >= share * facts.size();
  }

  /**
   * Black and white of these pictures: those of pixels or of fractions where the values lie so,
   * else the extremes that were seen.
   */
  Range range() {
    double low = min();
    double high = max();
    if (low >= 0 && high <= 1 && expected.dtype() != DType.UINT8) {
      return new Range(0, 1);
    }
    boolean declared = expected.type().isPicture() || expected.dtype() == DType.UINT8;
    boolean likely = low >= 0 && high > 128 && high <= 255.5;
    return (declared && isMostlyPixels()) || likely ? new Range(0, 255) : new Range(low, high);
  }

  private boolean isMostlyPixels() {
    return !most(0.5, facts -> facts.negative() > FEW_PIXELS);
  }

  /** {@code 7 of 100 samples} and the first names in brackets. */
  static String count(List<String> found, int all) {
    return count(found, all, "sample");
  }

  /** Of other things than samples. */
  static String count(List<String> found, int all, String one) {
    String first = String.join(", ", found.subList(0, Math.min(NAMED, found.size())));
    String more = found.size() > NAMED ? " and %d more".formatted(found.size() - NAMED) : "";
    return "%d of %s (%s%s)".formatted(found.size(), Count.of(all, one), first, more);
  }

  String count(List<String> found) {
    return count(found, all);
  }

  /** The others than those of given indices. */
  InputSamples without(BitSet left) {
    List<Integer> kept =
        IntStream.range(0, facts.size()).filter(i -> !left.get(i)).boxed().toList();
    return new InputSamples(
        expected,
        kept.stream().map(names::get).toList(),
        kept.stream().map(facts::get).toList(),
        all);
  }
}
