package io.plumbline.runtime.input;

import io.plumbline.tensor.BadDataException;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.colour.PictureInput;
import io.plumbline.tensor.colour.PictureLayout;
import io.plumbline.tensor.colour.PictureType;
import java.lang.foreign.MemorySegment;

/**
 * Pictures whose rows begin a fixed number of bytes after each other, as a camera's pyramid or an
 * aligned dump leaves them. Of NV12 the rows of Y and those of UV have one stride; of planes each
 * row of each plane has it.
 */
public final class PaddedRows {
  private PaddedRows() {}

  /**
   * The same pictures packed: without what lies behind each row.
   *
   * @param padded all rows of all pictures, the last one padded too
   * @param shape of the intermediate tensor
   * @param stride bytes from a row to the next, a row's own bytes or more
   * @throws BadDataException when the stride is too small, or the bytes are not so many rows
   */
  public static MemorySegment packed(
      PictureInput input, MemorySegment padded, Shape shape, long stride, String where) {
    int height = shape.intDim(input.layout().heightAxis());
    int width = shape.intDim(input.layout().heightAxis() + 1);
    boolean interleaved =
        input.device() != PictureType.NV12 && input.layout() == PictureLayout.NHWC;
    long row = (long) width * (interleaved ? input.device().channels() : 1);
    long rows = DevicePicture.bytes(input.device(), height, width) / row * shape.dim(0);
    if (stride < row || padded.byteSize() != rows * stride) {
      throw new BadDataException(
          "input.stride",
          where,
          "expected %d rows of %d bytes, each %d bytes after the one before, which is %d bytes; found %d"
              .formatted(rows, row, stride, rows * stride, padded.byteSize()),
          "give the stride of the file in bytes, %d or more, and the padding of the last row too"
              .formatted(row));
    }
    byte[] packed = new byte[Math.toIntExact(rows * row)];
    MemorySegment result = MemorySegment.ofArray(packed);
    for (long index = 0; index < rows; index++) {
      MemorySegment.copy(padded, index * stride, result, index * row, row);
    }
    return result;
  }
}
