package io.plumbline.data.picture;

import io.plumbline.tensor.DType;
import io.plumbline.tensor.Tensor;
import java.util.List;

/** x / deviation, of its channel or of all, in float32. */
public record Normalize(List<Float> deviations, ChannelOrder order) implements Transformer {
  public Normalize {
    deviations = List.copyOf(deviations);
  }

  @Override
  public Picture apply(Picture picture) {
    float[] operands = PerChannel.spread(picture, order, deviations, "NormalizeTransformer");
    float[] values = picture.as(DType.FLOAT32).pixels().toFloats();
    for (int i = 0; i < values.length; i++) {
      values[i] /= operands[i];
    }
    return picture.with(Tensor.of(picture.shape(), values));
  }
}
