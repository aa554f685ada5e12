package io.plumbline.data.picture;

import io.plumbline.tensor.BadDataException;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Tensor;

/**
 * x − the mean of its place and channel, in float32.
 *
 * @param mean of the size of the pictures at this step
 * @param order the axes of the pictures
 */
public record SubtractMeanPicture(MeanPicture mean, ChannelOrder order) implements Transformer {
  @Override
  public Picture apply(Picture picture) {
    Tensor means =
        order == ChannelOrder.CHW ? mean.pixels() : Elements.permute(mean.pixels(), 1, 2, 0);
    if (!picture.shape().equals(means.shape())) {
      throw new BadDataException(
          "picture.mean-file",
          picture.name(),
          "MeanTransformer with data_format %s and mean_file %s expects %s, found %s"
              .formatted(order, mean.file().getFileName(), means.shape(), picture.shape()),
          "move the transformer to where pictures have the size of the mean, or correct"
              + " data_format");
    }
    float[] operands = means.toFloats();
    float[] values = picture.as(DType.FLOAT32).pixels().toFloats();
    for (int i = 0; i < values.length; i++) {
      values[i] -= operands[i];
    }
    return picture.with(Tensor.of(picture.shape(), values));
  }
}
