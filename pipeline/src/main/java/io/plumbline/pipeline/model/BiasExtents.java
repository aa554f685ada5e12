package io.plumbline.pipeline.model;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.op.Conv;
import io.plumbline.graph.op.ConvTranspose;
import io.plumbline.tensor.BadModelException;
import io.plumbline.tensor.Count;
import io.plumbline.tensor.Tensor;

/**
 * Refuses convolutions whose bias has more or fewer elements than they have channels: ONNX Runtime
 * reads what lies behind a short one.
 */
final class BiasExtents {
  private static final int WEIGHTS = 1;
  private static final int BIAS = 2;

  private BiasExtents() {}

  static void require(Graph graph, String model) {
    for (Node node : graph.nodes()) {
      if (node.op() instanceof Conv) {
        require(graph, node, 0, 1, model);
      } else if (node.op() instanceof ConvTranspose op) {
        require(graph, node, 1, op.group(), model);
      }
    }
  }

  /**
   * @param axis of the weights along which the channels of the result lie
   * @param groups of that many channels
   */
  private static void require(Graph graph, Node node, int axis, long groups, String model) {
    if (!node.hasInput(BIAS)) {
      return;
    }
    Tensor weights = graph.constants().get(node.input(WEIGHTS));
    Tensor bias = graph.constants().get(node.input(BIAS));
    if (weights == null || bias == null || weights.shape().rank() <= axis) {
      return;
    }
    long channels = weights.shape().dim(axis) * groups;
    if (bias.shape().rank() != 1 || bias.elements() != channels) {
      throw new BadModelException(
          "model.bias",
          "%s: node '%s'".formatted(model, node.name()),
          "its bias '%s' is %s; expected one number for each of its %s"
              .formatted(node.input(BIAS), bias.shape(), Count.of(channels, "channel")),
          "export the model again");
    }
  }
}
