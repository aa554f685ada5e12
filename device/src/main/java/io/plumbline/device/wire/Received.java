package io.plumbline.device.wire;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A frame that came: numbers and texts in the order of {@link Frame}. Nothing in it is trusted. */
public final class Received {
  private final Kind kind;
  private final ByteBuffer bytes;
  private int parts;

  Received(Kind kind, byte[] bytes) {
    this.kind = kind;
    this.bytes = ByteBuffer.wrap(bytes);
  }

  public Kind kind() {
    return kind;
  }

  public int number() throws WireException {
    try {
      return bytes.getInt();
    } catch (BufferUnderflowException _) {
      throw tooShort();
    }
  }

  public long large() throws WireException {
    try {
      return bytes.getLong();
    } catch (BufferUnderflowException _) {
      throw tooShort();
    }
  }

  public double real() throws WireException {
    return Double.longBitsToDouble(large());
  }

  public String text() throws WireException {
    int length = announced(1);
    if (length > Protocol.MOST_TEXT) {
      throw new WireException("a frame %s has a text of %s bytes".formatted(kind, length));
    }
    ByteBuffer part = bytes.slice(bytes.position(), length);
    bytes.position(bytes.position() + length);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(part).toString();
    } catch (CharacterCodingException _) {
      throw new WireException("a text is not UTF-8");
    }
  }

  public List<String> texts() throws WireException {
    int count = count(Integer.BYTES);
    List<String> texts = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      texts.add(text());
    }
    return texts;
  }

  /**
   * How many follow; all lists of a frame together have no more than {@link Protocol#MOST_PARTS}.
   *
   * @param least bytes that each takes at least, so that no number promises more than is there
   */
  public int count(int least) throws WireException {
    int count = announced(least);
    parts += count;
    if (parts > Protocol.MOST_PARTS) {
      throw new WireException("a frame %s has more than %s parts".formatted(kind, parts - 1));
    }
    return count;
  }

  private int announced(int least) throws WireException {
    int count = number();
    if (count < 0 || (long) count * least > bytes.remaining()) {
      throw new WireException("a frame %s announces %s parts".formatted(kind, count));
    }
    return count;
  }

  /** Nothing may be left. */
  public void end() throws WireException {
    if (bytes.hasRemaining()) {
      throw new WireException(
          "a frame %s has %s bytes too many".formatted(kind, bytes.remaining()));
    }
  }

  private WireException tooShort() {
    return new WireException("a frame %s is too short".formatted(kind));
  }
}
