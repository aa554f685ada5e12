package io.plumbline.runtime.vector;

import io.plumbline.runtime.arithmetic.QuantizedArithmetic;
import io.plumbline.runtime.program.Pooling;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.runtime.program.Window2d;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/** The mean under each window; the divisor is the window's own where padding does not count. */
final class AveragePoolStep extends PoolStep {
  private final ByteCode code;
  private final boolean countIncludePad;
  private final float[] multipliers;
  private final Quantizer quantizer;

  AveragePoolStep(
      Pooling.AveragePool pool,
      WindowGeometry geometry,
      ProgramValue from,
      ProgramValue to,
      Quantizer quantizer) {
    super(pool.input(), pool.output(), geometry);
    this.code = ByteCode.of(from);
    this.countIncludePad = pool.countIncludePad();
    this.quantizer = quantizer;
    this.multipliers = new float[pool.window().kernelHeight() * pool.window().kernelWidth() + 1];
    for (int count = 1; count < multipliers.length; count++) {
      multipliers[count] =
          QuantizedArithmetic.meanMultiplier(from.quant().scale(), to.quant().scale(), count);
    }
  }

  @Override
  void pool(byte[] from, Taps taps, int outputRow, int outputColumn, byte[] to, int at) {
    int channels = geometry().outputChannels();
    float multiplier =
        multipliers[countIncludePad ? paddedCount(outputRow, outputColumn) : taps.count()];
    int start = -taps.count() * code.zeroPoint();
    for (int c = 0; c < channels; c += Lanes.COUNT) {
      IntVector sum = IntVector.broadcast(Lanes.INTS, start);
      for (int row = 0; row < taps.rows(); row++) {
        int rowAt = taps.first() + row * taps.rowStep() + c;
        for (int column = 0; column < taps.columns(); column++) {
          sum = sum.add(Lanes.loadInts(from, rowAt + column * taps.columnStep(), code.flip()));
        }
      }
      FloatVector scaled = ((FloatVector) sum.convert(VectorOperators.I2F, 0)).mul(multiplier);
      Lanes.storeBytes(quantizer.quantize(scaled), to, at + c, Math.min(Lanes.COUNT, channels - c));
    }
  }

  /** Taps inside the input or its padding. */
  private int paddedCount(int outputRow, int outputColumn) {
    Window2d window = geometry().window();
    int height = geometry().inputHeight() + window.padTop() + window.padBottom();
    int width = geometry().inputWidth() + window.padLeft() + window.padRight();
    int y = outputRow * window.strideHeight();
    int x = outputColumn * window.strideWidth();
    return WindowGeometry.endTap(y, window.dilationHeight(), window.kernelHeight(), height)
        * WindowGeometry.endTap(x, window.dilationWidth(), window.kernelWidth(), width);
  }
}
