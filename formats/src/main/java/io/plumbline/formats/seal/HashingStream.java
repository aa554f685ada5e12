package io.plumbline.formats.seal;

import io.plumbline.tensor.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;

/** Passes bytes on and hashes them on the way. */
final class HashingStream extends OutputStream {
  private final OutputStream out;
  private final Sha256 hash = new Sha256();

  HashingStream(OutputStream out) {
    this.out = out;
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    hash.add(MemorySegment.ofArray(bytes).asSlice(offset, length));
    out.write(bytes, offset, length);
  }

  /** The hash of all that passed. */
  String hex() {
    return hash.hex();
  }
}
