package io.plumbline.formats.program;

import io.plumbline.formats.wire.NodeProto;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.form.FieldSource;
import io.plumbline.runtime.program.form.InstructionForms;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One node as the instruction it was written from. */
final class NodeReader implements FieldSource {
  private final NodeFields fields;
  private final List<Integer> operands = new ArrayList<>();
  private final List<Tensor> tensors = new ArrayList<>();
  private final List<Integer> results;
  private int taken;

  /**
   * @param values index by name
   * @param initializers tensors that are not values
   */
  NodeReader(NodeProto node, Map<String, Integer> values, Map<String, Tensor> initializers) {
    this.fields = new NodeFields(node);
    for (String input : node.getInputList()) {
      Integer index = values.get(input);
      Tensor tensor = initializers.get(input);
      if (index != null && tensors.isEmpty()) {
        operands.add(index);
      } else if (tensor != null) {
        tensors.add(tensor);
      } else {
        throw fields.malformed("it reads '%s', which is not there".formatted(input));
      }
    }
    this.results = node.getOutputList().stream().map(output -> result(output, values)).toList();
  }

  private Integer result(String output, Map<String, Integer> values) {
    Integer index = values.get(output);
    if (index == null) {
      throw fields.malformed("it writes '%s', which is not there".formatted(output));
    }
    return index;
  }

  Instruction read() {
    Instruction instruction = InstructionForms.read(this);
    if (taken != tensors.size()) {
      throw malformed("it has %d tensors, not %d".formatted(tensors.size(), taken));
    }
    return instruction;
  }

  @Override
  public String kind() {
    return fields.node().getOpType();
  }

  @Override
  public String node() {
    return fields.node().getName();
  }

  @Override
  public List<Integer> inputs() {
    return operands;
  }

  @Override
  public List<Integer> outputs() {
    return results;
  }

  @Override
  public boolean has(String name) {
    return fields.has(name);
  }

  @Override
  public Tensor tensor(String name) {
    if (taken == tensors.size()) {
      throw malformed("it has %d tensors and lacks '%s'".formatted(taken, name));
    }
    return tensors.get(taken++);
  }

  @Override
  public Tensor embedded(String name) {
    return fields.tensor(name);
  }

  @Override
  public int integer(String name) {
    return fields.integer(name);
  }

  @Override
  public float real(String name) {
    return fields.real(name);
  }

  @Override
  public String text(String name) {
    return fields.text(name);
  }

  @Override
  public List<Integer> integers(String name) {
    return fields.integers(name);
  }

  @Override
  public List<Float> reals(String name) {
    return fields.reals(name);
  }

  @Override
  public MalformedProgram malformed(String message) {
    return fields.malformed(message);
  }
}
