package io.plumbline.graph.pass;

import io.plumbline.graph.Dim;
import io.plumbline.graph.Graph;
import io.plumbline.graph.GraphPatch;
import io.plumbline.graph.Names;
import io.plumbline.graph.Node;
import io.plumbline.graph.TensorType;
import io.plumbline.graph.op.GlobalAveragePool;
import io.plumbline.graph.op.ReduceMean;
import io.plumbline.graph.op.Squeeze;
import io.plumbline.tensor.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * {@code ReduceMean(x, spatial axes) ⇒ GlobalAveragePool(x)}, followed by a Squeeze where the
 * reduced axes are dropped. Means of integers and of float64 stay: ONNX Runtime does not pool them.
 */
public final class ReplaceReduceMeanByGlobalAveragePool implements Rule {
  @Override
  public Optional<GraphPatch> apply(Node node, Graph graph) {
    if (!(node.op() instanceof ReduceMean(List<Integer> axes, boolean keepDims))) {
      return Optional.empty();
    }
    return graph
        .tensorType(node.input(0))
        .filter(
            type -> isPooled(type.dtype()) && type.rank() >= 4 && coversSpace(axes, type.rank()))
        .map(type -> patch(node, type, keepDims, graph));
  }

  private static boolean isPooled(DType dtype) {
    return dtype.isFloat() && dtype != DType.FLOAT64;
  }

  private static boolean coversSpace(List<Integer> axes, int rank) {
    List<Integer> sorted =
        axes.stream().map(axis -> axis < 0 ? axis + rank : axis).sorted().toList();
    return sorted.equals(spatial(rank));
  }

  private static List<Integer> spatial(int rank) {
    return IntStream.range(2, rank).boxed().toList();
  }

  private GraphPatch patch(Node node, TensorType type, boolean keepDims, Graph graph) {
    GraphPatch patch = new GraphPatch(name());
    if (keepDims) {
      return patch.replace(node, node.withOp(new GlobalAveragePool()));
    }
    List<Dim> dims = new ArrayList<>(type.dims());
    spatial(type.rank()).forEach(axis -> dims.set(axis, new Dim.Fixed(1)));
    String pooled = Names.of(graph).value(node.output() + "/pooled");
    return patch
        .remove(node)
        .add(node.withOp(new GlobalAveragePool()).withOutputs(List.of(pooled)))
        .add(
            new Node(
                node.name() + "/squeeze",
                new Squeeze(spatial(type.rank())),
                List.of(pooled),
                node.outputs(),
                node.origins()))
        .type(pooled, new TensorType(type.dtype(), dims));
  }
}
