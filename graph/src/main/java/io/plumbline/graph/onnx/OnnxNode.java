package io.plumbline.graph.onnx;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.TensorType;
import io.plumbline.graph.op.Attribute;
import io.plumbline.graph.op.OpaqueOp;
import io.plumbline.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** An opaque node of the default domain with all that recognising it may look at. */
record OnnxNode(Node node, OpaqueOp op, Graph graph) {
  long opset() {
    return graph.info().opset();
  }

  boolean has(int input) {
    return node.hasInput(input);
  }

  Optional<Tensor> constant(int input) {
    return has(input) ? graph.constant(node.input(input)) : Optional.empty();
  }

  /** An integer tensor input that is constant, as longs. */
  Optional<List<Long>> constantLongs(int input) {
    return constant(input)
        .filter(tensor -> !tensor.dtype().isFloat())
        .map(tensor -> Arrays.stream(tensor.toLongs()).boxed().toList());
  }

  /** A constant scalar (or one-element) float input. */
  Optional<Float> constantFloat(int input) {
    return constant(input)
        .filter(tensor -> tensor.elements() == 1)
        .map(tensor -> tensor.getFloat(0));
  }

  /** Rank of an input as far as it is known. */
  OptionalInt rank(int input) {
    Optional<TensorType> type = graph.tensorType(node.input(input));
    return type.isPresent() ? OptionalInt.of(type.get().rank()) : OptionalInt.empty();
  }

  long attribute(String name, long absent) {
    return op.intAttribute(name, absent);
  }

  float attribute(String name, float absent) {
    return op.floatAttribute(name, absent);
  }

  String attribute(String name, String absent) {
    return op.stringAttribute(name, absent);
  }

  Optional<List<Integer>> intAttributes(String name) {
    return op.intsAttribute(name).map(OnnxNode::narrow);
  }

  Optional<Attribute> raw(String name) {
    return op.attribute(name);
  }

  /**
   * Whether all attributes are among the given ones, so that nothing is lost by recognising the
   * node.
   */
  boolean onlyAttributes(String... names) {
    return Set.of(names).containsAll(op.attributes().keySet());
  }

  /** Whether an optional output beyond the first is asked for. */
  boolean hasExtraOutput() {
    return node.outputs().stream().skip(1).anyMatch(output -> !output.equals(Node.ABSENT));
  }

  static List<Integer> narrow(List<Long> values) {
    return values.stream().map(OnnxNode::narrow).toList();
  }

  static int narrow(long value) {
    return Math.clamp(value, Integer.MIN_VALUE, Integer.MAX_VALUE);
  }
}
