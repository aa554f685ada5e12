package io.plumbline.graph.onnx;

import io.plumbline.graph.Dim;
import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.TensorType;
import io.plumbline.graph.op.OpaqueOp;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

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

  /** An integer vector (or scalar) input that is constant, as longs. */
  Optional<List<Long>> constantLongs(int input) {
    return constant(input)
        .filter(tensor -> !tensor.dtype().isFloat() && tensor.shape().rank() <= 1)
        .map(tensor -> Arrays.stream(tensor.toLongs()).boxed().toList());
  }

  /** A constant float32 input of one element. */
  Optional<Float> constantFloat(int input) {
    return constant(input)
        .filter(tensor -> tensor.elements() == 1 && tensor.dtype() == DType.FLOAT32)
        .map(tensor -> tensor.getFloat(0));
  }

  /** Extents of an input as far as its rank is known. */
  Optional<List<Dim>> dims(int input) {
    return graph.tensorType(node.input(input)).map(TensorType::dims);
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

  boolean hasAttribute(String name) {
    return op.attribute(name).isPresent();
  }

  OnnxNode withNode(Node trimmed) {
    return new OnnxNode(trimmed, op, graph);
  }

  /** Whether an optional output beyond the first is asked for. */
  boolean hasExtraOutput() {
    return node.outputs().size() > 1;
  }

  static List<Integer> narrow(List<Long> values) {
    return values.stream().map(OnnxNode::narrow).toList();
  }

  static int narrow(long value) {
    return Math.clamp(value, Integer.MIN_VALUE, Integer.MAX_VALUE);
  }
}
