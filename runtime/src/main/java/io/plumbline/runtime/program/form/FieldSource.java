package io.plumbline.runtime.program.form;

import io.plumbline.tensor.Tensor;
import java.util.List;

/**
 * Gives the fields of one instruction. Every method but {@link #has} throws what {@link #malformed}
 * gives when a field is missing or of another type.
 */
public interface FieldSource {
  /** The simple name of the instruction's record. */
  String kind();

  /** {@link io.plumbline.runtime.program.Instruction#node()}. */
  String node();

  /** Value indices read, in order. */
  List<Integer> inputs();

  /** Value indices written, in order. */
  List<Integer> outputs();

  boolean has(String name);

  /** The next of {@link FieldSink#tensor}, in the order they were given. */
  Tensor tensor(String name);

  Tensor embedded(String name);

  int integer(String name);

  float real(String name);

  String text(String name);

  List<Integer> integers(String name);

  List<Float> reals(String name);

  /** The container's own complaint about this instruction. */
  RuntimeException malformed(String message);
}
