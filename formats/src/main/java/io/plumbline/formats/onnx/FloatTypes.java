package io.plumbline.formats.onnx;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.OpaqueType;
import io.plumbline.graph.TensorType;
import io.plumbline.graph.UnrankedType;
import io.plumbline.graph.ValueType;
import io.plumbline.graph.op.Cast;
import io.plumbline.tensor.DType;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The float types besides float32 that a network computes in. */
final class FloatTypes {
  private static final Set<String> WEIGHTED = Set.of("Conv", "ConvTranspose", "Gemm", "MatMul");

  private FloatTypes() {}

  /** Half-width types wherever they occur; float64 where the network itself is of it. */
  static Set<DType> of(Graph graph) {
    Set<DType> found = EnumSet.noneOf(DType.class);
    graph.constants().values().forEach(tensor -> found.add(tensor.dtype()));
    graph.types().values().forEach(type -> dtype(type).ifPresent(found::add));
    for (Node node : graph.nodes()) {
      if (node.op() instanceof Cast(DType to)) {
        found.add(to);
      }
    }
    found.retainAll(EnumSet.of(DType.FLOAT16, DType.BFLOAT16, DType.FLOAT64));
    if (!isDouble(graph)) {
      found.remove(DType.FLOAT64);
    }
    return found;
  }

  private static Optional<DType> dtype(ValueType type) {
    return switch (type) {
      case TensorType(DType dtype, var dims) -> Optional.of(dtype);
      case UnrankedType(DType dtype) -> Optional.of(dtype);
      case OpaqueType opaque -> Optional.empty();
    };
  }

  private static boolean isDouble(Graph graph) {
    boolean port =
        Stream.concat(graph.inputs().stream(), graph.outputs().stream())
            .map(graph.types()::get)
            .anyMatch(type -> type != null && dtype(type).equals(Optional.of(DType.FLOAT64)));
    return port
        || graph.nodes().stream()
            .filter(node -> WEIGHTED.contains(node.op().type()))
            .flatMap(node -> node.reads().stream())
            .flatMap(read -> graph.constant(read).stream())
            .anyMatch(tensor -> tensor.dtype() == DType.FLOAT64);
  }
}
