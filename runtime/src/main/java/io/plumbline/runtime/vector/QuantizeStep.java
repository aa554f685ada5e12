package io.plumbline.runtime.vector;

import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.tensor.Rounding;
import jdk.incubator.vector.FloatVector;

/**
 * float32 or 8 bits to 8 bits: dequantise where need be, divide by the output's scale, quantize.
 */
final class QuantizeStep implements Step {
  private final int input;
  private final int output;
  private final int elements;
  private final RealReader reader;
  private final Quantizer quantizer;
  private final float scale;

  QuantizeStep(int input, int output, RealReader reader, ProgramValue to, Rounding rounding) {
    this.input = input;
    this.output = output;
    this.elements = Math.toIntExact(to.shape().elements());
    this.reader = reader;
    this.quantizer = Quantizer.of(to, rounding);
    this.scale = to.quant().scale();
  }

  @Override
  public void run(RunContext context) {
    byte[] from = context.bytes(input);
    byte[] to = context.bytes(output);
    int blocks = Math.ceilDiv(elements, Lanes.COUNT);
    context.parallel(blocks, (begin, end, _) -> runBlocks(from, to, begin, end));
  }

  private void runBlocks(byte[] from, byte[] to, int begin, int end) {
    for (int block = begin; block < end; block++) {
      int at = block * Lanes.COUNT;
      FloatVector reals = reader.read(from, at);
      int count = Math.min(Lanes.COUNT, elements - at);
      Lanes.storeBytes(quantizer.quantize(reals.div(scale)), to, at, count);
    }
  }
}
