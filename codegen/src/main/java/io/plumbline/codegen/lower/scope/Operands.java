package io.plumbline.codegen.lower.scope;

import io.plumbline.quantize.form.IntegerForm;
import io.plumbline.quantize.form.Use;
import io.plumbline.tensor.Tensor;

/** Constants that sums of products start from. */
public final class Operands {
  private Operands() {}

  /**
   * The integers that the sums of a form start from: zeros where it has no bias; of the type of its
   * accumulator.
   */
  public static Tensor bias(IntegerForm.Sum form, int channels, Scope scope) {
    return form.bias()
        .map(use -> form.accumulator().tensor(integers(use, scope)))
        .orElseGet(() -> form.accumulator().tensor(new long[channels]));
  }

  private static long[] integers(Use use, Scope scope) {
    return scope.plan().bias(use).orElseThrow().integers().toLongs();
  }
}
