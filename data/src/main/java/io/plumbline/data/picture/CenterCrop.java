package io.plumbline.data.picture;

import io.plumbline.tensor.BadDataException;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.lang.foreign.MemorySegment;

/** Cuts the middle out of a picture; odd margins are smaller at the top and left. */
public record CenterCrop(int height, int width, DType dtype) implements Transformer {
  @Override
  public Picture apply(Picture picture) {
    picture.requireChannelsLast("CenterCropTransformer");
    Shape shape = picture.shape();
    long top = (shape.dim(0) - height) / 2;
    long left = (shape.dim(1) - width) / 2;
    if (shape.dim(0) < height || shape.dim(1) < width) {
      throw new BadDataException(
          "picture.too-small",
          picture.name(),
          "cannot cut %dx%d out of %dx%d pixels"
              .formatted(height, width, shape.dim(0), shape.dim(1)),
          "resize before cropping");
    }
    Tensor cropped =
        Tensor.allocate(picture.pixels().dtype(), Shape.of(height, width, shape.dim(2)));
    long pixel = shape.dim(2) * cropped.dtype().bytes();
    for (int row = 0; row < height; row++) {
      MemorySegment.copy(
          picture.pixels().data(),
          ((top + row) * shape.dim(1) + left) * pixel,
          cropped.data(),
          row * width * pixel,
          width * pixel);
    }
    return picture.with(cropped).as(dtype);
  }
}
