package io.plumbline.formats.seal;

import io.plumbline.formats.wire.ModelProto;
import io.plumbline.formats.wire.StringStringEntryProto;
import io.plumbline.tensor.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The SHA-256 of an ONNX file inside that file. The last bytes of a sealed file are one more
 * metadata entry, {@value #HASH_KEY}, whose value is the hash of all bytes before it in lower-case
 * hexadecimal digits; protobuf joins it to the other entries. An entry {@value #MARK_KEY} among
 * those says that a seal must follow, so that a damaged seal is not taken for none. External data
 * are sealed by their hash as the value of the mark.
 */
public final class Seal {
  private static final String MARK_KEY = "plumbline.sealed";
  private static final String HASH_KEY = "plumbline.sha256";

  /** The mark of a file that has no external data. */
  private static final String WHOLE = "whole";

  private static final int DIGITS = 64;
  private static final byte[] BEGIN = begin();
  private static final int SIZE = BEGIN.length + DIGITS;

  private Seal() {}

  /** Writes the bytes of a model. */
  @FunctionalInterface
  public interface Body {
    void writeTo(OutputStream out) throws IOException;
  }

  /** The entry that a model which will be sealed must have. */
  public static StringStringEntryProto mark() {
    return entry(MARK_KEY, WHOLE);
  }

  /**
   * The same for a model with external data.
   *
   * @param dataSha256 of the external data, each range once, in the order of the file's tensors
   */
  public static StringStringEntryProto mark(String dataSha256) {
    return entry(MARK_KEY, dataSha256);
  }

  /** Whether an entry is part of a seal and no metadata of the model. */
  public static boolean isPart(String key) {
    return key.equals(MARK_KEY) || key.equals(HASH_KEY);
  }

  /**
   * Writes a model and its seal.
   *
   * @param body of a model with a mark
   */
  public static void write(Body body, OutputStream out) throws IOException {
    HashingStream hashing = new HashingStream(out);
    body.writeTo(hashing);
    out.write(BEGIN);
    out.write(hashing.hex().getBytes(StandardCharsets.US_ASCII));
  }

  /** What a file's seal says of it. */
  public enum State {
    /** There is none, as in every file that others wrote. */
    NONE,
    INTACT,
    BROKEN
  }

  /** Compares the end of a file with all before it; what the file marks is not looked at. */
  public static State of(MemorySegment file) {
    if (file.byteSize() < SIZE) {
      return State.NONE;
    }
    long body = file.byteSize() - SIZE;
    byte[] end = file.asSlice(body, SIZE).toArray(ValueLayout.JAVA_BYTE);
    if (!Arrays.equals(end, 0, BEGIN.length, BEGIN, 0, BEGIN.length)) {
      return State.NONE;
    }
    String stated = new String(end, BEGIN.length, DIGITS, StandardCharsets.US_ASCII);
    return stated.equals(Sha256.of(file.asSlice(0, body))) ? State.INTACT : State.BROKEN;
  }

  /** Whether a model says that it is sealed. */
  public static boolean isMarked(Collection<StringStringEntryProto> metadata) {
    return metadata.stream().anyMatch(entry -> isPart(entry.getKey()));
  }

  /** The hash that a model states of its external data. */
  public static Optional<String> dataSha256(List<StringStringEntryProto> metadata) {
    return metadata.stream()
        .filter(entry -> entry.getKey().equals(MARK_KEY) && !entry.getValue().equals(WHOLE))
        .map(StringStringEntryProto::getValue)
        .findFirst();
  }

  private static StringStringEntryProto entry(String key, String value) {
    return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
  }

  /** A model of nothing but the entry, up to where its value begins. */
  private static byte[] begin() {
    byte[] whole =
        ModelProto.newBuilder()
            .addMetadataProps(entry(HASH_KEY, "0".repeat(DIGITS)))
            .build()
            .toByteArray();
    return Arrays.copyOf(whole, whole.length - DIGITS);
  }
}
