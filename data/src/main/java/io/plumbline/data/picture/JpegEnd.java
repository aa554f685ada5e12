package io.plumbline.data.picture;

import io.plumbline.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Whether a JPEG file holds all of its picture: decoders fill what is missing with grey. */
final class JpegEnd {
  private static final int START_OF_SCAN = 0xDA;
  private static final int END_OF_IMAGE = 0xD9;

  private static final int BASELINE = 0xC0;
  private static final int EXTENDED = 0xC1;
  private static final int RESTART_INTERVAL = 0xDD;

  /** Bytes that read on differently: no marker begins with one. */
  private static final List<Integer> FOLLOWING = List.of(0x00, 0x55, 0xAA, 0xC3, 0xFE);

  /** Enough for some blocks of a picture. */
  private static final int MORE = 256;

  private JpegEnd() {}

  /**
   * Whether a file is a JPEG whose first scan is not followed by an end of image (ITU-T T.81, B.1).
   * Segments before that scan are skipped, as they may hold a smaller picture that has an end.
   */
  static boolean isMissing(byte[] bytes) {
    boolean isJpeg = bytes.length > 2 && at(bytes, 0) == 0xFF && at(bytes, 1) == 0xD8;
    if (!isJpeg) {
      return false;
    }
    for (int i = firstScan(bytes); i + 1 < bytes.length; i++) {
      if (at(bytes, i) == 0xFF && at(bytes, i + 1) == END_OF_IMAGE) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether nothing but the end of image can be missing, which many writers forget: the file has
   * one scan of all components, without restart intervals, and what would follow its bytes changes
   * no pixel.
   *
   * @param bytes of a file whose end {@link #isMissing}
   */
  static boolean isAllThatIsMissing(byte[] bytes) {
    if (!hasOneScan(bytes)) {
      return false;
    }
    Optional<Tensor> plain = OpenCv.decode(ended(bytes, 0, 0));
    return plain.isPresent()
        && FOLLOWING.stream()
            .map(filler -> OpenCv.decode(ended(bytes, MORE, filler)))
            .allMatch(found -> found.isPresent() && found.get().sameAs(plain.get()));
  }

  /** The bytes without half a marker, more of one value, and an end of image. */
  private static byte[] ended(byte[] bytes, int more, int filler) {
    int length = bytes.length - (at(bytes, bytes.length - 1) == 0xFF ? 1 : 0);
    byte[] ended = Arrays.copyOf(bytes, length + more + 2);
    Arrays.fill(ended, length, length + more, (byte) filler);
    ended[ended.length - 2] = (byte) 0xFF;
    ended[ended.length - 1] = (byte) END_OF_IMAGE;
    return ended;
  }

  /** Whether a sequential frame (B.2.2) has all its components in its first scan (B.2.3). */
  private static boolean hasOneScan(byte[] bytes) {
    int scan = firstScan(bytes);
    int components = 0;
    for (int position = 2; position + 9 < scan; ) {
      int marker = at(bytes, position + 1);
      if (at(bytes, position) != 0xFF || marker == 0xFF || marker == 0) {
        position++;
        continue;
      }
      if (marker == RESTART_INTERVAL) {
        return false;
      }
      if (marker == BASELINE || marker == EXTENDED) {
        components = at(bytes, position + 9);
      }
      position += 2 + (at(bytes, position + 2) << 8) + at(bytes, position + 3);
    }
    return components > 0 && scan + 4 < bytes.length && at(bytes, scan + 4) == components;
  }

  /** Where the first scan begins, or the length of a file that has none. */
  private static int firstScan(byte[] bytes) {
    int position = 2;
    while (position + 3 < bytes.length) {
      int marker = at(bytes, position + 1);
      if (at(bytes, position) != 0xFF || marker == 0xFF || marker == 0) {
        position++;
      } else if (marker == START_OF_SCAN) {
        return position;
      } else {
        position += 2 + (at(bytes, position + 2) << 8) + at(bytes, position + 3);
      }
    }
    return bytes.length;
  }

  private static int at(byte[] bytes, int index) {
    return bytes[index] & 0xFF;
  }
}
