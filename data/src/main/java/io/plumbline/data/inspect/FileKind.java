package io.plumbline.data.inspect;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** What a file is by its first bytes, whatever its name says. */
public enum FileKind {
  JPEG,
  PNG,
  BMP,
  GIF,
  WEBP,
  TIFF,
  JPEG_2000,
  NETPBM,
  NPY,
  ZIP,
  GZIP,
  EMPTY,
  /** No signature that is known; raw tensors look like this. */
  UNKNOWN;

  /** Behind the magic number, any white space, and a number or a comment. */
  private static final Pattern PNM = Pattern.compile("P[1-6]\\s+[#0-9]");

  /** How many bytes {@link #of} looks at. */
  public static final int SIGNATURE_BYTES = 16;

  /** Tells the kind from the first bytes of a file, up to {@link #SIGNATURE_BYTES} of them. */
  public static FileKind of(byte[] start) {
    if (start.length == 0) {
      return EMPTY;
    }
    // Latin-1 keeps every byte as one character.
    String text = new String(start, StandardCharsets.ISO_8859_1);
    if (text.startsWith("RIFF") && text.startsWith("WEBP", 8)) {
      return WEBP;
    }
    if (text.startsWith("BM") && text.startsWith("\0\0\0\0", 6)) {
      return BMP;
    }
    if (PNM.matcher(text).lookingAt()) {
      return NETPBM;
    }
    for (Signature signature : Signature.values()) {
      if (text.startsWith(signature.bytes)) {
        return signature.kind;
      }
    }
    return UNKNOWN;
  }

  /** Signatures that a tensor's first numbers do not have by chance. */
  private enum Signature {
    JPEG_START("\u00FF\u00D8\u00FF", JPEG),
    PNG_START("\u0089PNG\r\n\u001A\n", PNG),
    GIF_START("GIF8", GIF),
    TIFF_LITTLE("II*\0", TIFF),
    TIFF_BIG("MM\0*", TIFF),
    JPEG_2000_START("\0\0\0\u000CjP  ", JPEG_2000),
    NUMPY("\u0093NUMPY", NPY),
    ZIP_START("PK\u0003\u0004", ZIP),
    GZIP_START("\u001F\u008B\b", GZIP);

    private final String bytes;
    private final FileKind kind;

    Signature(String bytes, FileKind kind) {
      this.bytes = bytes;
      this.kind = kind;
    }
  }

  public boolean isPicture() {
    return switch (this) {
      case JPEG, PNG, BMP, GIF, WEBP, TIFF, JPEG_2000, NETPBM -> true;
      case NPY, ZIP, GZIP, EMPTY, UNKNOWN -> false;
    };
  }

  /** Such as {@code JPEG} or {@code NumPy array}, for messages. */
  public String label() {
    return switch (this) {
      case NPY -> "NumPy array";
      case ZIP -> "zip archive";
      case GZIP -> "gzip archive";
      case EMPTY -> "empty file";
      case UNKNOWN -> "file without a known signature";
      case JPEG, PNG, BMP, GIF, WEBP, TIFF -> name();
      case JPEG_2000 -> "JPEG 2000";
      case NETPBM -> "PNM";
    };
  }
}
