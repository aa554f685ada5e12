package io.plumbline.pipeline.verification;

import io.plumbline.tensor.Tensor;
import io.plumbline.verify.compare.Measure;
import io.plumbline.verify.compare.RealValues;
import io.plumbline.verify.compare.TensorSummary;
import io.plumbline.verify.compare.TensorTally;
import io.plumbline.verify.compare.Tolerance;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/**
 * Tallies of one model beside the reference, of the outputs that {@linkplain OutputPairs belong
 * together}.
 */
public final class PairComparison {
  private final VerifiedModel reference;
  private final VerifiedModel model;
  private final OutputPairs outputs;
  private final SequencedMap<String, TensorTally> tallies = new LinkedHashMap<>();

  /**
   * @param nodes whether inner tensors of the same name are compared too
   */
  public PairComparison(
      VerifiedModel reference,
      VerifiedModel model,
      boolean nodes,
      Collection<Measure> measures,
      Tolerance tolerance) {
    this.reference = reference;
    this.model = model;
    this.outputs = OutputPairs.of(reference.outputs(), model.outputs());
    SequencedSet<String> tensors = new LinkedHashSet<>();
    if (nodes) {
      reference.places().places().keySet().stream()
          .filter(tensor -> model.places().place(tensor).isPresent())
          .filter(tensor -> !outputs.names().containsKey(tensor))
          .forEach(tensors::add);
    }
    tensors.addAll(outputs.names().keySet());
    tensors.forEach(tensor -> tallies.put(tensor, new TensorTally(tensor, measures, tolerance)));
  }

  /** Tensors to compare, by the reference's names. */
  SequencedSet<String> tensors() {
    return new LinkedHashSet<>(tallies.keySet());
  }

  /** Outputs of the reference that the model does not have. */
  List<String> absent() {
    return outputs.absent();
  }

  /** What the model calls a tensor of the reference. */
  private String own(String tensor) {
    return outputs.names().getOrDefault(tensor, tensor);
  }

  VerifiedModel model() {
    return model;
  }

  /** Runs both models on one sample, as each takes it. */
  public void run(String sample, Map<String, Tensor> referenceInputs, Map<String, Tensor> inputs) {
    reference
        .view()
        .visit(
            referenceInputs,
            List.copyOf(tallies.keySet()),
            expected -> visit(sample, expected, inputs));
  }

  /** Runs the model beside what the reference made of the same sample. */
  void visit(String sample, SequencedMap<String, RealValues> expected, Map<String, Tensor> inputs) {
    SequencedMap<String, List<String>> tensors = new LinkedHashMap<>();
    tallies
        .keySet()
        .forEach(
            tensor -> tensors.computeIfAbsent(own(tensor), _ -> new ArrayList<>()).add(tensor));
    model.view().stream(
        inputs,
        List.copyOf(tensors.keySet()),
        (own, found) ->
            tensors
                .getOrDefault(own, List.of())
                .forEach(tensor -> add(sample, tensor, expected.get(tensor), found)));
  }

  private void add(String sample, String tensor, @Nullable RealValues wanted, RealValues found) {
    TensorTally tally = tallies.get(tensor);
    if (wanted != null && tally != null) {
      tally.add(sample, wanted, found);
    }
  }

  private Optional<TensorSummary> summary(String tensor) {
    return Optional.ofNullable(tallies.get(tensor))
        .map(TensorTally::summary)
        .filter(summary -> summary.samples() > 0);
  }

  /** Figures of the outputs. */
  List<TensorSummary> outputs() {
    return outputs.names().keySet().stream().flatMap(output -> summary(output).stream()).toList();
  }

  /** Figures of inner tensors, in the reference's order. */
  public List<TensorSummary> nodes() {
    return tallies.keySet().stream()
        .filter(tensor -> !outputs.names().containsKey(tensor))
        .flatMap(tensor -> summary(tensor).stream())
        .toList();
  }
}
