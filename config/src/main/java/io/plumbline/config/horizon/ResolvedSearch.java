package io.plumbline.config.horizon;

import io.plumbline.pipeline.request.Search;
import io.plumbline.quantize.calibrate.Candidate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A search as {@code quant_config} has it, each candidate by the word that it prints as.
 *
 * @param search what is compared, if anything
 */
record ResolvedSearch(Optional<Search> search) {
  /**
   * The key {@code activation} of the whole model, after a comma; empty where it says nothing.
   *
   * @param asymmetric whether zero points are free, where all schemes agree
   */
  String activation(Optional<Boolean> asymmetric) {
    List<String> parts = new ArrayList<>();
    search
        .filter(asked -> asked.scope() != Search.Scope.SENSITIVE_LAYERS)
        .ifPresent(asked -> parts.add(types(asked.candidates())));
    asymmetric.ifPresent(free -> parts.add("asymmetric: " + free));
    return parts.isEmpty() ? "" : ", activation: {%s}".formatted(String.join(", ", parts));
  }

  private static String types(List<Candidate> candidates) {
    return candidates.stream()
        .map(candidate -> ResolvedConfig.quoted(candidate.method()))
        .collect(Collectors.joining(", ", "calibration_type: [", "]"));
  }

  /** How candidates are judged, after a comma. */
  String judgement() {
    return search.map(ResolvedSearch::judgement).orElse("");
  }

  private static String judgement(Search asked) {
    String similarity =
        asked.similarity().isPresent() ? ", similarity: " + asked.similarity().getAsDouble() : "";
    return ", %s: {metric: %s%s}"
        .formatted(
            asked.scope() == Search.Scope.LAYERS ? "layerwise_search" : "modelwise_search",
            asked.metric().label(),
            similarity);
  }

  /** The candidates of single nodes and kinds of nodes. */
  List<Search.Choice> choices() {
    return search.map(Search::choices).orElse(List.of());
  }

  /** The key {@code activation} of a node. */
  static String activation(Search.Choice choice) {
    return "activation: {%s}".formatted(types(choice.candidates()));
  }
}
