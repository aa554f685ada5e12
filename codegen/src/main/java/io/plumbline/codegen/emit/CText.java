package io.plumbline.codegen.emit;

import io.plumbline.tensor.DType;
import io.plumbline.tensor.Rounding;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.UnsupportedException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Numbers, types and names as C spells them. Names of users' layers are not trusted. */
final class CText {
  private static final int LONGEST_NAME = 40;
  private static final int FIRST_PRINTABLE = 0x20;
  private static final int LAST_PRINTABLE = 0x7e;

  private CText() {}

  /** A float32 constant, bit for bit but for the bits of NaN. */
  static String real(float number) {
    if (Float.isNaN(number)) {
      return "NAN";
    }
    if (Float.isInfinite(number)) {
      return number > 0 ? "INFINITY" : "-INFINITY";
    }
    return Float.toHexString(number) + "f";
  }

  /** The contents of an array; one of none has a 0, for C knows no empty arrays. */
  static String list(long... numbers) {
    return numbers.length == 0
        ? "0"
        : Arrays.stream(numbers).mapToObj(Long::toString).collect(Collectors.joining(", "));
  }

  /**
   * The type of elements.
   *
   * @throws UnsupportedException for one that no kernel computes with
   */
  static String type(DType dtype) {
    return switch (dtype) {
      case INT8 -> "PL_S8";
      case UINT8 -> "PL_U8";
      case INT16 -> "PL_S16";
      case UINT16 -> "PL_U16";
      case INT32 -> "PL_S32";
      case UINT32 -> "PL_U32";
      case INT64 -> "PL_S64";
      case BOOL -> "PL_BOOL";
      case FLOAT32 -> "PL_F32";
      case FLOAT64, FLOAT16, BFLOAT16, UINT64 ->
          throw new UnsupportedException(
              "emit.type",
              dtype.label(),
              "C code does not compute with elements of %s".formatted(dtype.label()),
              "run the program with the executor 'vector'");
    };
  }

  static String rounding(Rounding rounding) {
    return "PL_" + rounding.name();
  }

  /** A name as part of a C identifier. */
  static String identifier(String name) {
    String plain = name.replaceAll("[^A-Za-z0-9]+", "_");
    return plain.substring(0, Math.min(plain.length(), LONGEST_NAME)).toLowerCase(Locale.ROOT);
  }

  /** A name inside a comment. */
  static String comment(String name) {
    return printable(name).replace("*/", "* /").replace("/*", "/ *");
  }

  /** A name as a string constant. */
  static String string(String name) {
    StringBuilder text = new StringBuilder("\"");
    for (byte octet : name.getBytes(StandardCharsets.UTF_8)) {
      int code = Byte.toUnsignedInt(octet);
      boolean plain = code >= FIRST_PRINTABLE && code <= LAST_PRINTABLE;
      text.append(
          plain && "\"\\?".indexOf(code) < 0
              ? Character.toString(code)
              : String.format(Locale.ROOT, "\\%03o", code));
    }
    return text.append('"').toString();
  }

  private static String printable(String name) {
    return name.codePoints()
        .mapToObj(
            code ->
                code >= FIRST_PRINTABLE && code <= LAST_PRINTABLE && code != '\\' && code != '?'
                    ? Character.toString(code)
                    : String.format(Locale.ROOT, "U+%04X", code))
        .collect(Collectors.joining());
  }

  /** Strides over the axes of a result by which NumPy's broadcasting reads an operand. */
  static long[] broadcast(Shape operand, Shape result) {
    long[] own = operand.strides();
    int shift = result.rank() - operand.rank();
    return IntStream.range(0, result.rank())
        .mapToLong(axis -> axis < shift || operand.dim(axis - shift) == 1 ? 0 : own[axis - shift])
        .toArray();
  }
}
