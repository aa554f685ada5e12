package io.plumbline.runtime.program.form;

import io.plumbline.runtime.program.Instruction;
import io.plumbline.tensor.Tensor;
import java.util.List;
import java.util.function.Function;

/** The fields of an instruction that is there, each handed to a sink. */
record WrittenFields<I extends Instruction>(I instruction, FieldSink sink) implements Fields<I> {
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
  public int input(int position, int count) {
    return instruction.inputs().get(position);
  }

  @Override
  public int output(int position, int count) {
    return instruction.outputs().get(position);
  }

  @Override
  public Tensor tensor(String name, Function<I, Tensor> field) {
    Tensor value = field.apply(instruction);
    sink.tensor(name, value);
    return value;
  }

  @Override
  public Tensor embedded(String name, Function<I, Tensor> field) {
    Tensor value = field.apply(instruction);
    sink.embedded(name, value);
    return value;
  }

  @Override
  public int integer(String name, Function<I, Integer> field) {
    int value = field.apply(instruction);
    sink.integer(name, value);
    return value;
  }

  @Override
  public float real(String name, Function<I, Float> field) {
    float value = field.apply(instruction);
    sink.real(name, value);
    return value;
  }

  @Override
  public String text(String name, Function<I, String> field) {
    String value = field.apply(instruction);
    sink.text(name, value);
    return value;
  }

  @Override
  public List<Integer> integers(String name, Function<I, List<Integer>> field) {
    List<Integer> values = field.apply(instruction);
    sink.integers(name, values);
    return values;
  }

  @Override
  public List<Integer> integersBeside(
      List<Integer> usual, String name, Function<I, List<Integer>> field) {
    List<Integer> values = field.apply(instruction);
    return values.equals(usual) ? usual : integers(name, field);
  }

  @Override
  public List<Float> reals(String name, Function<I, List<Float>> field) {
    List<Float> values = field.apply(instruction);
    sink.reals(name, values);
    return values;
  }

  @Override
  public <E extends Enum<E>> E constantBeside(E usual, String name, Function<I, E> field) {
    E value = field.apply(instruction);
    return value == usual ? usual : constant(usual.getDeclaringClass(), name, field);
  }

  @Override
  public <E extends Enum<E>> E constant(Class<E> type, String name, Function<I, E> field) {
    E value = field.apply(instruction);
    sink.text(name, value.name());
    return value;
  }

  @Override
  public RuntimeException malformed(String message) {
    return new IllegalArgumentException(instruction.node() + ": " + message);
  }
}
