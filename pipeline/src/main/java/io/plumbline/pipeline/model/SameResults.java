package io.plumbline.pipeline.model;

import io.plumbline.engine.ort.OrtConstantEvaluator;
import io.plumbline.formats.onnx.RandomNodes;
import io.plumbline.graph.Graph;
import io.plumbline.graph.pass.Pipelines;
import io.plumbline.tensor.UnsupportedException;
import java.util.Optional;

/**
 * Refuses models that give other results at each run: no integer program can be held to them, and
 * no two compilations of one would be alike.
 */
final class SameResults {
  private SameResults() {}

  /**
   * @param model file, for errors
   * @throws UnsupportedException naming a node that draws random numbers which reach an output
   */
  static void require(Graph graph, String model) {
    differing(graph).ifPresent(found -> refuse(found, model));
  }

  /** A node that draws random numbers which reach an output. */
  static Optional<RandomNodes.Found> differing(Graph graph) {
    if (RandomNodes.first(graph).isEmpty()) {
      return Optional.empty();
    }
    return RandomNodes.first(
        Pipelines.foldAroundQuantization(TakenBranches.of(graph), new OrtConstantEvaluator()));
  }

  static String sentence(RandomNodes.Found found) {
    return "node '%s' draws random numbers (%s), so that the outputs differ from run to run"
        .formatted(found.node().name(), found.type());
  }

  private static void refuse(RandomNodes.Found found, String model) {
    throw new UnsupportedException(
        "model.random",
        model,
        sentence(found) + "; expected a model that gives the same results for the same inputs",
        "export the model as for inference, make the random numbers an input of it, or name"
            + " output_nodes that do not depend on them");
  }
}
