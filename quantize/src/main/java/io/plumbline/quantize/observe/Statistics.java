package io.plumbline.quantize.observe;

import io.plumbline.tensor.InternalException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * What is known of every observed tensor.
 *
 * @param samples how many samples were seen
 * @param tensors by tensor name
 */
public record Statistics(long samples, SequencedMap<String, TensorStatistics> tensors) {
  public Statistics {
    tensors = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(tensors));
  }

  /** The statistics of a tensor that was observed. */
  public TensorStatistics tensor(String name) {
    TensorStatistics statistics = tensors.get(name);
    if (statistics == null) {
      throw new InternalException(
          "observe.missing",
          name,
          "Tensor '%s' was not observed.".formatted(name),
          "Please report this with the model.");
    }
    return statistics;
  }

  /** These, with those of other tensors of the same samples, or others of the same tensors. */
  public Statistics with(Statistics others) {
    SequencedMap<String, TensorStatistics> all = new LinkedHashMap<>(tensors);
    all.putAll(others.tensors);
    return new Statistics(samples, all);
  }

  /** The statistics of the samples of both: exact, whatever the order. */
  public Statistics merge(Statistics other) {
    SequencedMap<String, TensorStatistics> merged = new LinkedHashMap<>(tensors);
    other.tensors.forEach(
        (name, statistics) -> merged.merge(name, statistics, TensorStatistics::merge));
    return new Statistics(samples + other.samples, merged);
  }
}
