package io.plumbline.graph.type;

import io.plumbline.graph.Dim;
import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.OpaqueType;
import io.plumbline.graph.TensorType;
import io.plumbline.graph.UnrankedType;
import io.plumbline.graph.ValueType;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Holds the declared types of a node's values to those that its op takes and gives. What is not
 * declared is not held to anything.
 */
public final class NodeTypes {
  private final Graph graph;
  private final Node node;
  private final Signature signature;
  private final Map<String, DType> bound = new HashMap<>();

  private NodeTypes(Graph graph, Node node) {
    this.graph = graph;
    this.node = node;
    this.signature = Signatures.of(node.op());
  }

  /**
   * Checks one node.
   *
   * @throws IllegalStateException naming node, value, what was expected and what was found
   */
  public static void verify(Graph graph, Node node) {
    NodeTypes types = new NodeTypes(graph, node);
    types.verifyInputs();
    types.verifyOutputs();
    types.verifyShape();
  }

  private void verifyInputs() {
    for (int position = 0; position < node.inputs().size(); position++) {
      if (node.hasInput(position)) {
        String input = node.input(position);
        Slot slot = signature.input(position);
        dtype(input).ifPresent(found -> require("input", input, slot, found));
      }
    }
  }

  private void verifyOutputs() {
    for (int position = 0; position < node.outputs().size(); position++) {
      String output = node.outputs().get(position);
      Slot slot = signature.output(position);
      dtype(output).ifPresent(found -> require("output", output, slot, found));
    }
  }

  private void require(String role, String value, Slot slot, DType found) {
    switch (slot) {
      case Slot.Any any -> {}
      case Slot.OneOf some -> {
        if (!some.dtypes().contains(found)) {
          throw mismatch(role, value, some.toString(), TypeText.of(found));
        }
      }
      case Slot.Variable(String name) -> {
        DType expected = bound.putIfAbsent(name, found);
        if (expected != null && expected != found) {
          throw mismatch(role, value, TypeText.of(expected), TypeText.of(found));
        }
      }
    }
  }

  private void verifyShape() {
    Optional<List<Shape>> inputs = inputShapes();
    if (inputs.isEmpty() || inputs.get().isEmpty()) {
      return;
    }
    try {
      Optional<Shape> inferred = ShapeRule.of(node.op(), inputs.get());
      Optional<TensorType> declared = graph.tensorType(node.output());
      if (inferred.isPresent() && declared.isPresent()) {
        requireShape(inferred.get(), declared.get());
      }
    } catch (ShapeRule.MismatchException e) {
      throw new IllegalStateException(
          "node '%s' (%s): inputs of %s".formatted(node.name(), node.op().type(), e.getMessage()),
          e);
    }
  }

  private void requireShape(Shape inferred, TensorType declared) {
    boolean fits = declared.rank() == inferred.rank();
    for (int axis = 0; fits && axis < inferred.rank(); axis++) {
      fits =
          !(declared.dims().get(axis) instanceof Dim.Fixed(long extent))
              || extent == inferred.dim(axis);
    }
    if (!fits) {
      TensorType expected = TensorType.of(declared.dtype(), inferred);
      throw mismatch("output", node.output(), TypeText.of(expected), TypeText.of(declared));
    }
  }

  /** Empty when an input is not given, or its shape not known. */
  private Optional<List<Shape>> inputShapes() {
    List<Shape> shapes = new ArrayList<>();
    for (String input : node.inputs()) {
      Optional<Shape> shape =
          graph.tensorType(input).filter(TensorType::isStatic).map(TensorType::shape);
      if (shape.isEmpty()) {
        return Optional.empty();
      }
      shapes.add(shape.get());
    }
    return Optional.of(shapes);
  }

  private Optional<DType> dtype(String value) {
    Optional<Tensor> constant = graph.constant(value);
    if (constant.isPresent()) {
      return constant.map(Tensor::dtype);
    }
    ValueType type = graph.types().get(value);
    return switch (type) {
      case TensorType tensor -> Optional.of(tensor.dtype());
      case UnrankedType tensor -> Optional.of(tensor.dtype());
      case OpaqueType opaque -> Optional.empty();
      case null -> Optional.empty();
    };
  }

  private IllegalStateException mismatch(String role, String value, String expected, String found) {
    return new IllegalStateException(
        "node '%s' (%s): %s '%s' is %s where %s is expected"
            .formatted(node.name(), node.op().type(), role, value, found, expected));
  }
}
