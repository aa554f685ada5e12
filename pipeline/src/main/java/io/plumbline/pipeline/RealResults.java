package io.plumbline.pipeline;

import io.plumbline.runtime.program.Program;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Tensor;
import io.plumbline.verify.compare.RealValues;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * What the integers that a program hands out stand for, computed on this machine wherever the
 * program runs: the work of the Dequantize at its ends, where that was taken off.
 */
public final class RealResults {
  private static final int PIECE = 4096;

  private RealResults() {}

  /**
   * The same tensors with float32 in place of integers that have a scale, to the bit what the
   * instruction Dequantize gives (docs/numerics.md, 5.1); others as they are.
   *
   * @param results of the program, in logical axis order
   */
  public static SequencedMap<String, Tensor> of(
      Program program, SequencedMap<String, Tensor> results) {
    Map<String, QuantParams> params = new HashMap<>();
    for (ProgramValue value : program.values()) {
      value.logicalParams().ifPresent(quant -> params.put(value.name(), quant));
    }
    SequencedMap<String, Tensor> real = new LinkedHashMap<>();
    results.forEach(
        (name, tensor) ->
            real.put(
                name,
                Optional.ofNullable(params.get(name))
                    .filter(quant -> quant.dtype() == tensor.dtype())
                    .map(quant -> real(tensor, quant))
                    .orElse(tensor)));
    return real;
  }

  private static Tensor real(Tensor tensor, QuantParams quant) {
    RealValues values = new RealValues(tensor, Optional.of(quant));
    float[] real = new float[Math.toIntExact(tensor.elements())];
    double[] piece = new double[Math.min(real.length, PIECE)];
    for (int done = 0; done < real.length; done += piece.length) {
      int count = Math.min(piece.length, real.length - done);
      values.read(done, count, piece);
      for (int i = 0; i < count; i++) {
        real[done + i] = (float) piece[i];
      }
    }
    return Tensor.of(tensor.shape(), real);
  }
}
