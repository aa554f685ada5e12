package io.plumbline.runtime.program.form;

import static java.util.Objects.requireNonNull;

import io.plumbline.runtime.program.Instruction;
import io.plumbline.tensor.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The simplest container: one instruction's fields by name. */
final class KeptFields implements FieldSink, FieldSource {
  private final Instruction instruction;
  private final Map<String, Object> fields = new HashMap<>();

  /** Gives the kind, node, operands and results of an instruction; takes and gives the rest. */
  KeptFields(Instruction instruction) {
    this.instruction = instruction;
  }

  private void keep(String name, Object value) {
    if (fields.put(name, value) != null) {
      throw new IllegalStateException("two fields " + name);
    }
  }

  private <T> T get(Class<T> type, String name) {
    return type.cast(requireNonNull(fields.get(name), name));
  }

  private List<?> list(String name) {
    return get(List.class, name);
  }

  @Override
  public void tensor(String name, Tensor value) {
    keep(name, value);
  }

  @Override
  public void embedded(String name, Tensor value) {
    keep(name, value);
  }

  @Override
  public void integer(String name, int value) {
    keep(name, value);
  }

  @Override
  public void real(String name, float value) {
    keep(name, value);
  }

  @Override
  public void text(String name, String value) {
    keep(name, value);
  }

  @Override
  public void integers(String name, List<Integer> values) {
    keep(name, values);
  }

  @Override
  public void reals(String name, List<Float> values) {
    keep(name, values);
  }

  @Override
  public String kind() {
    return instruction.getClass().getSimpleName();
  }

  @Override
  public String node() {
    return instruction.node();
  }

  @Override
  public List<Integer> inputs() {
    return instruction.inputs();
  }

  @Override
  public List<Integer> outputs() {
    return instruction.outputs();
  }

  @Override
  public boolean has(String name) {
    return fields.containsKey(name);
  }

  @Override
  public Tensor tensor(String name) {
    return get(Tensor.class, name);
  }

  @Override
  public Tensor embedded(String name) {
    return get(Tensor.class, name);
  }

  @Override
  public int integer(String name) {
    return get(Integer.class, name);
  }

  @Override
  public float real(String name) {
    return get(Float.class, name);
  }

  @Override
  public String text(String name) {
    return get(String.class, name);
  }

  @Override
  public List<Integer> integers(String name) {
    return list(name).stream().map(Integer.class::cast).toList();
  }

  @Override
  public List<Float> reals(String name) {
    return list(name).stream().map(Float.class::cast).toList();
  }

  @Override
  public RuntimeException malformed(String message) {
    return new IllegalArgumentException(message);
  }
}
