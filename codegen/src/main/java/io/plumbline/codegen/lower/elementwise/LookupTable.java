package io.plumbline.codegen.lower.elementwise;

import io.plumbline.runtime.arithmetic.QuantizedArithmetic;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Rounding;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.stream.IntStream;

/** Functions of an integer of 8 or 16 bits as tables. */
public final class LookupTable {
  private LookupTable() {}

  /** A function of a float32 number to one. */
  interface RealFunction {
    float apply(float x);
  }

  /**
   * An entry for each input integer, 256 or 65 536: dequantised in float32, mapped, quantized in
   * float32.
   */
  static Tensor of(QuantParams from, QuantParams to, Rounding rounding, RealFunction function) {
    DType dtype = to.dtype();
    int first = from.dtype().minimum();
    int[] entries = new int[from.dtype().maximum() - first + 1];
    for (int i = 0; i < entries.length; i++) {
      float x = QuantizedArithmetic.dequantize(first + i, from.scale(), from.zeroPoint());
      entries[i] =
          QuantizedArithmetic.quantize(
              function.apply(x),
              to.scale(),
              to.zeroPoint(),
              dtype.minimum(),
              dtype.maximum(),
              rounding);
    }
    return Tensor.ofIntegers(dtype, Shape.of(entries.length), entries);
  }

  /** Whether every integer of a dtype becomes itself. */
  static boolean changesNothing(Tensor table) {
    int first = table.dtype().minimum();
    int[] entries = table.toInts();
    return IntStream.range(0, entries.length).allMatch(i -> entries[i] == first + i);
  }
}
