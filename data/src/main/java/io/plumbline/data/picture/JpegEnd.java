package io.plumbline.data.picture;

/** Whether a JPEG file holds all of its picture: decoders fill what is missing with grey. */
final class JpegEnd {
  private static final int START_OF_SCAN = 0xDA;
  private static final int END_OF_IMAGE = 0xD9;

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
