package io.plumbline.data.dataset;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Pictures in memory as portable any-map files (binary PGM and PPM), which lose nothing. */
final class PortableMap {
  private PortableMap() {}

  /** A grey picture of one byte a pixel, row by row. */
  static byte[] grey(ByteBuffer data, int offset, int height, int width) {
    byte[] header = header("P5", height, width);
    byte[] file = new byte[header.length + height * width];
    System.arraycopy(header, 0, file, 0, header.length);
    data.get(offset, file, header.length, height * width);
    return file;
  }

  /** A colour picture of three planes: red, green, blue. */
  static byte[] planes(byte[] data, int offset, int height, int width) {
    byte[] header = header("P6", height, width);
    int pixels = height * width;
    byte[] file = new byte[header.length + 3 * pixels];
    System.arraycopy(header, 0, file, 0, header.length);
    for (int pixel = 0; pixel < pixels; pixel++) {
      for (int channel = 0; channel < 3; channel++) {
        file[header.length + 3 * pixel + channel] = data[offset + channel * pixels + pixel];
      }
    }
    return file;
  }

  private static byte[] header(String magic, int height, int width) {
    return "%s\n%d %d\n255\n".formatted(magic, width, height).getBytes(StandardCharsets.US_ASCII);
  }
}
