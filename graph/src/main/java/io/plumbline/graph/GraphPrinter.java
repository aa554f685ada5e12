package io.plumbline.graph;

import io.plumbline.graph.op.OpaqueOp;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;

/**
 * The text form of a graph: inputs, constants and nodes one a line, in their order, each value with
 * its type as far as it is known. Equal graphs have equal texts.
 */
public final class GraphPrinter {
  private static final int MOST_INLINE = 8;

  private GraphPrinter() {}

  public static String print(Graph graph) {
    StringJoiner lines = new StringJoiner("\n", "", "\n");
    lines.add("graph %s (opset %d)".formatted(graph.name(), graph.info().opset()));
    graph.inputs().forEach(input -> lines.add("input " + typed(input, graph)));
    graph
        .constants()
        .forEach((name, tensor) -> lines.add("constant %s = %s".formatted(name, value(tensor))));
    for (Node node : graph.nodes()) {
      lines.add(line(node, graph));
    }
    graph.outputs().forEach(output -> lines.add("output " + output));
    return lines.toString();
  }

  private static String line(Node node, Graph graph) {
    String outputs =
        node.outputs().stream()
            .map(output -> output.equals(Node.ABSENT) ? "_" : typed(output, graph))
            .collect(Collectors.joining(", "));
    String inputs =
        node.inputs().stream()
            .map(input -> input.equals(Node.ABSENT) ? "_" : input)
            .collect(Collectors.joining(", "));
    return "%s = %s(%s)".formatted(outputs, op(node), inputs);
  }

  private static String op(Node node) {
    return node.op() instanceof OpaqueOp opaque
        ? "?" + opaque.type() + attributes(opaque)
        : node.op().toString();
  }

  private static String attributes(OpaqueOp opaque) {
    return opaque.attributes().entrySet().stream()
        .map(entry -> entry.getKey() + "=" + entry.getValue())
        .collect(Collectors.joining(", ", "[", "]"));
  }

  private static String typed(String value, Graph graph) {
    return graph.tensorType(value).map(type -> value + ": " + text(type)).orElse(value);
  }

  /** For example {@code f32[Nx3x?]}. */
  public static String text(TensorType type) {
    String dims =
        type.dims().stream()
            .map(
                dim ->
                    switch (dim) {
                      case Dim.Fixed(long extent) -> Long.toString(extent);
                      case Dim.Symbol(String name) -> name;
                      case Dim.Unknown unknown -> "?";
                    })
            .collect(Collectors.joining("x"));
    return type.dtype().label() + "[" + dims + "]";
  }

  /** Few elements are written out; of many there is a checksum of their bytes. */
  private static String value(Tensor tensor) {
    String type = text(TensorType.of(tensor.dtype(), tensor.shape()));
    if (tensor.elements() > MOST_INLINE) {
      CRC32C checksum = new CRC32C();
      checksum.update(tensor.data().asByteBuffer());
      return "%s #%08x".formatted(type, checksum.getValue());
    }
    List<String> values = new ArrayList<>();
    for (int i = 0; i < tensor.elements(); i++) {
      values.add(
          tensor.dtype().isFloat()
              ? Float.toString(tensor.getFloat(i))
              : Long.toString(tensor.getLong(i)));
    }
    return type + " {" + String.join(", ", values) + "}";
  }
}
