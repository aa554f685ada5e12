package io.plumbline.runtime.program.form;

import io.plumbline.tensor.Tensor;
import java.util.List;
import java.util.function.Function;

/**
 * The fields of an instruction from one side or the other. Where the instruction is there, each
 * method hands its field on and returns it; where it is being made, each returns what the container
 * has. So one line a field serves both.
 */
interface Fields<I> {
  String node();

  List<Integer> inputs();

  List<Integer> outputs();

  /** The operand at a position, of so many. */
  int input(int position, int count);

  /** The result at a position, of so many. */
  int output(int position, int count);

  /** The only operand. */
  default int input() {
    return input(0, 1);
  }

  /** The only result. */
  default int output() {
    return output(0, 1);
  }

  Tensor tensor(String name, Function<I, Tensor> field);

  Tensor embedded(String name, Function<I, Tensor> field);

  int integer(String name, Function<I, Integer> field);

  float real(String name, Function<I, Float> field);

  String text(String name, Function<I, String> field);

  List<Integer> integers(String name, Function<I, List<Integer>> field);

  /**
   * Integers that are left out where they are those that everybody had before there were others.
   */
  List<Integer> integersBeside(List<Integer> usual, String name, Function<I, List<Integer>> field);

  List<Float> reals(String name, Function<I, List<Float>> field);

  /** A constant that is left out where it is the one that everybody had before there were two. */
  <E extends Enum<E>> E constantBeside(E usual, String name, Function<I, E> field);

  <E extends Enum<E>> E constant(Class<E> type, String name, Function<I, E> field);

  /** What is thrown about a field that makes no sense. */
  RuntimeException malformed(String message);

  default boolean flag(String name, Function<I, Boolean> field) {
    return integer(name, op -> field.apply(op) ? 1 : 0) != 0;
  }

  /** A list of exactly so many integers. */
  default List<Integer> integers(String name, int count, Function<I, List<Integer>> field) {
    List<Integer> values = integers(name, field);
    if (values.size() != count) {
      throw malformed("'%s' has %d entries, not %d".formatted(name, values.size(), count));
    }
    return values;
  }
}
