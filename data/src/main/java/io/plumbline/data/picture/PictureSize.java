package io.plumbline.data.picture;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The size that the header of a picture file declares, which a few bytes can make any number; read
 * before memory is taken for the pixels.
 *
 * @param width in pixels, as stored, 0…2³²−1
 * @param height in pixels, as stored, 0…2³²−1
 */
record PictureSize(long width, long height) {
  /** How many pixels a picture may have: three bytes of each are 192 MiB. */
  static final long MOST_PIXELS = 1L << 26;

  private static final long UNSIGNED = 0xFFFFFFFFL;
  private static final int START_OF_JPEG = 0xFFD8;
  private static final int LONGEST_TEXT_HEADER = 4096;

  /** Magic number, width and height of PNM, with comments between them. */
  private static final Pattern PNM =
      Pattern.compile("P[1-6](?:\\s|#[^\n]*\n)+(\\d{1,9})(?:\\s|#[^\n]*\n)+(\\d{1,9})\\s");

  boolean isTooLarge() {
    return width > MOST_PIXELS || height > MOST_PIXELS || width * height > MOST_PIXELS;
  }

  /** The size in a header of PNG, JPEG, BMP, GIF, WebP, TIFF or PNM. */
  static Optional<PictureSize> of(byte[] bytes) {
    try {
      return read(ByteBuffer.wrap(bytes).asReadOnlyBuffer());
    } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
      return Optional.empty(); // the file ends within its header
    }
  }

  private static Optional<PictureSize> read(ByteBuffer file) {
    return switch (file.getShort(0) & 0xFFFF) {
      case 0x8950 -> Optional.of(ofIntegers(file, 16, 20));
      case START_OF_JPEG -> jpeg(file.position(2));
      case 0x424D -> Optional.of(bmp(file.order(ByteOrder.LITTLE_ENDIAN)));
      case 0x4749 -> Optional.of(ofShorts(file.order(ByteOrder.LITTLE_ENDIAN), 6, 8));
      case 0x5249 -> webp(file.order(ByteOrder.LITTLE_ENDIAN));
      case 0x4949 -> tiff(file.order(ByteOrder.LITTLE_ENDIAN));
      case 0x4D4D -> tiff(file);
      default -> pnm(file);
    };
  }

  private static PictureSize ofShorts(ByteBuffer file, int width, int height) {
    return new PictureSize(file.getShort(width) & 0xFFFF, file.getShort(height) & 0xFFFF);
  }

  private static PictureSize ofIntegers(ByteBuffer file, int width, int height) {
    return new PictureSize(file.getInt(width) & UNSIGNED, file.getInt(height) & UNSIGNED);
  }

  /** Walks the segments to the start of a frame (ITU-T T.81, B.2.2). */
  private static Optional<PictureSize> jpeg(ByteBuffer file) {
    while (true) {
      int marker = marker(file);
      boolean isAlone = marker == 0x01 || (marker >= 0xD0 && marker <= 0xD8);
      if (isAlone) {
        continue;
      }
      boolean isFrame =
          marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
      int segment = file.position();
      if (isFrame) {
        return Optional.of(ofShorts(file, segment + 5, segment + 3));
      }
      file.position(segment + (file.getShort(segment) & 0xFFFF));
    }
  }

  private static int marker(ByteBuffer file) {
    int last = 0;
    int next = file.get() & 0xFF;
    while (last != 0xFF || next == 0xFF || next == 0) {
      last = next;
      next = file.get() & 0xFF;
    }
    return next;
  }

  private static PictureSize bmp(ByteBuffer file) {
    boolean isOldest = file.getInt(14) == 12;
    return isOldest
        ? ofShorts(file, 18, 20)
        : new PictureSize(Math.abs((long) file.getInt(18)), Math.abs((long) file.getInt(22)));
  }

  private static Optional<PictureSize> webp(ByteBuffer file) {
    return switch (new String(bytes(file, 12, 4), StandardCharsets.ISO_8859_1)) {
      case "VP8 " ->
          Optional.of(new PictureSize(file.getShort(26) & 0x3FFF, file.getShort(28) & 0x3FFF));
      case "VP8L" -> {
        int packed = file.getInt(21);
        yield Optional.of(new PictureSize((packed & 0x3FFF) + 1, (packed >> 14 & 0x3FFF) + 1));
      }
      case "VP8X" ->
          Optional.of(
              new PictureSize((file.getInt(24) & 0xFFFFFF) + 1L, (file.getInt(26) >>> 8) + 1L));
      default -> Optional.empty();
    };
  }

  /** Tags 256 and 257 of the first directory (TIFF 6.0, section 2). */
  private static Optional<PictureSize> tiff(ByteBuffer file) {
    if (file.getShort(2) != 42) {
      return Optional.empty();
    }
    int directory = file.getInt(4);
    long width = -1;
    long height = -1;
    for (int i = 0; i < (file.getShort(directory) & 0xFFFF); i++) {
      int entry = directory + 2 + 12 * i;
      boolean isShort = file.getShort(entry + 2) == 3;
      long value = isShort ? file.getShort(entry + 8) & 0xFFFF : file.getInt(entry + 8) & UNSIGNED;
      switch (file.getShort(entry)) {
        case 256 -> width = value;
        case 257 -> height = value;
        default -> {}
      }
    }
    return width < 0 || height < 0 ? Optional.empty() : Optional.of(new PictureSize(width, height));
  }

  private static Optional<PictureSize> pnm(ByteBuffer file) {
    byte[] start = bytes(file, 0, Math.min(LONGEST_TEXT_HEADER, file.limit()));
    Matcher matcher = PNM.matcher(new String(start, StandardCharsets.ISO_8859_1));
    return matcher.lookingAt()
        ? Optional.of(
            new PictureSize(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2))))
        : Optional.empty();
  }

  private static byte[] bytes(ByteBuffer file, int offset, int length) {
    byte[] bytes = new byte[length];
    file.get(offset, bytes);
    return bytes;
  }
}
