package io.plumbline.quantize.wish;

import io.plumbline.graph.Graph;
import io.plumbline.tensor.BadConfigurationException;
import java.util.List;

/**
 * Nodes that a request names, whether or not it asks more of them than they get anyway.
 *
 * @param where file and line, or the option
 */
public record Mention(Selector selector, String where) {
  /**
   * Holds that every mention means a node of a model.
   *
   * @param graph optimised
   * @throws BadConfigurationException saying where the first that means none stands, and what is
   *     spelt nearest
   */
  public static void requireKnown(List<Mention> mentions, Graph graph) {
    Selection selection = new Selection(graph);
    for (Mention mention : mentions) {
      try {
        selection.of(mention.selector());
      } catch (BadConfigurationException e) {
        throw new BadConfigurationException(
            e.code(), mention.where(), String.valueOf(e.getMessage()), e.remedy(), e);
      }
    }
  }
}
