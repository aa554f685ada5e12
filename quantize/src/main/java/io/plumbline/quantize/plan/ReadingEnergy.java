package io.plumbline.quantize.plan;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.TensorType;
import io.plumbline.graph.op.Clip;
import io.plumbline.graph.op.Conv;
import io.plumbline.graph.op.Gemm;
import io.plumbline.graph.op.MatMul;
import io.plumbline.graph.op.MaxPool;
import io.plumbline.graph.op.Op;
import io.plumbline.graph.op.Unary;
import io.plumbline.graph.op.UnaryFunction;
import io.plumbline.quantize.observe.ChannelWeights;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How much the sums that read a value feel an error in each of its channels. Errors of rounding
 * count as independent, so that the mean square error of a sum is that of each channel times the
 * energy of the weights that read it, Σ w².
 */
final class ReadingEnergy {
  private final Graph graph;
  private final int axis;
  private final double[] energies;

  private ReadingEnergy(Graph graph, int axis, int channels) {
    this.graph = graph;
    this.axis = axis;
    this.energies = new double[channels];
  }

  /**
   * The energies of all readers together; empty where something else than a sum with constant
   * weights reads the value, its extents depend on the data, or all channels weigh the same.
   */
  static Optional<ChannelWeights> of(String value, Graph graph) {
    List<Node> readers = readers(value, graph);
    Optional<Shape> shape =
        graph.tensorType(value).filter(TensorType::isStatic).map(TensorType::shape);
    OptionalInt axis =
        readers.stream()
            .map(node -> axis(node, shape))
            .reduce((one, other) -> one.equals(other) ? one : OptionalInt.empty())
            .orElse(OptionalInt.empty());
    if (axis.isEmpty() || shape.isEmpty() || axis.getAsInt() >= shape.get().rank()) {
      return Optional.empty();
    }
    var energy = new ReadingEnergy(graph, axis.getAsInt(), shape.get().intDim(axis.getAsInt()));
    return readers.stream().allMatch(energy::add)
        ? ChannelWeights.of(energy.axis, energy.energies)
        : Optional.empty();
  }

  /** What reads the numbers of a value, through functions that only limit or choose among them. */
  private static List<Node> readers(String value, Graph graph) {
    List<Node> readers = new ArrayList<>();
    Deque<String> values = new ArrayDeque<>(List.of(value));
    while (!values.isEmpty()) {
      String next = values.pop();
      if (graph.outputs().contains(next)) {
        return List.of();
      }
      for (Node node : graph.consumers(next)) {
        if (limits(node.op())) {
          values.push(node.output());
        } else if (!node.input(0).equals(next)) {
          return List.of();
        } else {
          readers.add(node);
        }
      }
    }
    return readers;
  }

  private static boolean limits(Op op) {
    return op instanceof Clip || op instanceof MaxPool || op.equals(new Unary(UnaryFunction.RELU));
  }

  /** Where a sum has its input channels. */
  private static OptionalInt axis(Node node, Optional<Shape> shape) {
    if (node.op() instanceof Conv || (node.op() instanceof Gemm gemm && !gemm.transposeA())) {
      return OptionalInt.of(1);
    }
    return node.op() instanceof MatMul && shape.isPresent()
        ? OptionalInt.of(shape.get().rank() - 1)
        : OptionalInt.empty();
  }

  /** Adds what one reader feels; false where its weights are not constant, or of another shape. */
  private boolean add(Node node) {
    Optional<Tensor> constant = graph.constant(node.input(1));
    if (constant.isEmpty()) {
      return false;
    }
    Shape shape = constant.get().shape();
    float[] weights = constant.get().toFloats();
    if (node.op() instanceof Conv conv) {
      return addWindows(weights, shape, conv.group());
    }
    boolean inputsFirst = !(node.op() instanceof Gemm gemm && gemm.transposeB());
    return shape.rank() == 2 && addMatrix(weights, shape, inputsFirst);
  }

  /** Weights [filters, depth, taps…]. */
  private boolean addWindows(float[] weights, Shape shape, int groups) {
    int depth = shape.intDim(1);
    if (depth * groups != energies.length) {
      return false;
    }
    int filtersOfGroup = shape.intDim(0) / groups;
    int ofFilter = weights.length / Math.max(1, shape.intDim(0));
    int taps = ofFilter / Math.max(1, depth);
    for (int i = 0; i < weights.length; i++) {
      int group = i / ofFilter / filtersOfGroup;
      energies[group * depth + i / taps % depth] += (double) weights[i] * weights[i];
    }
    return true;
  }

  private boolean addMatrix(float[] weights, Shape shape, boolean inputsFirst) {
    int columns = shape.intDim(1);
    if (shape.intDim(inputsFirst ? 0 : 1) != energies.length) {
      return false;
    }
    for (int i = 0; i < weights.length; i++) {
      energies[inputsFirst ? i / columns : i % columns] += (double) weights[i] * weights[i];
    }
    return true;
  }
}
