package io.plumbline.quantize.annotate;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Names;
import io.plumbline.graph.Node;
import io.plumbline.graph.TensorType;
import io.plumbline.graph.op.AveragePool;
import io.plumbline.graph.op.Binary;
import io.plumbline.graph.op.BinaryFunction;
import io.plumbline.graph.op.MatMul;
import io.plumbline.graph.op.Variadic;
import io.plumbline.graph.op.VariadicFunction;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;

/**
 * Spells an annotated graph around what ONNX Runtime, when it may rewrite, makes an invalid model
 * of. The graph means the same.
 *
 * <ul>
 *   <li>A dilated AveragePool between pairs becomes an integer op that knows no dilations: a Max of
 *       one operand keeps it from the pair behind it.
 *   <li>A row that is added to a MatMul of three axes becomes part of a Gemm, around which the
 *       pairs get an attribute of another type since operator set 21: a constant with all axes is
 *       left alone.
 * </ul>
 */
final class Detours {
  private static final long OPSET_OF_OUTPUT_DTYPE = 21;
  private static final int AXES_OF_GEMM = 2;

  private final Graph graph;
  private final Names names;
  private final List<Node> nodes = new ArrayList<>();
  private final SequencedMap<String, Tensor> constants;

  private Detours(Graph graph) {
    this.graph = graph;
    this.names = Names.of(graph);
    this.constants = new LinkedHashMap<>(graph.constants());
  }

  static Graph apply(Graph graph) {
    Detours detours = new Detours(graph);
    graph.nodes().forEach(detours::add);
    return new Graph(
        graph.name(),
        graph.info(),
        graph.inputs(),
        graph.outputs(),
        detours.nodes,
        detours.constants,
        graph.types());
  }

  private void add(Node node) {
    if (node.op() instanceof AveragePool pool
        && pool.window().dilations().stream().anyMatch(dilation -> dilation != 1)) {
      String pooled = names.value(node.output() + "_pooled");
      nodes.add(node.withOutputs(List.of(pooled)));
      nodes.add(
          new Node(
              names.node(node.name() + "_Max"),
              new Variadic(VariadicFunction.MAX),
              List.of(pooled),
              node.outputs(),
              List.of()));
    } else {
      nodes.add(withWholeRow(node));
    }
  }

  private Node withWholeRow(Node node) {
    if (graph.info().opset() < OPSET_OF_OUTPUT_DTYPE
        || !(node.op() instanceof Binary(BinaryFunction function))
        || function != BinaryFunction.ADD) {
      return node;
    }
    for (int row = 0; row < 2; row++) {
      Optional<Tensor> constant = graph.constant(node.input(row));
      OptionalInt rank = rankOfProduct(node.input(1 - row));
      if (constant.isPresent()
          && rank.isPresent()
          && rank.getAsInt() > AXES_OF_GEMM
          && constant.get().shape().rank() < rank.getAsInt()) {
        String whole = names.value(node.input(row) + "_row");
        if (graph.consumers(node.input(row)).size() == 1
            && !graph.outputs().contains(node.input(row))) {
          constants.remove(node.input(row));
        }
        constants.put(whole, withAxes(constant.get(), rank.getAsInt()));
        List<String> inputs = new ArrayList<>(node.inputs());
        inputs.set(row, whole);
        return node.withInputs(inputs);
      }
    }
    return node;
  }

  private OptionalInt rankOfProduct(String value) {
    boolean product = graph.producer(value).filter(node -> node.op() instanceof MatMul).isPresent();
    Optional<TensorType> type = graph.tensorType(value);
    return product && type.isPresent() ? OptionalInt.of(type.get().rank()) : OptionalInt.empty();
  }

  private static Tensor withAxes(Tensor tensor, int rank) {
    List<Long> dims = new ArrayList<>();
    for (int axis = tensor.shape().rank(); axis < rank; axis++) {
      dims.add(1L);
    }
    for (long extent : tensor.shape().toArray()) {
      dims.add(extent);
    }
    return tensor.reshape(Shape.of(dims));
  }
}
