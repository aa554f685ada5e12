package io.plumbline.data.picture;

import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.lang.foreign.MemorySegment;

/**
 * Adds zeros at the bottom and right: to the next multiple of {@code divisor} that holds the
 * picture and {@code target} pixels.
 */
public record PadToMultiple(int divisor, int target) implements Transformer {
  @Override
  public Picture apply(Picture picture) {
    picture.requireChannelsLast("PadTransformer");
    Shape shape = picture.shape();
    picture.requireMakes(extent(shape.dim(0)), extent(shape.dim(1)), "PadTransformer");
    Tensor padded =
        Tensor.allocate(
            picture.pixels().dtype(),
            Shape.of(extent(shape.dim(0)), extent(shape.dim(1)), shape.dim(2)));
    long pixel = shape.dim(2) * padded.dtype().bytes();
    long row = shape.dim(1) * pixel;
    for (long i = 0; i < shape.dim(0); i++) {
      MemorySegment.copy(
          picture.pixels().data(), i * row, padded.data(), i * padded.shape().dim(1) * pixel, row);
    }
    return picture.with(padded);
  }

  private long extent(long size) {
    long needed = Math.max(size, target);
    return (needed + divisor - 1) / divisor * divisor;
  }
}
