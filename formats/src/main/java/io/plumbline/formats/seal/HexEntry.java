package io.plumbline.formats.seal;

import io.plumbline.formats.wire.ModelProto;
import io.plumbline.formats.wire.StringStringEntryProto;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * A metadata entry of 64 hexadecimal digits that follows the bytes of a model; protobuf joins it to
 * the others.
 */
final class HexEntry {
  private static final int DIGITS = 64;

  private final byte[] begin;

  HexEntry(String key) {
    byte[] whole =
        ModelProto.newBuilder()
            .addMetadataProps(entry(key, "0".repeat(DIGITS)))
            .build()
            .toByteArray();
    this.begin = Arrays.copyOf(whole, whole.length - DIGITS);
  }

  static StringStringEntryProto entry(String key, String value) {
    return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
  }

  /** Bytes of the entry. */
  long size() {
    return begin.length + (long) DIGITS;
  }

  void write(String digits, OutputStream out) throws IOException {
    out.write(begin);
    out.write(digits.getBytes(StandardCharsets.US_ASCII));
  }

  /** The digits of an entry that ends where a file does. */
  Optional<String> endOf(MemorySegment file) {
    if (file.byteSize() < size()) {
      return Optional.empty();
    }
    byte[] end = file.asSlice(file.byteSize() - size()).toArray(ValueLayout.JAVA_BYTE);
    return Arrays.equals(end, 0, begin.length, begin, 0, begin.length)
        ? Optional.of(new String(end, begin.length, DIGITS, StandardCharsets.US_ASCII))
        : Optional.empty();
  }
}
