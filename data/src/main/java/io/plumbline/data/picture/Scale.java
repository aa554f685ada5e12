package io.plumbline.data.picture;

import io.plumbline.tensor.DType;
import io.plumbline.tensor.Tensor;

/** x · factor, in float32. */
public record Scale(float factor) implements Transformer {
  @Override
  public Picture apply(Picture picture) {
    float[] values = picture.as(DType.FLOAT32).pixels().toFloats();
    for (int i = 0; i < values.length; i++) {
      values[i] *= factor;
    }
    return picture.with(Tensor.of(picture.shape(), values));
  }
}
