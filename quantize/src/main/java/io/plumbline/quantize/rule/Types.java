package io.plumbline.quantize.rule;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.TensorType;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What is known of the values around a node. */
final class Types {
  private Types() {}

  static Optional<DType> dtype(String value, Graph graph) {
    return graph.tensorType(value).map(TensorType::dtype);
  }

  static boolean isFloat32(String value, Graph graph) {
    return dtype(value, graph).filter(DType.FLOAT32::equals).isPresent();
  }

  /** The shape of a value, where it is known before running. */
  static Optional<Shape> shape(String value, Graph graph) {
    return graph.tensorType(value).filter(TensorType::isStatic).map(TensorType::shape);
  }

  /** A tensor that a node reads or writes whose extents are not known before running. */
  static Optional<String> open(Node node, Graph graph) {
    return Stream.concat(node.reads().stream(), node.outputs().stream())
        .filter(value -> graph.tensorType(value).filter(type -> !type.isStatic()).isPresent())
        .findFirst();
  }

  static Rule unknownShape(String value) {
    return Rule.real("the shape of '%s' is not known".formatted(value));
  }

  /** Why the first input or the first result that is not left out is no float32 tensor. */
  static Optional<String> otherThanFloat32(Node node, Graph graph) {
    String result =
        node.outputs().stream()
            .filter(output -> !output.equals(Node.ABSENT))
            .findFirst()
            .orElse(node.input(0));
    for (String value : List.of(node.input(0), result)) {
      Optional<DType> dtype = dtype(value, graph);
      if (dtype.isEmpty()) {
        return Optional.of("the type of '%s' is not known".formatted(value));
      }
      if (dtype.get() != DType.FLOAT32) {
        return Optional.of("'%s' is of %s, not of f32".formatted(value, dtype.get().label()));
      }
    }
    return Optional.empty();
  }
}
