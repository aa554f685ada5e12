package io.plumbline.runtime.vector;

import io.plumbline.runtime.program.Instruction;
import io.plumbline.tensor.DType;

/** A table of bytes over a value of bytes. */
final class LookupStep implements Step {
  private static final int ENTRIES = 256;
  private static final int BLOCK = 4096;

  private final int input;
  private final int output;
  private final int elements;
  private final byte[] table;

  LookupStep(Instruction.Lookup lookup, DType from, int elements) {
    byte[] entries = lookup.table().toBytes();
    this.input = lookup.input();
    this.output = lookup.output();
    this.elements = elements;
    this.table = new byte[ENTRIES];
    for (int i = 0; i < ENTRIES; i++) {
      table[(i + from.minimum()) & (ENTRIES - 1)] = entries[i];
    }
  }

  @Override
  public void run(RunContext context) {
    byte[] from = context.bytes(input);
    byte[] to = context.bytes(output);
    context.parallel(
        Math.ceilDiv(elements, BLOCK),
        (begin, end, _) -> {
          int limit = Math.min(elements, end * BLOCK);
          for (int i = begin * BLOCK; i < limit; i++) {
            to[i] = table[from[i] & (ENTRIES - 1)];
          }
        });
  }
}
