package io.plumbline.pipeline.search;

import io.plumbline.graph.Graph;
import io.plumbline.pipeline.request.Search;
import io.plumbline.quantize.calibrate.Calibration;
import io.plumbline.quantize.calibrate.Candidate;
import io.plumbline.quantize.wish.Selection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The candidates of each activation. */
final class Allowed {
  private final Search search;
  private final Map<String, List<Candidate>> own = new LinkedHashMap<>();

  /**
   * @param graph optimised
   * @throws io.plumbline.tensor.BadConfigurationException when a choice is about no node
   */
  Allowed(Search search, Graph graph) {
    this.search = search;
    Selection selection = new Selection(graph);
    search.choices().stream()
        .sorted(Comparator.comparingInt(choice -> choice.selector().rank()))
        .forEach(
            choice ->
                selection.of(choice.selector()).stream()
                    .flatMap(node -> graph.node(node).reads().stream())
                    .forEach(value -> own.put(value, choice.candidates())));
  }

  /** What may be tried for a value. */
  List<Candidate> of(String value) {
    return Objects.requireNonNull(own.getOrDefault(value, search.candidates()));
  }

  /** Whether a value is tried by itself. */
  boolean isOwn(String value) {
    return switch (search.scope()) {
      case MODEL -> own.containsKey(value);
      case LAYERS, SENSITIVE_LAYERS -> true;
    };
  }

  /** A candidate for all, and the first of its own where a value does not allow that one. */
  Calibration with(Candidate candidate) {
    Calibration calibration = Calibration.of(candidate);
    for (Map.Entry<String, List<Candidate>> entry : own.entrySet()) {
      if (!entry.getValue().contains(candidate)) {
        calibration = calibration.with(entry.getKey(), entry.getValue().getFirst());
      }
    }
    return calibration;
  }
}
