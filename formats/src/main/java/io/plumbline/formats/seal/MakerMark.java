package io.plumbline.formats.seal;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * What shows a user that a sealed file was made by that user: one more metadata entry before the
 * seal, {@value #KEY}, the {@link MakerKey}'s mark of all bytes before it.
 */
public final class MakerMark {
  private static final String KEY = "plumbline.maker";
  private static final HexEntry ENTRY = new HexEntry(KEY);

  private MakerMark() {}

  /** Writes the bytes of a model and their mark. */
  public static void write(byte[] body, MakerKey key, OutputStream out) throws IOException {
    out.write(body);
    ENTRY.write(key.mark(MemorySegment.ofArray(body)), out);
  }

  /**
   * Whether a sealed file has the mark of a key.
   *
   * @param file whose seal is intact
   */
  public static boolean isOf(MakerKey key, MemorySegment file) {
    MemorySegment marked = Seal.body(file);
    return ENTRY
        .endOf(marked)
        .map(
            mark ->
                MessageDigest.isEqual(
                    mark.getBytes(StandardCharsets.US_ASCII),
                    key.mark(marked.asSlice(0, marked.byteSize() - ENTRY.size()))
                        .getBytes(StandardCharsets.US_ASCII)))
        .orElse(false);
  }
}
