package io.plumbline.codegen.lower;

import io.plumbline.quantize.form.IntegerForm;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;

/** Constants that sums of products start from. */
final class Operands {
  private Operands() {}

  /** The integers that the sums of a form start from: zeros where it has no bias. */
  static Tensor bias(IntegerForm.Sum form, int channels, Scope scope) {
    return form.bias()
        .map(use -> scope.plan().bias(use).orElseThrow().integers())
        .orElseGet(() -> Tensor.of(Shape.of(channels), new int[channels]));
  }
}
