package io.plumbline.runtime.vector;

/**
 * Real numbers or integers of 8 or 16 bits to integers or real numbers: dequantise where need be,
 * divide by the output's scale and quantize where need be.
 */
record QuantizeStep(int input, int output, int elements, RealReader reader, RealWriter writer)
    implements Step {
  private static final int CHUNK = 1024;

  @Override
  public void run(RunContext context) {
    byte[] from = context.bytes(input);
    byte[] to = context.bytes(output);
    int chunks = Math.ceilDiv(elements, CHUNK);
    context.parallel(chunks, (begin, end, scratch) -> runChunks(from, to, begin, end, scratch));
  }

  private void runChunks(byte[] from, byte[] to, int begin, int end, Scratch scratch) {
    float[] reals = scratch.tile(CHUNK);
    int[] integers = scratch.sums(CHUNK);
    for (int at = begin * CHUNK; at < Math.min(end * CHUNK, elements); at += CHUNK) {
      int count = Math.min(CHUNK, elements - at);
      reader.read(from, at, count, reals);
      writer.write(reals, integers, count, to, at);
    }
  }
}
