package io.plumbline.data.picture;

import io.plumbline.tensor.DType;

/** Cuts the middle out of a picture; odd margins are smaller at the top and left. */
public record CenterCrop(int height, int width, DType dtype) implements Transformer {
  @Override
  public Picture apply(Picture picture) {
    picture.requireChannelsLast("CenterCropTransformer");
    int top = (picture.shape().intDim(0) - height) / 2;
    int left = (picture.shape().intDim(1) - width) / 2;
    return CropRegion.cut(picture, new CropRegion.Rectangle(top, left, height, width)).as(dtype);
  }
}
