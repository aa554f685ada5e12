package io.plumbline.graph.pass;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.TensorType;
import io.plumbline.graph.op.OpaqueOp;
import io.plumbline.graph.op.ShapeOf;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/**
 * Computes what does not depend on the inputs: {@code f(constants) ⇒ constant}, and {@code Shape(x)
 * ⇒ constant} for x of static type. Graph outputs stay nodes; random ops and results that would
 * bloat the model are left alone.
 */
public final class FoldConstants {
  private static final long LARGEST_GROWTH = 64L << 20;

  private final ConstantEvaluator evaluator;
  private final Set<String> left;

  public FoldConstants(ConstantEvaluator evaluator) {
    this(evaluator, Set.of());
  }

  /**
   * @param left op types that are not computed even where they could be
   */
  public FoldConstants(ConstantEvaluator evaluator, Set<String> left) {
    this.evaluator = evaluator;
    this.left = Set.copyOf(left);
  }

  /** One sweep in topological order, so that chains fold at once. */
  public Graph apply(Graph graph) {
    SequencedMap<String, Tensor> constants = new LinkedHashMap<>(graph.constants());
    List<Node> kept = new ArrayList<>();
    Set<String> outputs = new HashSet<>(graph.outputs());
    for (Node node : graph.nodes()) {
      Optional<List<Tensor>> folded = fold(node, graph, outputs, constants);
      if (folded.isEmpty()) {
        kept.add(node);
        continue;
      }
      for (int i = 0; i < node.outputs().size(); i++) {
        if (!node.outputs().get(i).equals(Node.ABSENT)) {
          constants.put(node.outputs().get(i), folded.get().get(i));
        }
      }
    }
    return new Graph(
        graph.name(),
        graph.info(),
        graph.inputs(),
        graph.outputs(),
        kept,
        constants,
        graph.types());
  }

  private Optional<List<Tensor>> fold(
      Node node, Graph graph, Set<String> outputs, SequencedMap<String, Tensor> constants) {
    if (node.outputs().stream().anyMatch(outputs::contains)) {
      return Optional.empty();
    }
    if (node.op() instanceof ShapeOf op) {
      return graph
          .tensorType(node.input(0))
          .filter(TensorType::isStatic)
          .map(type -> List.of(extents(type.shape(), op)));
    }
    boolean repeatable =
        !(node.op() instanceof OpaqueOp op) || !OpaqueOp.isRandom(op.domain(), op.type());
    if (!repeatable
        || left.contains(node.op().type())
        || !constants.keySet().containsAll(node.reads())) {
      return Optional.empty();
    }
    return evaluator
        .evaluate(node, alone(node, graph, constants))
        .filter(results -> worthwhile(node, results, constants));
  }

  private static boolean worthwhile(
      Node node, List<Tensor> results, SequencedMap<String, Tensor> constants) {
    long before = 0;
    for (String input : node.reads()) {
      Tensor constant = constants.get(input);
      before += constant == null ? 0 : constant.data().byteSize();
    }
    long after = results.stream().mapToLong(result -> result.data().byteSize()).sum();
    return after - before <= LARGEST_GROWTH;
  }

  private static Tensor extents(Shape shape, ShapeOf op) {
    int rank = shape.rank();
    int start = Math.clamp(op.start() < 0 ? (long) op.start() + rank : op.start(), 0, rank);
    int end = Math.clamp(op.end() < 0 ? (long) op.end() + rank : op.end(), 0, rank);
    long[] extents = new long[Math.max(end - start, 0)];
    for (int i = 0; i < extents.length; i++) {
      extents[i] = shape.dim(start + i);
    }
    return Tensor.of(Shape.of(extents.length), extents);
  }

  /** The node and the constants that it reads. */
  private static Graph alone(Node node, Graph graph, SequencedMap<String, Tensor> constants) {
    SequencedMap<String, Tensor> read = new LinkedHashMap<>();
    node.reads()
        .forEach(input -> read.put(input, Objects.requireNonNull(constants.get(input), input)));
    return new Graph(
        graph.name(),
        graph.info(),
        List.of(),
        List.of(),
        List.of(node),
        read,
        new LinkedHashMap<>());
  }
}
