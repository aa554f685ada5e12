package io.plumbline.quantize.wish;

import io.plumbline.graph.Graph;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.Finding;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;

/**
 * Nodes that a request names, whether or not it asks more of them than they get anyway.
 *
 * @param where file and line, or the option
 */
public record Mention(Selector selector, String where) {
  /**
   * Holds that every mention means a node of a model, or a type of ONNX.
   *
   * @param graph optimised
   * @return what says that the model has no node of a type, each once
   * @throws BadConfigurationException saying where the first that means none stands, and what is
   *     spelt nearest
   */
  public static List<Finding> requireKnown(List<Mention> mentions, Graph graph) {
    Selection selection = new Selection(graph);
    SequencedSet<Finding> absent = new LinkedHashSet<>();
    for (Mention mention : mentions) {
      try {
        if (selection.of(mention.selector()).isEmpty()) {
          absent.add(mention.absent());
        }
      } catch (BadConfigurationException e) {
        throw new BadConfigurationException(
            e.code(), mention.where(), String.valueOf(e.getMessage()), e.remedy(), e);
      }
    }
    return List.copyOf(absent);
  }

  private Finding absent() {
    return Finding.info(
        "plan.absent-type",
        where,
        "The optimised model has no node of type '%s'."
            .formatted(selector instanceof Selector.Type(String op) ? op : selector));
  }
}
