package io.plumbline.runtime.vector;

import io.plumbline.runtime.arithmetic.QuantizedArithmetic;
import io.plumbline.runtime.program.Pooling;
import io.plumbline.runtime.program.ProgramValue;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/** The Euclidean norm under each window. */
final class NormPoolStep extends PoolStep {
  private final ByteCode code;
  private final float multiplier;
  private final Quantizer quantizer;

  NormPoolStep(
      Pooling.NormPool pool,
      WindowGeometry geometry,
      ProgramValue from,
      ProgramValue to,
      Quantizer quantizer) {
    super(pool.input(), pool.output(), geometry);
    this.code = ByteCode.of(from);
    this.quantizer = quantizer;
    this.multiplier =
        QuantizedArithmetic.meanMultiplier(from.quant().scale(), to.quant().scale(), 1);
  }

  @Override
  void pool(byte[] from, Taps taps, int outputRow, int outputColumn, byte[] to, int at) {
    int channels = geometry().outputChannels();
    for (int c = 0; c < channels; c += Lanes.COUNT) {
      IntVector sum = IntVector.zero(Lanes.INTS);
      for (int row = 0; row < taps.rows(); row++) {
        int rowAt = taps.first() + row * taps.rowStep() + c;
        for (int column = 0; column < taps.columns(); column++) {
          IntVector x =
              Lanes.loadInts(from, rowAt + column * taps.columnStep(), code.flip())
                  .sub(code.zeroPoint());
          sum = sum.add(x.mul(x));
        }
      }
      FloatVector root =
          ((FloatVector) sum.convert(VectorOperators.I2F, 0)).lanewise(VectorOperators.SQRT);
      Lanes.storeBytes(
          quantizer.quantize(root.mul(multiplier)),
          to,
          at + c,
          Math.min(Lanes.COUNT, channels - c));
    }
  }
}
