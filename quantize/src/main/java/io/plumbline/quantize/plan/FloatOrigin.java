package io.plumbline.quantize.plan;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.TensorType;
import io.plumbline.quantize.form.IntegerForm;
import io.plumbline.quantize.wish.Selector;
import io.plumbline.tensor.DType;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The values that come as float32 from nodes in float32, through moves and arithmetic on nothing
 * else. Arithmetic computes in float32 whatever its operands are held in, so that rounding such a
 * value to integers for it would cost an instruction and accuracy, and win nothing.
 */
final class FloatOrigin {
  private final Graph graph;
  private final Set<String> values = new HashSet<>();

  /** What nodes in float32 write, whatever it is. */
  private final Set<String> written = new HashSet<>();

  private FloatOrigin(Graph graph) {
    this.graph = graph;
  }

  /**
   * @param groups in execution order
   */
  static FloatOrigin of(Graph graph, List<Group> groups) {
    FloatOrigin origin = new FloatOrigin(graph);
    groups.forEach(origin::add);
    return origin;
  }

  /** Whether a group that computes arithmetic reads a value in float32. */
  boolean isReadReal(String value, Group reader) {
    return values.contains(value) && isFree(reader) && reader.rule().real().isPresent();
  }

  private void add(Group group) {
    if (group.rule().isReal()) {
      written.addAll(group.outputs());
    }
    if (isReal(group)) {
      group.outputs().stream().filter(this::isFloat32).forEach(values::add);
    }
  }

  private boolean isReal(Group group) {
    Node head = group.head();
    return switch (group.rule().behaviour()) {
      case REAL -> true;
      case MOVED -> values.contains(head.input(0));
      case EITHER ->
          group.rule().form() instanceof IntegerForm.Exact && written.contains(head.input(0));
      case ARITHMETIC ->
          head.reads().stream().anyMatch(values::contains)
              && head.reads().stream()
                  .allMatch(value -> graph.isConstant(value) || isReadReal(value, group));
      case SUM, INTEGER, SELECTED, EXTENDED, RECURRENT, EXACT, JOINED -> false;
    };
  }

  /** Whether nobody asked for integers of its nodes. */
  static boolean isFree(Group group) {
    return group.grant().rank() <= new Selector.All().rank();
  }

  private boolean isFloat32(String value) {
    return graph.tensorType(value).map(TensorType::dtype).filter(DType.FLOAT32::equals).isPresent();
  }
}
