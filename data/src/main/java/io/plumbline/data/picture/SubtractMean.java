package io.plumbline.data.picture;

import io.plumbline.tensor.DType;
import io.plumbline.tensor.Tensor;
import java.util.List;

/** x − mean of its channel, in float32. */
public record SubtractMean(List<Float> means, ChannelOrder order) implements Transformer {
  public SubtractMean {
    means = List.copyOf(means);
  }

  @Override
  public Picture apply(Picture picture) {
    float[] operands = PerChannel.spread(picture, order, means, "MeanTransformer");
    float[] values = picture.as(DType.FLOAT32).pixels().toFloats();
    for (int i = 0; i < values.length; i++) {
      values[i] -= operands[i];
    }
    return picture.with(Tensor.of(picture.shape(), values));
  }
}
