package io.plumbline.data.inspect;

import io.plumbline.tensor.Finding;
import io.plumbline.tensor.OddMagnitudes;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Samples out of scale with the others. They are told apart before anything else is asked: beside a
 * picture of 0…255 all pictures of 0…1 would look like one colour.
 *
 * @param inScale the samples without them
 * @param finding that names them; empty when there are none
 */
record ScaleChecks(InputSamples inScale, Optional<Finding> finding) {
  static ScaleChecks of(InputSamples samples) {
    double[] magnitudes = samples.facts().stream().mapToDouble(ScaleChecks::magnitude).toArray();
    BitSet odd = OddMagnitudes.of(magnitudes);
    if (odd.isEmpty()) {
      return new ScaleChecks(samples, Optional.empty());
    }
    InputSamples rest = samples.without(odd);
    List<String> names = odd.stream().mapToObj(samples.names()::get).toList();
    return new ScaleChecks(
        rest,
        Optional.of(
            Finding.warning(
                "data.out-of-scale",
                samples.expected().source(),
                ("input '%s': %s out of scale with the others: they reach %s, the others %s, and"
                        + " one range has to hold both; prepare them like the others, or leave them"
                        + " out")
                    .formatted(
                        samples.expected().name(),
                        samples.count(names) + (names.size() == 1 ? " is" : " are"),
                        largest(magnitudes, odd, true),
                        largest(magnitudes, odd, false)))));
  }

  private static double magnitude(TensorFacts facts) {
    return Math.max(Math.abs(facts.min()), Math.abs(facts.max()));
  }

  private static String largest(double[] magnitudes, BitSet odd, boolean ofOdd) {
    double largest =
        IntStream.range(0, magnitudes.length)
            .filter(i -> odd.get(i) == ofOdd)
            .mapToDouble(i -> magnitudes[i])
            .reduce(0, Math::max);
    return String.format(Locale.ROOT, "%.4g", largest);
  }
}
