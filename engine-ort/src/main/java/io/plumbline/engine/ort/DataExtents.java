package io.plumbline.engine.ort;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Finds the values whose extents depend on what is fed: the results of ops that count or select,
 * those that are shaped by computed numbers, and what is computed from them. What ONNX's shape
 * inference can tell is no such value, whatever it is computed from.
 */
final class DataExtents {
  /** Ops whose results have as many elements as their operands' numbers say. */
  private static final Set<String> COUNTING =
      Set.of("Compress", "If", "Loop", "NonMaxSuppression", "NonZero", "Unique");

  /** Positions of the operands that shape a result. */
  private static final Map<String, List<Integer>> SHAPING =
      Map.ofEntries(
          Map.entry("CenterCropPad", List.of(1)),
          Map.entry("ConstantOfShape", List.of(0)),
          Map.entry("Expand", List.of(1)),
          Map.entry("MaxUnpool", List.of(2)),
          Map.entry("OneHot", List.of(1)),
          Map.entry("Pad", List.of(1)),
          Map.entry("Range", List.of(0, 1, 2)),
          Map.entry("Reshape", List.of(1)),
          Map.entry("Resize", List.of(1, 2, 3)),
          Map.entry("Slice", List.of(1, 2, 3, 4)),
          Map.entry("Split", List.of(1)),
          Map.entry("Squeeze", List.of(1)),
          Map.entry("Tile", List.of(1, 2)),
          Map.entry("TopK", List.of(1)),
          Map.entry("Unsqueeze", List.of(1)),
          Map.entry("Upsample", List.of(1)));

  private static final Set<String> ASKING_FOR_EXTENTS = Set.of("Shape", "Size");

  private final Predicate<String> inferred;
  private final Set<String> fed = new HashSet<>();
  private final Set<String> open = new HashSet<>();

  private DataExtents(Predicate<String> inferred) {
    this.inferred = inferred;
  }

  /**
   * @param inferred whether shape inference knows every extent of a value
   * @return names of values
   */
  static Set<String> of(Graph graph, Predicate<String> inferred) {
    DataExtents extents = new DataExtents(inferred);
    extents.fed.addAll(graph.inputs());
    graph.nodes().forEach(extents::visit);
    return extents.open;
  }

  private void visit(Node node) {
    boolean readsOpen = node.reads().stream().anyMatch(open::contains);
    boolean depends = readsOpen || node.reads().stream().anyMatch(fed::contains);
    if (readsOpen || (depends && isShaped(node))) {
      node.outputs().stream()
          .filter(output -> !output.equals(Node.ABSENT) && !inferred.test(output))
          .forEach(open::add);
    }
    if (ASKING_FOR_EXTENTS.contains(node.op().type()) ? readsOpen : depends) {
      fed.addAll(node.outputs());
    }
  }

  private boolean isShaped(Node node) {
    return COUNTING.contains(node.op().type())
        || SHAPING.getOrDefault(node.op().type(), List.of()).stream()
            .anyMatch(operand -> node.hasInput(operand) && fed.contains(node.input(operand)));
  }
}
