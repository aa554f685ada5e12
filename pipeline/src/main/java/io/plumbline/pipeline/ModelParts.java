package io.plumbline.pipeline;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.TensorType;
import io.plumbline.graph.ValueType;
import io.plumbline.report.Cell;
import io.plumbline.report.Section;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Program;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.tensor.Count;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.SequencedSet;

/**
 * The nodes and tensors of a model, one a row, in the order in which they are computed.
 *
 * @param nodes what computes, what it reads and what it writes; constants among what a node reads
 *     are tensors like others
 * @param tensors type and shape, where the file says them; of integers also how they stand for real
 *     numbers
 */
public record ModelParts(Section.Table nodes, Section.Table tensors) {
  private static final List<String> NODE_COLUMNS = List.of("Node", "Op", "Reads", "Writes");
  private static final List<String> TENSOR_COLUMNS = List.of("Tensor", "Kind", "Type", "Shape");
  private static final List<String> VALUE_COLUMNS =
      List.of("Tensor", "Kind", "Type", "Shape", "Scale", "Zero point");

  static ModelParts of(Graph graph) {
    List<List<Cell>> nodes = new ArrayList<>();
    SequencedSet<String> names = new LinkedHashSet<>(graph.inputs());
    names.addAll(graph.constants().keySet());
    for (Node node : graph.nodes()) {
      nodes.add(row(node.name(), node.op().type(), node.reads(), node.outputs()));
      node.outputs().stream().filter(name -> !name.isEmpty()).forEach(names::add);
    }
    return new ModelParts(
        new Section.Table("Nodes", NODE_COLUMNS, nodes),
        new Section.Table(
            "Tensors", TENSOR_COLUMNS, names.stream().map(name -> tensor(name, graph)).toList()));
  }

  static ModelParts of(Program program) {
    List<List<Cell>> nodes = new ArrayList<>();
    for (Instruction each : program.instructions()) {
      nodes.add(
          row(
              each.node(),
              each.getClass().getSimpleName(),
              names(each.inputs(), program),
              names(each.outputs(), program)));
    }
    List<List<Cell>> tensors = new ArrayList<>();
    for (int index = 0; index < program.values().size(); index++) {
      tensors.add(value(index, program));
    }
    return new ModelParts(
        new Section.Table("Nodes", NODE_COLUMNS, nodes),
        new Section.Table("Tensors", VALUE_COLUMNS, tensors));
  }

  private static List<Cell> row(String name, String op, List<String> reads, List<String> writes) {
    return List.of(Cell.of(name), Cell.of(op), Cell.of(String.join(", ", reads)), text(writes));
  }

  private static Cell text(List<String> names) {
    return Cell.of(String.join(", ", names.stream().filter(name -> !name.isEmpty()).toList()));
  }

  private static List<String> names(List<Integer> values, Program program) {
    return values.stream().map(index -> program.value(index).name()).toList();
  }

  private static List<Cell> tensor(String name, Graph graph) {
    Tensor constant = graph.constants().get(name);
    if (constant != null) {
      return List.of(
          Cell.of(name),
          Cell.of("constant"),
          Cell.of(constant.dtype().label()),
          Cell.of(constant.shape().toString()));
    }
    ValueType type = graph.types().get(name);
    Cell kind = Cell.of(kind(graph.inputs().contains(name), graph.outputs().contains(name)));
    return type instanceof TensorType tensor
        ? List.of(Cell.of(name), kind, Cell.of(tensor.dtype().label()), Cell.of(tensor.extents()))
        : List.of(Cell.of(name), kind, Cell.missing(), Cell.missing());
  }

  private static List<Cell> value(int index, Program program) {
    ProgramValue value = program.value(index);
    return List.of(
        Cell.of(value.name()),
        Cell.of(kind(program.inputs().contains(index), program.outputs().contains(index))),
        Cell.of(value.dtype().label()),
        Cell.of(value.logicalShape().toString()),
        value.params().map(ModelParts::scale).orElse(Cell.missing()),
        value.params().map(ModelParts::zeroPoint).orElse(Cell.missing()));
  }

  private static Cell scale(QuantParams params) {
    if (params.isPerTensor()) {
      return Cell.of(Float.toString(params.scale()));
    }
    float least = Float.POSITIVE_INFINITY;
    float most = 0;
    for (float scale : params.scales()) {
      least = Math.min(least, scale);
      most = Math.max(most, scale);
    }
    return Cell.of(
        String.format(
            Locale.ROOT, "%s … %s, %s", least, most, Count.of(params.channels(), "channel")));
  }

  private static Cell zeroPoint(QuantParams params) {
    return params.isPerTensor() ? Cell.of(params.zeroPoint()) : Cell.of("by channel");
  }

  private static String kind(boolean isInput, boolean isOutput) {
    return isInput ? "input" : isOutput ? "output" : "between";
  }
}
