package io.plumbline.runtime.vector;

/** 8 bits to float32. */
record DequantizeStep(int input, int output, int elements, RealReader reader) implements Step {
  @Override
  public void run(RunContext context) {
    byte[] from = context.bytes(input);
    byte[] to = context.bytes(output);
    int blocks = Math.ceilDiv(elements, Lanes.COUNT);
    context.parallel(
        blocks,
        (begin, end, _) -> {
          for (int at = begin * Lanes.COUNT;
              at < Math.min(end * Lanes.COUNT, elements);
              at += Lanes.COUNT) {
            int count = Math.min(Lanes.COUNT, elements - at);
            Lanes.storeFloats(reader.read(from, at), to, at * Float.BYTES, count);
          }
        });
  }
}
