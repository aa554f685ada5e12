package io.plumbline.pipeline.debug;

import io.plumbline.pipeline.debug.trial.NodeType;
import io.plumbline.verify.compare.Measure;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What is asked of sensitivity.
 *
 * @param type what rounds alone; the word of nodes where some are named
 * @param measures at least one; the first one sorts
 * @param output a node or value whose numbers are compared in place of the model's outputs
 * @param interested nodes or values that round together, set by set; empty for each alone
 * @param quick whether no more than ten passes over the samples are made
 * @param folder where figures are kept, so that work that was interrupted goes on
 * @param threads how many samples are worked on at a time
 */
public record SensitivityRequest(
    NodeType type,
    List<Measure> measures,
    Optional<String> output,
    List<List<String>> interested,
    boolean quick,
    Optional<Path> folder,
    int threads) {
  public SensitivityRequest {
    measures = List.copyOf(measures);
    interested = interested.stream().map(List::copyOf).toList();
  }

  /** Every node of one type by given measures. */
  public static SensitivityRequest of(NodeType type, List<Measure> measures, int threads) {
    return new SensitivityRequest(
        type, measures, Optional.empty(), List.of(), false, Optional.empty(), threads);
  }

  public SensitivityRequest keptIn(Path where) {
    return new SensitivityRequest(
        type, measures, output, interested, quick, Optional.of(where), threads);
  }

  /** The same of another type. */
  public SensitivityRequest of(NodeType other) {
    return new SensitivityRequest(other, measures, output, interested, quick, folder, threads);
  }

  public SensitivityRequest quickly() {
    return new SensitivityRequest(type, measures, output, interested, true, folder, threads);
  }
}
