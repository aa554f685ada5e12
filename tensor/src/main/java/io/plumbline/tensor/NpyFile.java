package io.plumbline.tensor;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * NumPy array files ({@code .npy}): reads format versions 1 to 3 of either byte and axis order,
 * writes version 1, little-endian and row-major.
 */
public final class NpyFile {
  private static final int LARGEST_HEADER = 1 << 20;

  private NpyFile() {}

  /**
   * Reads a whole array.
   *
   * @throws BadDataException when the file is missing, damaged, or of a type without meaning here
   *     (text, structures, complex numbers, objects)
   */
  public static Tensor read(Path file) {
    String where = file.toString();
    if (!Files.isRegularFile(file)) {
      throw new BadDataException(
          "data.missing-file", where, ReadFailure.missing(file), "check the path");
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return read(channel, where);
    } catch (IOException e) {
      throw new BadDataException(
          "data.unreadable", where, ReadFailure.of(file, e), "check permissions", e);
    }
  }

  private static Tensor read(FileChannel channel, String where) throws IOException {
    ByteBuffer start = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
    fill(channel, 0, start);
    boolean magic = start.limit() >= 10 && start.getLong(0) << 16 == 0x59504D554E930000L;
    if (!magic) {
      throw NpyHeader.bad(where, "this is no NumPy array file: it does not start with \\x93NUMPY");
    }
    int version = start.get(6);
    if (version < 1 || version > 3 || (version > 1 && start.limit() < 12)) {
      throw NpyHeader.bad(where, "format version %d; versions 1 to 3 are read".formatted(version));
    }
    int preamble = version == 1 ? 10 : 12;
    long length = version == 1 ? start.getShort(8) & 0xFFFF : start.getInt(8) & 0xFFFF_FFFFL;
    if (length > LARGEST_HEADER || preamble + length > channel.size()) {
      throw NpyHeader.bad(
          where, "the header claims %d bytes; the file has %d".formatted(length, channel.size()));
    }
    ByteBuffer text = ByteBuffer.allocate((int) length);
    fill(channel, preamble, text);
    NpyHeader header =
        NpyHeader.parse(new String(text.array(), StandardCharsets.ISO_8859_1), where);
    return data(channel, preamble + length, header, where);
  }

  private static Tensor data(FileChannel channel, long offset, NpyHeader header, String where)
      throws IOException {
    long expected = header.shape().elements() * header.dtype().bytes();
    long found = channel.size() - offset;
    if (expected != found) {
      throw NpyHeader.bad(
          where,
          "%s[%s] needs %d bytes of data, found %d"
              .formatted(header.dtype().label(), header.shape(), expected, found));
    }
    Tensor tensor = Tensor.allocate(header.dtype(), header.shape());
    if (SegmentFile.read(channel, offset, tensor.data()) != expected) {
      throw NpyHeader.bad(where, "the file ends early");
    }
    if (header.swapped()) {
      swap(tensor.data(), header.dtype().bytes());
    }
    return header.columnMajor() && header.shape().rank() > 1 ? rowMajor(tensor) : tensor;
  }

  private static void fill(FileChannel channel, long position, ByteBuffer buffer)
      throws IOException {
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, position + buffer.position()) < 0) {
        break;
      }
    }
    buffer.flip();
  }

  private static void swap(MemorySegment data, int size) {
    for (long start = 0; start < data.byteSize(); start += size) {
      for (int i = 0; i < size / 2; i++) {
        byte low = data.get(ValueLayout.JAVA_BYTE, start + i);
        data.set(
            ValueLayout.JAVA_BYTE,
            start + i,
            data.get(ValueLayout.JAVA_BYTE, start + size - 1 - i));
        data.set(ValueLayout.JAVA_BYTE, start + size - 1 - i, low);
      }
    }
  }

  private static Tensor rowMajor(Tensor columnMajor) {
    Shape shape = columnMajor.shape();
    int size = columnMajor.dtype().bytes();
    long[] steps = new long[shape.rank()];
    long step = 1;
    for (int axis = 0; axis < steps.length; axis++) {
      steps[axis] = step;
      step *= shape.dim(axis);
    }
    Tensor tensor = Tensor.allocate(columnMajor.dtype(), shape);
    long[] index = new long[shape.rank()];
    long source = 0;
    for (long target = 0; target < tensor.elements(); target++) {
      MemorySegment.copy(columnMajor.data(), source * size, tensor.data(), target * size, size);
      for (int axis = index.length - 1; axis >= 0; axis--) {
        source += steps[axis];
        if (++index[axis] < shape.dim(axis)) {
          break;
        }
        source -= steps[axis] * shape.dim(axis);
        index[axis] = 0;
      }
    }
    return tensor;
  }

  /**
   * Writes an array; bfloat16, which NumPy does not have, as float32 of the same values.
   *
   * @throws EnvironmentException when the file cannot be written
   */
  public static void write(Path file, Tensor tensor) {
    if (tensor.dtype() == DType.BFLOAT16) {
      write(file, Tensor.of(tensor.shape(), tensor.toFloats()));
      return;
    }
    AtomicFile.write(
        file,
        out -> {
          out.write(NpyHeader.write(tensor.dtype(), tensor.shape()));
          SegmentFile.write(tensor.data(), out);
        });
  }
}
