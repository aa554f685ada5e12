package io.plumbline.pipeline.verification;

import io.plumbline.verify.compare.Measure;
import io.plumbline.verify.compare.TensorSummary;
import java.util.ArrayList;
import java.util.List;

/**
 * A model beside the reference.
 *
 * @param limits that hold for these two
 * @param measures to show besides the usual ones
 * @param outputs in the order of the reference
 * @param nodes inner tensors that both have, in execution order; empty unless asked for
 * @param absent outputs of the reference that the model does not have
 */
public record VerifiedPair(
    String model,
    Limits limits,
    List<Measure> measures,
    List<TensorSummary> outputs,
    List<TensorSummary> nodes,
    List<String> absent) {
  public VerifiedPair {
    measures = List.copyOf(measures);
    outputs = List.copyOf(outputs);
    nodes = List.copyOf(nodes);
    absent = List.copyOf(absent);
  }

  /** What breaks the limits, a sentence each. */
  List<String> broken() {
    List<String> broken = new ArrayList<>();
    absent.forEach(output -> broken.add("'%s' is only on one side".formatted(output)));
    for (TensorSummary output : outputs) {
      limits
          .broken(output)
          .forEach(reason -> broken.add("'%s': %s".formatted(output.tensor(), reason)));
    }
    return broken;
  }

  /** Whether every output keeps the limits. */
  public boolean passes() {
    return broken().isEmpty();
  }
}
