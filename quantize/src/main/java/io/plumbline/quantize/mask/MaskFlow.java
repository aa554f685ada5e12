package io.plumbline.quantize.mask;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.op.BatchNormalization;
import io.plumbline.graph.op.Comparison;
import io.plumbline.graph.op.Conv;
import io.plumbline.graph.op.ConvTranspose;
import io.plumbline.graph.op.FlattenedSoftmax;
import io.plumbline.graph.op.Gemm;
import io.plumbline.graph.op.Logic;
import io.plumbline.graph.op.Not;
import io.plumbline.graph.op.Op;
import io.plumbline.graph.op.OpaqueOp;
import io.plumbline.graph.op.Pad;
import io.plumbline.graph.op.ShapeOf;
import io.plumbline.graph.op.Softmax;
import io.plumbline.graph.op.UnaryOp;
import io.plumbline.graph.op.Where;
import io.plumbline.tensor.DType;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where sentinels can be in a graph, before anything is known of numbers. They come from constants
 * that hold some and from what is computed of the inputs without sums of products, and have a
 * meaning where all that reads them {@link MaskRole#ENDS ends} or {@link MaskRole#PASSES passes
 * them on to} such ends or to outputs of the model.
 */
public final class MaskFlow {
  private static final int BIAS = 2;

  private final Graph graph;
  private final Set<String> excluded;
  private final Set<String> meant = new HashSet<>();
  private final Set<String> sides = new HashSet<>();
  private final SequencedSet<String> possible = new LinkedHashSet<>();
  private final SequencedSet<String> replaced = new LinkedHashSet<>();

  /** What is asked again when plans are made, by several threads perhaps. */
  private final Map<String, Optional<Float>> constants = new ConcurrentHashMap<>();

  private MaskFlow(Graph graph, Set<String> excluded) {
    this.graph = graph;
    this.excluded = excluded;
  }

  /**
   * @param graph with known types
   * @param excluded values whose integers are decided otherwise
   */
  public static MaskFlow of(Graph graph, Set<String> excluded) {
    MaskFlow flow = new MaskFlow(graph, excluded);
    flow.findMeant();
    flow.findPossible();
    return flow;
  }

  /** Float32 values that may hold sentinels, in execution order. */
  public SequencedSet<String> possible() {
    return Collections.unmodifiableSequencedSet(possible);
  }

  /**
   * Those that may hold NaN, which a choice puts something else in place of: weights of rows in
   * which no element takes part, and what IsNaN reads.
   */
  public SequencedSet<String> replaced() {
    return Collections.unmodifiableSequencedSet(replaced);
  }

  Graph graph() {
    return graph;
  }

  /** Whether a value is computed of inputs and constants without sums of products. */
  boolean isSide(String value) {
    return sides.contains(value);
  }

  boolean isReal(String value) {
    return graph.tensorType(value).filter(type -> type.dtype() == DType.FLOAT32).isPresent();
  }

  /** The float32 results of a node that somebody may read. */
  List<String> realResults(Node node) {
    return node.outputs().stream()
        .filter(output -> !output.equals(Node.ABSENT) && isReal(output))
        .toList();
  }

  private void findMeant() {
    for (Node node : graph.nodes().reversed()) {
      realResults(node).stream().filter(this::isMeant).forEach(meant::add);
    }
    graph.inputs().stream().filter(this::isReal).filter(this::isMeant).forEach(meant::add);
  }

  private boolean isMeant(String value) {
    return !excluded.contains(value)
        && graph.consumers(value).stream()
            .allMatch(
                reader ->
                    switch (MaskRole.of(reader.op())) {
                      case ENDS -> true;
                      case PASSES -> meant.containsAll(realResults(reader));
                      case COUNTS -> false;
                    });
  }

  private void findPossible() {
    sides.addAll(graph.inputs());
    sides.removeAll(excluded);
    sides.stream().filter(meant::contains).sorted().forEach(possible::add);
    for (Node node : graph.nodes()) {
      boolean passes = MaskRole.of(node.op()) == MaskRole.PASSES;
      boolean mayPass = passes || node.op() instanceof OpaqueOp;
      if ((passes || computesMasks(node.op()))
          && node.reads().stream().allMatch(v -> sides.contains(v) || graph.isConstant(v))) {
        sides.addAll(node.outputs());
      }
      for (String result : realResults(node)) {
        if (meant.contains(result)
            && (sides.contains(result) || brings(node) || (mayPass && reads(node)))) {
          possible.add(result);
        }
        boolean emptyRows = isSoftmax(node.op()) && reads(node);
        if ((emptyRows || isAsked(result)) && isReplaced(result)) {
          replaced.add(result);
          possible.add(result);
        }
      }
    }
  }

  private static boolean isSoftmax(Op op) {
    return op instanceof Softmax || op instanceof FlattenedSoftmax;
  }

  /** Whether a value is only asked whether it is NaN, and chosen where it is not. */
  private boolean isReplaced(String value) {
    return !excluded.contains(value)
        && !graph.outputs().contains(value)
        && graph.consumers(value).stream()
            .allMatch(reader -> reader.op() instanceof Where || asksForNaN(reader));
  }

  private boolean isAsked(String value) {
    return graph.consumers(value).stream().anyMatch(MaskFlow::asksForNaN);
  }

  private static boolean asksForNaN(Node node) {
    return node.op() instanceof OpaqueOp op && op.type().equals("IsNaN");
  }

  private static boolean computesMasks(Op op) {
    return op instanceof Comparison
        || op instanceof Logic
        || op instanceof Not
        || op instanceof OpaqueOp
        || op instanceof ShapeOf
        || op instanceof UnaryOp;
  }

  private boolean reads(Node node) {
    return node.reads().stream().anyMatch(possible::contains);
  }

  private boolean brings(Node node) {
    return brought(node).isPresent();
  }

  /** A sentinel among the constants that a node passes on, or adds to its sums as a bias. */
  Optional<Float> brought(Node node) {
    return filler(node)
        .filter(Sentinel::isFiller)
        .or(
            () ->
                passedOn(node).stream()
                    .filter(graph::isConstant)
                    .flatMap(value -> constant(value).stream())
                    .findFirst());
  }

  private static List<String> passedOn(Node node) {
    if (MaskRole.of(node.op()) == MaskRole.PASSES) {
      return node.reads();
    }
    boolean sums =
        node.op() instanceof BatchNormalization
            || node.op() instanceof Conv
            || node.op() instanceof ConvTranspose
            || node.op() instanceof Gemm;
    return sums && node.hasInput(BIAS) ? List.of(node.input(BIAS)) : List.of();
  }

  /** The number that a node puts where a value takes no part. */
  Optional<Float> filler(Node node) {
    if (node.op() instanceof Where) {
      return number(node.input(1)).or(() -> number(node.input(2)));
    }
    return node.op() instanceof Pad pad && !MaximaBorder.is(node, graph)
        ? Optional.of(pad.value())
        : Optional.empty();
  }

  private Optional<Float> number(String value) {
    return graph
        .constant(value)
        .filter(tensor -> tensor.elements() == 1 && tensor.dtype() == DType.FLOAT32)
        .map(tensor -> tensor.getFloat(0));
  }

  private Optional<Float> constant(String name) {
    return constants.computeIfAbsent(
        name, constant -> graph.constant(constant).flatMap(Sentinel::in));
  }
}
