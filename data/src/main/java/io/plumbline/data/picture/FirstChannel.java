package io.plumbline.data.picture;

import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;

/** Keeps the first of three channels: the Y of YUV pictures. */
public record FirstChannel(ChannelOrder order) implements Transformer {
  @Override
  public Picture apply(Picture picture) {
    int axis = picture.channelAxis(order, 3, "ReduceChannelTransformer");
    Tensor planes = axis == 0 ? picture.pixels() : Elements.permute(picture.pixels(), 2, 0, 1);
    Shape shape = planes.shape().with(0, 1);
    Tensor first =
        Tensor.wrap(
            planes.dtype(),
            shape,
            planes.data().asSlice(0, shape.elements() * planes.dtype().bytes()));
    return picture.with(axis == 0 ? first : Elements.permute(first, 1, 2, 0));
  }
}
