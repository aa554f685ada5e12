package io.plumbline.pipeline.debug;

import io.plumbline.pipeline.debug.trial.NodeType;
import io.plumbline.quantize.load.CalibrationNode;
import io.plumbline.verify.compare.Measure;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What rounding in one place alone does to the results of a network.
 *
 * @param type what rounded alone
 * @param measures the first one sorts
 * @param entries the most harmful first; equal ones in execution order
 * @param samples that figures are means over
 * @param passes how often all samples that were given would have run through the network in the
 *     time
 */
public record Sensitivity(
    NodeType type, List<Measure> measures, List<Entry> entries, int samples, double passes) {
  public Sensitivity {
    measures = List.copyOf(measures);
    List<Entry> sorted = new ArrayList<>(entries);
    Measure first = measures.getFirst();
    sorted.sort((one, other) -> order(first, one.figure(first), other.figure(first)));
    entries = List.copyOf(sorted);
  }

  /**
   * One row.
   *
   * @param name of the node or value
   * @param rounding the places that rounded
   * @param figures the mean over samples of the mean over results
   */
  public record Entry(String name, List<CalibrationNode> rounding, Map<Measure, Double> figures) {
    public Entry {
      rounding = List.copyOf(rounding);
      figures = Collections.unmodifiableMap(new EnumMap<>(figures));
    }

    public double figure(Measure measure) {
      return Objects.requireNonNull(figures.get(measure), measure::label);
    }
  }

  /** The worse figure first. */
  static int order(Measure measure, double one, double other) {
    return measure.isBetter(one, other) ? 1 : measure.isBetter(other, one) ? -1 : 0;
  }
}
