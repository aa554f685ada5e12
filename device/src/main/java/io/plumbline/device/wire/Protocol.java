package io.plumbline.device.wire;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Numbers of the protocol, {@code docs/agent.md}. All integers are big-endian. */
public final class Protocol {
  /** The first version. */
  public static final int VERSION = 1;

  /** {@code PLMB}, what a connection begins with. */
  static final int MAGIC = 0x504c4d42;

  /** Bytes of the greeting: magic, version, proof. */
  public static final int GREETING = 4 + 2 + 32;

  /** Most bytes of a frame; names of large networks fit. */
  static final int MOST_FRAME = 4 << 20;

  /** Most parts that the lists of a frame have together; each is an object when it is read. */
  static final int MOST_PARTS = 1 << 16;

  /** Most bytes of one text of a frame. */
  static final int MOST_TEXT = 1 << 20;

  /** Bytes that are moved at a time. */
  static final int PIECE = 64 << 10;

  private Protocol() {}

  /** What proves that a client knows a token, 32 bytes. */
  static byte[] proof(String token) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update("plumbline agent\0".getBytes(StandardCharsets.UTF_8));
      return digest.digest(token.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
