package io.plumbline.formats.program;

import com.google.protobuf.ByteString;
import io.plumbline.formats.wire.AttributeProto;
import io.plumbline.formats.wire.AttributeProto.AttributeType;
import io.plumbline.formats.wire.GraphProto;
import io.plumbline.formats.wire.NodeProto;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Program;
import io.plumbline.runtime.program.form.FieldSink;
import io.plumbline.runtime.program.form.InstructionForms;
import io.plumbline.tensor.Tensor;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One instruction as a node: fields become attributes, tensors initializers after the operands,
 * named after the first result.
 */
final class NodeWriter implements FieldSink {
  private final Program program;
  private final GraphProto.Builder graph;
  private final Set<String> names;
  private final NodeProto.Builder node = NodeProto.newBuilder();
  private String firstOutput = "";

  /**
   * @param names of values and initializers so far; grows with every initializer written
   */
  NodeWriter(Program program, GraphProto.Builder graph, Set<String> names) {
    this.program = program;
    this.graph = graph;
    this.names = names;
  }

  void write(Instruction instruction) {
    node.setName(instruction.node())
        .setOpType(instruction.getClass().getSimpleName())
        .setDomain(ContainerFormat.DOMAIN)
        .setDocString(describe(instruction));
    instruction.inputs().forEach(index -> node.addInput(program.value(index).name()));
    instruction.outputs().forEach(index -> node.addOutput(program.value(index).name()));
    firstOutput = program.value(instruction.output()).name();
    InstructionForms.write(instruction, this);
    graph.addNode(node);
  }

  /** The parameters of the operands, for people who look at the file. */
  private String describe(Instruction instruction) {
    return Stream.concat(instruction.inputs().stream(), instruction.outputs().stream())
        .map(program::value)
        .filter(value -> value.params().isPresent())
        .map(value -> value.name() + ": " + value.quant())
        .distinct()
        .collect(Collectors.joining("; "));
  }

  @Override
  public void tensor(String role, Tensor tensor) {
    String name = firstOutput + "." + role;
    while (!names.add(name)) {
      name = name + "_";
    }
    graph.addInitializer(TensorWire.write(name, tensor));
    node.addInput(name);
  }

  @Override
  public void embedded(String name, Tensor tensor) {
    node.addAttribute(attribute(name, AttributeType.TENSOR).setT(TensorWire.write(name, tensor)));
  }

  private static AttributeProto.Builder attribute(String name, AttributeType type) {
    return AttributeProto.newBuilder().setName(name).setType(type);
  }

  @Override
  public void integer(String name, int value) {
    node.addAttribute(attribute(name, AttributeType.INT).setI(value));
  }

  @Override
  public void real(String name, float value) {
    node.addAttribute(attribute(name, AttributeType.FLOAT).setF(value));
  }

  @Override
  public void text(String name, String value) {
    node.addAttribute(attribute(name, AttributeType.STRING).setS(ByteString.copyFromUtf8(value)));
  }

  @Override
  public void integers(String name, List<Integer> values) {
    AttributeProto.Builder attribute = attribute(name, AttributeType.INTS);
    values.forEach(attribute::addInts);
    node.addAttribute(attribute);
  }

  @Override
  public void reals(String name, List<Float> values) {
    node.addAttribute(attribute(name, AttributeType.FLOATS).addAllFloats(values));
  }
}
