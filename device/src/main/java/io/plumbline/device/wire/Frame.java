package io.plumbline.device.wire;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/** A frame in the making: numbers and texts, one after the other. */
public final class Frame {
  private final Kind kind;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  public Frame(Kind kind) {
    this.kind = kind;
  }

  public Frame number(int value) {
    for (int shift = 24; shift >= 0; shift -= 8) {
      bytes.write(value >>> shift);
    }
    return this;
  }

  public Frame number(long value) {
    return number((int) (value >>> 32)).number((int) value);
  }

  public Frame real(double value) {
    return number(Double.doubleToRawLongBits(value));
  }

  /** UTF-8 with its length. */
  public Frame text(String value) {
    byte[] encoded = value.getBytes(StandardCharsets.UTF_8);
    number(encoded.length);
    bytes.write(encoded, 0, encoded.length);
    return this;
  }

  /** How many there are, and each. */
  public <T> Frame list(List<T> values, Consumer<T> each) {
    number(values.size());
    values.forEach(each);
    return this;
  }

  public Frame texts(List<String> values) {
    return list(values, this::text);
  }

  void write(DataOutputStream out) throws IOException {
    out.writeByte(kind.number());
    out.writeInt(bytes.size());
    bytes.writeTo(out);
  }
}
