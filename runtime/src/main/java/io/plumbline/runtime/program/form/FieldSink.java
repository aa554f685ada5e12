package io.plumbline.runtime.program.form;

import io.plumbline.tensor.Tensor;
import java.util.List;

/** Takes the fields of one instruction in their order; operands and results are not among them. */
public interface FieldSink {
  /** A weight, bias or table. */
  void tensor(String name, Tensor value);

  /** A tensor that is data to the instruction and no constant of its arithmetic. */
  void embedded(String name, Tensor value);

  void integer(String name, int value);

  void real(String name, float value);

  void text(String name, String value);

  void integers(String name, List<Integer> values);

  void reals(String name, List<Float> values);
}
