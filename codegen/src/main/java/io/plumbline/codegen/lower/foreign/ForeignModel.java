package io.plumbline.codegen.lower.foreign;

import io.plumbline.codegen.lower.scope.Group;
import io.plumbline.codegen.lower.scope.Scope;
import io.plumbline.formats.onnx.OnnxWriter;
import io.plumbline.graph.Graph;
import io.plumbline.graph.ModelInfo;
import io.plumbline.graph.Node;
import io.plumbline.graph.TensorType;
import io.plumbline.graph.ValueType;
import io.plumbline.graph.op.Identity;
import io.plumbline.graph.op.OpaqueOp;
import io.plumbline.graph.pass.GraphVerifier;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Stream;

/**
 * The nodes of one group as a model of their own, whose inputs and outputs have the names of
 * program values.
 */
public final class ForeignModel {
  private final Group group;
  private final Scope scope;
  private final List<String> inputs = new ArrayList<>();
  private final List<String> outputs = new ArrayList<>();
  private final Map<String, String> renamed = new HashMap<>();
  private final SequencedMap<String, Tensor> constants = new LinkedHashMap<>();
  private final SequencedMap<String, ValueType> types = new LinkedHashMap<>();

  ForeignModel(Group group, Scope scope) {
    this.group = group;
    this.scope = scope;
  }

  void constant(String value) {
    constants.put(value, scope.constant(value).orElseThrow());
  }

  void input(String value, ProgramValue stored) {
    inputs.add(stored.name());
    declare(value, stored);
  }

  void output(String value, ProgramValue stored) {
    outputs.add(stored.name());
    declare(value, stored);
  }

  private void declare(String value, ProgramValue stored) {
    renamed.put(value, stored.name());
    types.put(
        stored.name(),
        scope
            .graph()
            .tensorType(value)
            .filter(type -> !type.isStatic())
            .orElseGet(() -> TensorType.of(stored.dtype(), stored.shape())));
  }

  /** The model as an ONNX file: its bytes as a vector. */
  Tensor bytes() {
    byte[] bytes = OnnxWriter.toBytes(GraphVerifier.verified(graph()));
    Tensor tensor = Tensor.allocate(DType.UINT8, Shape.of(bytes.length));
    MemorySegment.copy(bytes, 0, tensor.data(), ValueLayout.JAVA_BYTE, 0, bytes.length);
    return tensor;
  }

  Graph graph() {
    List<Node> nodes = new ArrayList<>(capturedUnderTheirNames());
    for (Node node : group.nodes()) {
      nodes.add(
          node.withInputs(node.inputs().stream().map(this::rename).toList())
              .withOutputs(node.outputs().stream().map(this::rename).toList()));
    }
    ModelInfo info = scope.graph().info();
    ModelInfo bare =
        new ModelInfo(
            info.irVersion(),
            "plumbline",
            "",
            "",
            info.opsets(),
            new LinkedHashMap<>(),
            info.functions());
    return new Graph(group.name(), bare, inputs, outputs, nodes, constants, types);
  }

  /**
   * Sub-graphs read outer values by name, so those that were renamed are given their names back.
   */
  private List<Node> capturedUnderTheirNames() {
    return group.nodes().stream()
        .flatMap(node -> node.op() instanceof OpaqueOp op ? op.captured().stream() : Stream.of())
        .distinct()
        .filter(value -> !rename(value).equals(value))
        .map(
            value ->
                Node.original(
                    value + ".captured", new Identity(), List.of(rename(value)), List.of(value)))
        .toList();
  }

  private String rename(String value) {
    return renamed.getOrDefault(value, value);
  }
}
