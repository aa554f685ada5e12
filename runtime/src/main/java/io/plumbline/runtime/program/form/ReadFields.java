package io.plumbline.runtime.program.form;

import io.plumbline.tensor.Tensor;
import java.util.List;
import java.util.function.Function;

/** The fields of an instruction that is being made, as a container has them. */
record ReadFields<I>(FieldSource source) implements Fields<I> {
  @Override
  public String node() {
    return source.node();
  }

  @Override
  public List<Integer> inputs() {
    return source.inputs();
  }

  @Override
  public List<Integer> outputs() {
    if (source.outputs().isEmpty()) {
      throw malformed("it writes nothing");
    }
    return source.outputs();
  }

  @Override
  public int input(int position, int count) {
    List<Integer> inputs = source.inputs();
    if (inputs.size() != count) {
      throw malformed("it reads %d values, not %d".formatted(inputs.size(), count));
    }
    return inputs.get(position);
  }

  @Override
  public int output(int position, int count) {
    List<Integer> outputs = source.outputs();
    if (outputs.size() != count) {
      throw malformed("it writes %d values, not %d".formatted(outputs.size(), count));
    }
    return outputs.get(position);
  }

  @Override
  public Tensor tensor(String name, Function<I, Tensor> field) {
    return source.tensor(name);
  }

  @Override
  public Tensor embedded(String name, Function<I, Tensor> field) {
    return source.embedded(name);
  }

  @Override
  public int integer(String name, Function<I, Integer> field) {
    return source.integer(name);
  }

  @Override
  public float real(String name, Function<I, Float> field) {
    return source.real(name);
  }

  @Override
  public String text(String name, Function<I, String> field) {
    return source.text(name);
  }

  @Override
  public List<Integer> integers(String name, Function<I, List<Integer>> field) {
    return source.integers(name);
  }

  @Override
  public List<Integer> integersBeside(
      List<Integer> usual, String name, Function<I, List<Integer>> field) {
    return source.has(name) ? source.integers(name) : usual;
  }

  @Override
  public List<Float> reals(String name, Function<I, List<Float>> field) {
    return source.reals(name);
  }

  @Override
  public <E extends Enum<E>> E constantBeside(E usual, String name, Function<I, E> field) {
    return source.has(name) ? constant(usual.getDeclaringClass(), name, field) : usual;
  }

  @Override
  public <E extends Enum<E>> E constant(Class<E> type, String name, Function<I, E> field) {
    String found = source.text(name);
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equals(found)) {
        return constant;
      }
    }
    throw malformed("its %s is '%s'".formatted(name, found));
  }

  @Override
  public RuntimeException malformed(String message) {
    return source.malformed(message);
  }
}
