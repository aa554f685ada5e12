package io.plumbline.runtime.vector;

/**
 * Real numbers or integers of 8 or 16 bits to integers or real numbers: dequantise where need be,
 * divide by the output's scale and quantize where need be.
 */
record QuantizeStep(int input, int output, int elements, RealReader reader, RealWriter writer)
    implements Step {
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
      writer.write(reader.read(from, at), to, at, Math.min(Lanes.COUNT, elements - at));
    }
  }
}
