package io.plumbline.runtime.input;

import io.plumbline.tensor.Shape;
import io.plumbline.tensor.colour.PictureInput;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A scaler in front of the model: a region of a picture, resized bilinearly to the model's size, Y
 * at full and UV at half resolution.
 */
public final class Resizer {
  private Resizer() {}

  /**
   * The region at the size of the intermediate tensor.
   *
   * @param shape of the intermediate tensor, whose height and width are even
   * @throws io.plumbline.tensor.BadDataException when the region does not lie in the picture
   */
  public static Nv12 resize(Nv12 picture, Region region, PictureInput input, Shape shape) {
    int height = shape.intDim(input.layout().heightAxis());
    int width = shape.intDim(input.layout().heightAxis() + 1);
    Region inside = region.within(picture.height(), picture.width());
    byte[] luma = new byte[height * width];
    byte[] chroma = new byte[height * width / 2];
    BilinearPlane.resize(
        (row, column) -> picture.luma(inside.top() + row, inside.left() + column),
        inside.height(),
        inside.width(),
        (row, column, pixel) -> luma[row * width + column] = (byte) pixel,
        height,
        width);
    int top = inside.top() / 2;
    int left = inside.left() / 2;
    BilinearPlane.resize(
        (row, column) -> picture.u(top + row, left + column),
        inside.height() / 2,
        inside.width() / 2,
        (row, column, pixel) -> chroma[row * width + 2 * column] = (byte) pixel,
        height / 2,
        width / 2);
    BilinearPlane.resize(
        (row, column) -> picture.v(top + row, left + column),
        inside.height() / 2,
        inside.width() / 2,
        (row, column, pixel) -> chroma[row * width + 2 * column + 1] = (byte) pixel,
        height / 2,
        width / 2);
    return new Nv12(height, width, offHeap(luma), width, offHeap(chroma), width);
  }

  private static MemorySegment offHeap(byte[] bytes) {
    MemorySegment segment = Arena.ofAuto().allocate(bytes.length);
    MemorySegment.copy(bytes, 0, segment, ValueLayout.JAVA_BYTE, 0, bytes.length);
    return segment;
  }
}
