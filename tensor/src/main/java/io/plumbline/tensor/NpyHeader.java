package io.plumbline.tensor;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a NumPy array file says about its array, as the NPY format description of numpy.lib.format
 * defines it: a Python dictionary with exactly {@code descr}, {@code fortran_order} and {@code
 * shape}.
 *
 * @param swapped whether elements are big-endian
 * @param columnMajor whether the first axis varies fastest
 */
record NpyHeader(DType dtype, boolean swapped, boolean columnMajor, Shape shape) {
  private static final int ALIGNMENT = 64;
  private static final int PREAMBLE = 10;
  private static final Pattern DESCR = Pattern.compile("['\"]descr['\"]\\s*:\\s*['\"]([^'\"]*)");
  private static final Pattern ORDER =
      Pattern.compile("['\"]fortran_order['\"]\\s*:\\s*(True|False)");
  private static final Pattern SHAPE =
      Pattern.compile("['\"]shape['\"]\\s*:\\s*\\(([0-9,\\sL]*)\\)");

  /** Reads the dictionary. */
  static NpyHeader parse(String text, String where) {
    String descr = find(DESCR, text, "descr", where);
    boolean columnMajor = find(ORDER, text, "fortran_order", where).equals("True");
    Shape shape = shape(find(SHAPE, text, "shape", where), where);
    char order = descr.isEmpty() ? '?' : descr.charAt(0);
    String kind = descr.isEmpty() ? "" : descr.substring(1);
    DType dtype =
        dtype(kind)
            .filter(type -> order == '<' || order == '>' || (order == '|' && type.bytes() == 1))
            .orElseThrow(
                () ->
                    new BadDataException(
                        "npy.dtype",
                        where,
                        "the array has the type '%s'; numbers and booleans are read"
                            .formatted(descr),
                        "save it with astype(numpy.float32)"));
    return new NpyHeader(dtype, order == '>' && dtype.bytes() > 1, columnMajor, shape);
  }

  private static String find(Pattern pattern, String text, String key, String where) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw bad(where, "the header has no valid '%s'".formatted(key));
    }
    return matcher.group(1);
  }

  private static Shape shape(String text, String where) {
    List<Long> dims = new ArrayList<>();
    try {
      for (String part : text.replace("L", "").split(",")) {
        if (!part.isBlank()) {
          dims.add(Long.parseLong(part.strip()));
        }
      }
      Shape shape = Shape.of(dims);
      Math.multiplyExact(shape.elements(), (long) Long.BYTES);
      return shape;
    } catch (NumberFormatException | ArithmeticException e) {
      throw bad(where, "the shape (%s) is impossible".formatted(text.strip()));
    }
  }

  static BadDataException bad(String where, String message) {
    return new BadDataException("npy.damaged", where, message, "save the array again");
  }

  private static Optional<DType> dtype(String kind) {
    for (DType dtype : DType.values()) {
      if (dtype != DType.BFLOAT16 && kind(dtype).equals(kind)) {
        return Optional.of(dtype);
      }
    }
    return Optional.empty();
  }

  private static String kind(DType dtype) {
    return switch (dtype) {
      case FLOAT16, FLOAT32, FLOAT64 -> "f" + dtype.bytes();
      case INT8, INT16, INT32, INT64 -> "i" + dtype.bytes();
      case UINT8, UINT16, UINT32, UINT64 -> "u" + dtype.bytes();
      case BOOL -> "b1";
      case BFLOAT16 -> throw new IllegalArgumentException("NumPy has no bfloat16");
    };
  }

  /** The bytes of a version 1 file up to its data. */
  static byte[] write(DType dtype, Shape shape) {
    StringBuilder dims = new StringBuilder();
    for (int axis = 0; axis < shape.rank(); axis++) {
      dims.append(axis == 0 ? "" : " ").append(shape.dim(axis)).append(',');
    }
    if (shape.rank() > 1) {
      dims.setLength(dims.length() - 1);
    }
    String dictionary =
        "{'descr': '%s%s', 'fortran_order': False, 'shape': (%s), }"
            .formatted(dtype.bytes() == 1 ? "|" : "<", kind(dtype), dims);
    int used = PREAMBLE + dictionary.length() + 1;
    int padding = (ALIGNMENT - used % ALIGNMENT) % ALIGNMENT;
    String text = dictionary + " ".repeat(padding) + "\n";
    byte[] header = new byte[PREAMBLE + text.length()];
    byte[] magic = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
    System.arraycopy(magic, 0, header, 0, magic.length);
    header[8] = (byte) text.length();
    header[9] = (byte) (text.length() >> 8);
    System.arraycopy(text.getBytes(StandardCharsets.US_ASCII), 0, header, PREAMBLE, text.length());
    return header;
  }
}
