package io.plumbline.pipeline.equalise;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.op.AveragePool;
import io.plumbline.graph.op.Binary;
import io.plumbline.graph.op.BinaryFunction;
import io.plumbline.graph.op.Concat;
import io.plumbline.graph.op.Flatten;
import io.plumbline.graph.op.GlobalAveragePool;
import io.plumbline.graph.op.GlobalMaxPool;
import io.plumbline.graph.op.Identity;
import io.plumbline.graph.op.MaxPool;
import io.plumbline.graph.op.Op;
import io.plumbline.graph.op.Reshape;
import io.plumbline.graph.op.Resize;
import io.plumbline.graph.op.Squeeze;
import io.plumbline.graph.op.Unary;
import io.plumbline.graph.op.UnaryFunction;
import io.plumbline.pipeline.tune.WeightLayout;
import io.plumbline.quantize.form.IntegerForm;
import io.plumbline.quantize.plan.NodePlan;
import io.plumbline.tensor.Shape;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;

/**
 * Follows the channels of a value, along axis 1, through all that keeps them apart and passes
 * positive factors on: to the sums that read them, and through additions to the other operand and
 * the sums that write that.
 */
final class ChannelFlow {
  private final Graph graph;
  private final Map<String, NodePlan> plans;
  private final List<ScalableWriter> writers = new ArrayList<>();
  private final List<ChannelReader> readers = new ArrayList<>();
  private final SequencedSet<ChannelPlace> carriers = new LinkedHashSet<>();
  private final Deque<ChannelPlace> open = new ArrayDeque<>();

  private ChannelFlow(Graph graph, Map<String, NodePlan> plans) {
    this.graph = graph;
    this.plans = plans;
  }

  /** All that holds, writes and reads the channels; empty where anything cannot take factors. */
  static Optional<ScalableValue> from(String value, Graph graph, Map<String, NodePlan> plans) {
    var flow = new ChannelFlow(graph, plans);
    Optional<Shape> shape = flow.shape(value).filter(known -> known.rank() >= 2);
    return shape.isPresent() && flow.runs(value)
        ? Optional.of(
            new ScalableValue(
                value, shape.get().intDim(1), flow.writers, flow.readers, flow.carriers))
        : Optional.empty();
  }

  private boolean runs(String value) {
    boolean runs = comesFromSums(value);
    while (runs && !open.isEmpty()) {
      ChannelPlace place = open.removeFirst();
      List<Node> consumers = graph.consumers(place.value());
      runs =
          !consumers.isEmpty()
              && !graph.outputs().contains(place.value())
              && consumers.stream().allMatch(node -> follows(node, place));
    }
    return runs && !readers.isEmpty();
  }

  private boolean goesTo(ChannelPlace place) {
    if (carriers.add(place)) {
      open.addLast(place);
    }
    return true;
  }

  /** Whether sums write a value, or its operands, and nothing else does. */
  private boolean comesFromSums(String value) {
    if (carriers.contains(new ChannelPlace(value, 0))) {
      return true;
    }
    Optional<Node> producer = graph.producer(value);
    if (producer.isEmpty()) {
      return false;
    }
    goesTo(new ChannelPlace(value, 0));
    Node node = producer.get();
    Optional<ScalableWriter> writer =
        Optional.ofNullable(plans.get(node.name()))
            .flatMap(plan -> ScalableWriter.of(plan, graph))
            .filter(found -> found.value().equals(value));
    writer.ifPresent(writers::add);
    return writer.isPresent()
        || (isRelu(node.op()) && comesFromSums(node.input(0)))
        || (isAddition(node) && node.inputs().stream().allMatch(this::comesFromSums));
  }

  private boolean follows(Node node, ChannelPlace from) {
    String value = from.value();
    if (isAddition(node)) {
      return from.first() == 0 && comesFromSums(node.output());
    }
    if (node.op() instanceof Concat(int axis)) {
      return isAlongChannels(axis, value) && isJoined(node, from);
    }
    if (keepsChannels(node.op())) {
      return node.input(0).equals(value)
          && hasSameChannels(value, node.output())
          && goesTo(new ChannelPlace(node.output(), from.first()));
    }
    return reads(node, from);
  }

  private boolean reads(Node node, ChannelPlace from) {
    NodePlan plan = plans.get(node.name());
    Optional<WeightLayout> layout = WeightLayout.of(node, graph);
    boolean reads =
        plan != null
            && plan.effective().isNarrow()
            && plan.form() instanceof IntegerForm.Sum
            && plan.nodes().getFirst().equals(node.name())
            && node.input(0).equals(from.value())
            && layout.filter(found -> isAlongChannels(node, found, from.value())).isPresent();
    if (reads) {
      readers.add(new ChannelReader(node.name(), from.value(), layout.orElseThrow(), from.first()));
    }
    return reads;
  }

  /** Whether the channels that a sum reads lie along axis 1. */
  private boolean isAlongChannels(Node node, WeightLayout layout, String value) {
    Shape read = shape(value).orElseThrow();
    int rank = graph.constant(node.input(1)).orElseThrow().shape().rank();
    return rank == read.rank() && read.dim(1) == layout.channels();
  }

  private boolean isAlongChannels(int axis, String value) {
    return axis == 1 || shape(value).filter(shape -> axis == 1 - shape.rank()).isPresent();
  }

  /** Goes on with the channels of a Concat that are those of a value, wherever it reads it. */
  private boolean isJoined(Node concat, ChannelPlace from) {
    int before = 0;
    for (String operand : concat.inputs()) {
      if (operand.equals(from.value())) {
        goesTo(new ChannelPlace(concat.output(), from.first() + before));
      }
      before += shape(operand).orElseThrow().intDim(1);
    }
    return true;
  }

  private static boolean keepsChannels(Op op) {
    return op instanceof AveragePool
        || op instanceof Flatten
        || op instanceof GlobalAveragePool
        || op instanceof GlobalMaxPool
        || op instanceof Identity
        || op instanceof MaxPool
        || op instanceof Reshape
        || op instanceof Resize
        || op instanceof Squeeze
        || isRelu(op);
  }

  private static boolean isRelu(Op op) {
    return op instanceof Unary(UnaryFunction function) && function == UnaryFunction.RELU;
  }

  /** Whether a node adds two values element by element. */
  private boolean isAddition(Node node) {
    return node.op() instanceof Binary(BinaryFunction function)
        && function == BinaryFunction.ADD
        && node.inputs().stream()
            .allMatch(
                operand ->
                    !graph.isConstant(operand)
                        && shape(operand).isPresent()
                        && shape(operand).equals(shape(node.output())));
  }

  /** Whether two values have the same channels along axis 1, one number or more of each. */
  private boolean hasSameChannels(String from, String to) {
    Optional<Shape> source = shape(from);
    Optional<Shape> target = shape(to);
    return source.isPresent()
        && target.isPresent()
        && target.get().rank() >= 2
        && source.get().dim(0) == target.get().dim(0)
        && source.get().dim(1) == target.get().dim(1);
  }

  private Optional<Shape> shape(String value) {
    return graph.tensorType(value).map(type -> type.shape());
  }
}
