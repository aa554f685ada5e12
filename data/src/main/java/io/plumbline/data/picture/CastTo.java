package io.plumbline.data.picture;

import io.plumbline.tensor.DType;

/** Changes the type, rounding half to even and saturating. */
public record CastTo(DType dtype) implements Transformer {
  @Override
  public Picture apply(Picture picture) {
    return picture.as(dtype);
  }
}
