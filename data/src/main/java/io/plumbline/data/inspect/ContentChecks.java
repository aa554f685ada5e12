package io.plumbline.data.inspect;

import io.plumbline.tensor.Finding;
import java.util.ArrayList;
import java.util.List;

/** Samples that teach nothing: blank, badly exposed, not finite. */
final class ContentChecks {
  private static final double BLANK = 0.01;
  private static final double EXTREME = 0.06;

  private final InputSamples samples;
  private final boolean onlyInput;
  private final List<Finding> findings = new ArrayList<>();

  private ContentChecks(InputSamples samples, boolean onlyInput) {
    this.samples = samples;
    this.onlyInput = onlyInput;
  }

  static List<Finding> of(InputSamples samples, boolean onlyInput) {
    ContentChecks checks = new ContentChecks(samples, onlyInput);
    checks.finite();
    if (samples.expected().isPicture()) {
      checks.blank();
      checks.exposure();
    } else {
      checks.constant();
    }
    return checks.findings;
  }

  private void finite() {
    warn(
        "data.not-finite",
        samples.where(facts -> facts.nonFinite() > 0),
        "hold NaN or infinite values; repair the preprocessing that made them, or leave them out");
  }

  private void blank() {
    List<String> found = samples.where(this::isBlank);
    warn(
        found.size() == samples.facts().size() ? "data.all-blank" : "data.blank",
        found,
        "are of one colour and show the model nothing; replace them by pictures as the device will"
            + " see them");
  }

  private boolean isBlank(TensorFacts facts) {
    return facts.deviation() < BLANK * samples.range().span();
  }

  /** Dark or bright all over. A dark ground with bright strokes has a large deviation. */
  private void exposure() {
    InputSamples.Range range = samples.range();
    if (range.span() <= 0 || (samples.expected().channels() != 3 && range.low() < 0)) {
      return;
    }
    warn(
        "data.under-exposed",
        samples.where(facts -> isFlat(facts, range) && place(facts, range) < EXTREME),
        "are almost black all over; leave such pictures out unless the device sees them");
    warn(
        "data.over-exposed",
        samples.where(facts -> isFlat(facts, range) && place(facts, range) > 1 - EXTREME),
        "are almost white all over; leave such pictures out unless the device sees them");
  }

  private boolean isFlat(TensorFacts facts, InputSamples.Range range) {
    return !isBlank(facts) && facts.deviation() < EXTREME * range.span();
  }

  private static double place(TensorFacts facts, InputSamples.Range range) {
    return (facts.mean() - range.low()) / range.span();
  }

  /**
   * A tensor that is constant in every sample may be a state that starts at 0; integers that are
   * all alike may be the mask of a text that is full.
   */
  private void constant() {
    List<String> found =
        samples.where(facts -> facts.channels().stream().allMatch(ChannelFacts::isConstant));
    boolean all = found.size() == samples.facts().size();
    boolean measured = samples.expected().dtype().isFloat() || onlyInput;
    if (measured && samples.expected().shape().elements() > 1 && (onlyInput || !all)) {
      warn(
          "data.constant",
          found,
          "hold one value only and show the model nothing; replace them by real data");
    }
  }

  private void warn(String code, List<String> found, String meaning) {
    if (!found.isEmpty()) {
      findings.add(
          Finding.warning(code, samples.expected().source(), samples.count(found) + " " + meaning));
    }
  }
}
