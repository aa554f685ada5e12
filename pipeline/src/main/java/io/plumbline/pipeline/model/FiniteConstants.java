package io.plumbline.pipeline.model;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.tensor.BadModelException;
import io.plumbline.tensor.Tensor;
import java.util.Set;

/**
 * Refuses models whose parameters are damaged. NaN is never meant; infinity is in a mask or a bound
 * of Clip, but not in the parameters of a sum of products.
 */
final class FiniteConstants {
  private static final Set<String> SUMS_OF_PRODUCTS =
      Set.of("Conv", "ConvTranspose", "Gemm", "MatMul", "BatchNormalization");

  private FiniteConstants() {}

  static void require(Graph graph, String model) {
    graph.constants().forEach((name, tensor) -> require(graph, model, name, tensor));
  }

  private static void require(Graph graph, String model, String name, Tensor tensor) {
    if (!tensor.dtype().isFloat() || graph.consumers(name).isEmpty()) {
      return;
    }
    float[] values = tensor.toFloats();
    for (int i = 0; i < values.length; i++) {
      if (Float.isFinite(values[i])) {
        continue;
      }
      for (Node reader : graph.consumers(name)) {
        if (Float.isNaN(values[i]) || SUMS_OF_PRODUCTS.contains(reader.op().type())) {
          throw new BadModelException(
              "model.not-finite",
              "%s: constant '%s' of node '%s'".formatted(model, name, reader.name()),
              "element %d of %s is %s; expected finite numbers".formatted(i, tensor, values[i]),
              "train or export the model again; no finite numbers can come of this constant");
        }
      }
    }
  }
}
