package io.plumbline.pipeline.model;

import io.plumbline.codegen.cost.MultiplyAccumulates;
import io.plumbline.engine.ort.ShapeProbe;
import io.plumbline.formats.onnx.OnnxBranches;
import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.TensorType;
import io.plumbline.graph.ValueType;
import io.plumbline.graph.op.Attribute;
import io.plumbline.graph.op.Identity;
import io.plumbline.graph.op.OpaqueOp;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.PlumblineException;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;

/**
 * The multiply-accumulates in the sub-graphs of a node: those of a Loop for each of its trips, if
 * it has a constant number of them, those of a Scan for each of its slices, and those of the larger
 * branch of an If.
 */
public final class InnerWork {
  private static final int CONDITION = 1;

  private InnerWork() {}

  /**
   * Of one node.
   *
   * @param graph with static types
   * @return empty where they cannot be told, and for nodes without sub-graphs
   */
  public static OptionalLong of(Node node, Graph graph) {
    if (!(node.op() instanceof OpaqueOp op) || !op.domain().isEmpty() || op.inner().isEmpty()) {
      return OptionalLong.empty();
    }
    try {
      return switch (op.type()) {
        case "If" -> branches(op, graph);
        case "Loop" -> loop(node, op, graph);
        case "Scan" -> scan(node, op, graph);
        default -> OptionalLong.empty();
      };
    } catch (PlumblineException untypable) {
      return OptionalLong.empty();
    }
  }

  private static OptionalLong branches(OpaqueOp op, Graph graph) {
    long most = 0;
    for (Attribute attribute : op.attributes().values()) {
      if (attribute instanceof Attribute.Wire branch) {
        OptionalLong work = work(new OnnxBranches().read(branch, graph), List.of(), graph);
        if (work.isEmpty()) {
          return work;
        }
        most = Math.max(most, work.getAsLong());
      }
    }
    return OptionalLong.of(most);
  }

  private static OptionalLong loop(Node node, OpaqueOp op, Graph graph) {
    Graph body = body(op, graph);
    Optional<Tensor> trips = node.hasInput(0) ? constant(graph, node.input(0)) : Optional.empty();
    if (trips.isEmpty() || !goesOn(node, graph) || !goesOn(body)) {
      return OptionalLong.empty();
    }
    List<TensorType> types = new ArrayList<>();
    types.add(TensorType.of(DType.INT64, Shape.of()));
    types.add(TensorType.of(DType.BOOL, Shape.of()));
    for (String state : node.inputs().subList(2, node.inputs().size())) {
      types.add(graph.tensorType(state).orElseThrow());
    }
    return times(trips.get().getLong(0), work(body, types, graph));
  }

  /** Whether a loop is entered whatever is computed. */
  private static boolean goesOn(Node loop, Graph graph) {
    return !loop.hasInput(CONDITION)
        || constant(graph, loop.input(CONDITION)).filter(InnerWork::isTrue).isPresent();
  }

  /** Whether the condition that a body hands on is the one that it was given, or always true. */
  private static boolean goesOn(Graph body) {
    String condition = body.outputs().getFirst();
    Optional<Node> producer = body.producer(condition);
    while (producer.isPresent() && producer.get().op() instanceof Identity) {
      condition = producer.get().input(0);
      producer = body.producer(condition);
    }
    return condition.equals(body.inputs().get(CONDITION))
        || constant(body, condition).filter(InnerWork::isTrue).isPresent();
  }

  private static boolean isTrue(Tensor tensor) {
    return tensor.elements() == 1 && tensor.getLong(0) == 1;
  }

  private static Optional<Tensor> constant(Graph graph, String value) {
    return Optional.ofNullable(graph.constants().get(value))
        .filter(tensor -> tensor.elements() == 1);
  }

  private static OptionalLong scan(Node node, OpaqueOp op, Graph graph) {
    int scanned = (int) op.intAttribute("num_scan_inputs", 0);
    boolean plain = !op.attributes().containsKey("scan_input_axes") && graph.info().opset() >= 9;
    if (!plain || scanned < 1 || scanned > node.inputs().size()) {
      return OptionalLong.empty();
    }
    List<TensorType> types = new ArrayList<>();
    long slices = 0;
    for (int i = 0; i < node.inputs().size(); i++) {
      TensorType type = graph.tensorType(node.input(i)).orElseThrow();
      if (i < node.inputs().size() - scanned) {
        types.add(type);
        continue;
      }
      slices = type.shape().dim(0);
      types.add(new TensorType(type.dtype(), type.dims().subList(1, type.rank())));
    }
    return times(slices, work(body(op, graph), types, graph));
  }

  private static Graph body(OpaqueOp op, Graph graph) {
    return op.attributes().values().stream()
        .filter(Attribute.Wire.class::isInstance)
        .map(Attribute.Wire.class::cast)
        .map(body -> new OnnxBranches().read(body, graph))
        .findFirst()
        .orElseThrow();
  }

  private static OptionalLong times(long trips, OptionalLong work) {
    return work.isEmpty()
        ? work
        : OptionalLong.of(Math.multiplyExact(Math.max(0, trips), work.getAsLong()));
  }

  /**
   * @param types of the first inputs; the others are those of values around it
   */
  private static OptionalLong work(Graph inner, List<TensorType> types, Graph outer) {
    SequencedMap<String, ValueType> known = new LinkedHashMap<>();
    for (int i = 0; i < inner.inputs().size(); i++) {
      String input = inner.inputs().get(i);
      Optional<TensorType> type =
          i < types.size() ? Optional.of(types.get(i)) : outer.tensorType(input);
      if (type.filter(TensorType::isStatic).isEmpty()) {
        return OptionalLong.empty();
      }
      known.put(input, type.get());
    }
    Graph typed = ShapeProbe.apply(inner.withTypes(known));
    long work = MultiplyAccumulates.of(typed);
    for (Node node : MultiplyAccumulates.uncounted(typed)) {
      OptionalLong more = of(node, typed);
      if (more.isEmpty()) {
        return more;
      }
      work += more.getAsLong();
    }
    return OptionalLong.of(work);
  }
}
