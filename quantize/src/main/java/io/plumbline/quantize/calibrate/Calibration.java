package io.plumbline.quantize.calibrate;

import io.plumbline.quantize.observe.StatisticKind;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.stream.Stream;

/**
 * How the parameters of each activation are found.
 *
 * @param base for all tensors that nothing else is said about
 * @param tensors by name of a value
 */
public record Calibration(Candidate base, SequencedMap<String, Candidate> tensors) {
  public Calibration {
    tensors = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(tensors));
  }

  /** One way for all. */
  public static Calibration of(Candidate candidate) {
    return new Calibration(candidate, new LinkedHashMap<>());
  }

  /** The same but for one tensor. */
  public Calibration with(String tensor, Candidate candidate) {
    SequencedMap<String, Candidate> changed = new LinkedHashMap<>(tensors);
    changed.put(tensor, candidate);
    return new Calibration(base, changed);
  }

  /** How the parameters of a tensor are found. */
  public Candidate of(String tensor) {
    return Objects.requireNonNull(tensors.getOrDefault(tensor, base));
  }

  /** What must be known of every tensor. */
  public StatisticKind needs() {
    return Stream.concat(Stream.of(base), tensors.values().stream())
        .map(candidate -> candidate.calibrator().needs())
        .max(Comparator.naturalOrder())
        .orElseThrow();
  }
}
