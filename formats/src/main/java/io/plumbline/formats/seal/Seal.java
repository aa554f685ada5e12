package io.plumbline.formats.seal;

import io.plumbline.formats.wire.StringStringEntryProto;
import io.plumbline.tensor.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
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

  private static final HexEntry HASH = new HexEntry(HASH_KEY);

  private Seal() {}

  /** Writes the bytes of a model. */
  @FunctionalInterface
  public interface Body {
    void writeTo(OutputStream out) throws IOException;
  }

  /** The entry that a model which will be sealed must have. */
  public static StringStringEntryProto mark() {
    return HexEntry.entry(MARK_KEY, WHOLE);
  }

  /**
   * The same for a model with external data.
   *
   * @param dataSha256 of the external data, each range once, in the order of the file's tensors
   */
  public static StringStringEntryProto mark(String dataSha256) {
    return HexEntry.entry(MARK_KEY, dataSha256);
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
    HASH.write(hashing.hex(), out);
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
    Optional<String> stated = HASH.endOf(file);
    if (stated.isEmpty()) {
      return State.NONE;
    }
    return stated.get().equals(Sha256.of(body(file))) ? State.INTACT : State.BROKEN;
  }

  /** What the seal of a sealed file was taken of. */
  static MemorySegment body(MemorySegment file) {
    return file.asSlice(0, file.byteSize() - HASH.size());
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
}
