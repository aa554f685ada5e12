package io.plumbline.quantize.demand;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.TensorType;
import io.plumbline.graph.op.Conv;
import io.plumbline.graph.op.ConvTranspose;
import io.plumbline.graph.op.FlattenedSoftmax;
import io.plumbline.graph.op.Gemm;
import io.plumbline.graph.op.GroupNormalization;
import io.plumbline.graph.op.InstanceNormalization;
import io.plumbline.graph.op.LayerNormalization;
import io.plumbline.graph.op.LocalResponseNormalization;
import io.plumbline.graph.op.LogSoftmax;
import io.plumbline.graph.op.LpNormalization;
import io.plumbline.graph.op.MatMul;
import io.plumbline.graph.op.MeanVarianceNormalization;
import io.plumbline.graph.op.Op;
import io.plumbline.graph.op.Recurrent;
import io.plumbline.graph.op.Softmax;
import io.plumbline.quantize.load.LoadedScales;
import io.plumbline.tensor.DType;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.function.Predicate;

/**
 * Finds the nodes that carry the numbers of a value: arithmetic, functions and moves, back to what
 * makes the numbers anew. Those are sums of products, whose accumulator hands them out precisely,
 * normalisations, and the inputs of the model. A sum of a front end, near the inputs, carries them
 * as well: the rounding of its 8-bit operands is all that is wrong with its result.
 */
final class Carriers {
  /** Most sums on any way from the inputs of the model to the end of a front end. */
  private static final int FRONT_END = 3;

  private final Graph graph;
  private final LoadedScales loaded;
  private final Map<String, Integer> sums = new HashMap<>();

  /**
   * The carriers of some values.
   *
   * @param nodes in execution order
   * @param values all that they read and write, and the carried ones
   * @param passesSum whether a sum of a front end is among them
   */
  record Carried(List<Node> nodes, SequencedSet<String> values, boolean passesSum) {
    /** The values, and what else the nodes write. */
    SequencedSet<String> observed() {
      SequencedSet<String> all = new LinkedHashSet<>(values);
      nodes.forEach(node -> all.addAll(node.outputs()));
      all.remove(Node.ABSENT);
      return all;
    }
  }

  /**
   * @param loaded scales of a model's own, which are its meaning: nothing is carried past them
   */
  Carriers(Graph graph, LoadedScales loaded) {
    this.graph = graph;
    this.loaded = loaded;
    for (Node node : graph.nodes()) {
      int most = node.reads().stream().mapToInt(read -> sums.getOrDefault(read, 0)).max().orElse(0);
      int behind = makesAnew(node.op()) ? FRONT_END + 1 : isSum(node.op()) ? most + 1 : most;
      node.outputs().forEach(output -> sums.put(output, behind));
    }
  }

  Carried of(Collection<String> values) {
    return of(values, this::carries);
  }

  /** The carriers up to sums, of a front end too, and through softmax, which keeps orders. */
  Carried upToSums(Collection<String> values) {
    return of(values, node -> !isSum(node.op()) && (isSoftmax(node.op()) || !makesAnew(node.op())));
  }

  private Carried of(Collection<String> values, Predicate<Node> carries) {
    SequencedSet<String> wanted = new LinkedHashSet<>();
    values.stream().filter(this::isOpen).forEach(wanted::add);
    SequencedSet<Node> nodes = new LinkedHashSet<>();
    for (Node node : graph.nodes().reversed()) {
      if (node.outputs().stream().anyMatch(wanted::contains) && carries.test(node)) {
        nodes.addFirst(node);
        node.reads().stream().filter(this::isOpen).forEach(wanted::add);
      }
    }
    return new Carried(
        List.copyOf(nodes), wanted, nodes.stream().anyMatch(node -> isSum(node.op())));
  }

  /** Whether the numbers of a value are still to be decided about. */
  private boolean isOpen(String value) {
    return !graph.isConstant(value)
        && !loaded.activations().containsKey(value)
        && graph.tensorType(value).map(TensorType::dtype).filter(DType.FLOAT32::equals).isPresent();
  }

  /** Whether all numbers of some carried values come from constants and inputs of the model. */
  boolean isOfInputs(Carried carried) {
    return carried.values().stream()
        .allMatch(
            value ->
                graph.inputs().contains(value)
                    || carried.nodes().stream().anyMatch(node -> node.outputs().contains(value)));
  }

  private boolean carries(Node node) {
    return isSum(node.op())
        ? sums.getOrDefault(node.output(), 0) <= FRONT_END
        : !makesAnew(node.op());
  }

  static boolean isSum(Op op) {
    return op instanceof Conv
        || op instanceof ConvTranspose
        || op instanceof Gemm
        || op instanceof MatMul;
  }

  private static boolean isSoftmax(Op op) {
    return op instanceof FlattenedSoftmax || op instanceof LogSoftmax || op instanceof Softmax;
  }

  private static boolean makesAnew(Op op) {
    return isSoftmax(op)
        || op instanceof GroupNormalization
        || op instanceof InstanceNormalization
        || op instanceof LayerNormalization
        || op instanceof LocalResponseNormalization
        || op instanceof LpNormalization
        || op instanceof MeanVarianceNormalization
        || op instanceof Recurrent;
  }
}
