package io.plumbline.tensor;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Text files with one element a line in row-major order, below a comment line with type and shape.
 * {@code numpy.loadtxt} reads them as a flat array.
 */
public final class TextTensorFile {
  private TextTensorFile() {}

  /**
   * Writes the shortest decimal of every element that reads back to the same bits; NaN payloads are
   * not kept.
   *
   * @throws EnvironmentException when the file cannot be written
   */
  public static void write(Path file, Tensor tensor) {
    AtomicFile.write(file, out -> print(tensor, out));
  }

  private static void print(Tensor tensor, OutputStream out) throws IOException {
    out.write("# %s\n".formatted(tensor).getBytes(StandardCharsets.US_ASCII));
    for (long i = 0; i < tensor.elements(); i++) {
      out.write((text(tensor, i) + "\n").getBytes(StandardCharsets.US_ASCII));
    }
  }

  private static String text(Tensor tensor, long index) {
    return switch (tensor.dtype()) {
      case FLOAT64 -> Double.toString(tensor.getDouble(index));
      case FLOAT32, FLOAT16, BFLOAT16 -> Float.toString(tensor.getFloat(index));
      case UINT64 -> Long.toUnsignedString(tensor.getLong(index));
      case INT8, UINT8, INT16, UINT16, INT32, UINT32, INT64, BOOL ->
          Long.toString(tensor.getLong(index));
    };
  }

  /**
   * Reads the elements; comment lines and blank lines are passed over.
   *
   * @throws BadDataException when the file is missing, a line is no number of the type, or the
   *     count differs from the shape's
   */
  public static Tensor read(Path file, DType dtype, Shape shape) {
    Tensor tensor = Tensor.allocate(dtype, shape);
    List<String> lines = lines(file);
    long index = 0;
    for (int line = 0; line < lines.size(); line++) {
      String text = lines.get(line).strip();
      if (text.isEmpty() || text.startsWith("#")) {
        continue;
      }
      if (index < tensor.elements()) {
        parse(tensor, index, text, file + ":" + (line + 1));
      }
      index++;
    }
    if (index != tensor.elements()) {
      throw new BadDataException(
          "data.text-count",
          file.toString(),
          "%s needs %d values, found %d".formatted(tensor, tensor.elements(), index),
          "declare the type and shape the file was written with");
    }
    return tensor;
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new BadDataException(
          "data.unreadable",
          file.toString(),
          ReadFailure.of(file, e),
          "check the path, and that the file is text",
          e);
    }
  }

  private static void parse(Tensor tensor, long index, String text, String where) {
    DType dtype = tensor.dtype();
    try {
      switch (dtype) {
        case FLOAT64 -> put(tensor, index, Double.doubleToRawLongBits(Double.parseDouble(text)));
        case FLOAT32 -> put(tensor, index, Float.floatToRawIntBits(Float.parseFloat(text)));
        case FLOAT16 -> put(tensor, index, Float.floatToFloat16(Float.parseFloat(text)));
        case BFLOAT16 -> put(tensor, index, bfloat16(Float.parseFloat(text)));
        case UINT64 -> put(tensor, index, Long.parseUnsignedLong(text));
        case INT64 -> put(tensor, index, Long.parseLong(text));
        case UINT32 -> put(tensor, index, Integer.parseUnsignedInt(text));
        case INT8, UINT8, INT16, UINT16, INT32, BOOL -> {
          int value = Integer.parseInt(text);
          if (value < dtype.minimum() || value > dtype.maximum()) {
            throw new NumberFormatException("out of range");
          }
          put(tensor, index, value);
        }
      }
    } catch (NumberFormatException e) {
      throw new BadDataException(
          "data.text-number",
          where,
          "expected a number of type %s, found '%s'".formatted(dtype.label(), text),
          "correct the line or declare another type",
          e);
    }
  }

  /** Rounded half to even. */
  private static int bfloat16(float value) {
    int bits = Float.floatToRawIntBits(value);
    return Float.isNaN(value) ? 0x7FC0 : (bits + 0x7FFF + (bits >>> 16 & 1)) >>> 16;
  }

  private static void put(Tensor tensor, long index, long bits) {
    int size = tensor.dtype().bytes();
    for (int i = 0; i < size; i++) {
      tensor.data().set(ValueLayout.JAVA_BYTE, index * size + i, (byte) (bits >>> (8 * i)));
    }
  }
}
