package io.plumbline.tensor;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of bytes that come piece by piece. */
public final class Sha256 {
  private static final long CHUNK = 1 << 20;

  private final MessageDigest digest;

  public Sha256() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Of one piece of memory, in lower-case hexadecimal digits. */
  public static String of(MemorySegment memory) {
    Sha256 hash = new Sha256();
    hash.add(memory);
    return hash.hex();
  }

  public void add(MemorySegment memory) {
    for (long done = 0; done < memory.byteSize(); done += CHUNK) {
      digest.update(memory.asSlice(done, Math.min(CHUNK, memory.byteSize() - done)).asByteBuffer());
    }
  }

  public void add(byte[] bytes, int length) {
    digest.update(bytes, 0, length);
  }

  /** A text as UTF-8 and a zero byte, so that one text does not run into the next. */
  public void add(String text) {
    digest.update(text.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
  }

  /** The hash of all that was added, in lower-case hexadecimal digits; nothing is added after. */
  public String hex() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
