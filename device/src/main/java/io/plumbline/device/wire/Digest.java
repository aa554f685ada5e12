package io.plumbline.device.wire;

import java.util.regex.Pattern;

/** The SHA-256 of a module's file, by which it is called: 64 small hexadecimal digits. */
public record Digest(String hex) {
  private static final Pattern DIGITS = Pattern.compile("[0-9a-f]{64}");

  /**
   * @throws IllegalArgumentException when it is none
   */
  public Digest {
    if (!DIGITS.matcher(hex).matches()) {
      throw new IllegalArgumentException("no SHA-256: " + hex);
    }
  }

  /** The one in a frame. */
  public static Digest of(Received frame) throws WireException {
    String text = frame.text();
    if (!DIGITS.matcher(text).matches()) {
      throw new WireException("a digest is not of 64 hexadecimal digits");
    }
    return new Digest(text);
  }
}
