package io.plumbline.data.picture;

import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.Arrays;

/**
 * Letter-box: resizes to the largest size that fits with the aspect ratio kept, and fills the rest.
 * The result is float32.
 *
 * @param value of the filling
 * @param centred whether the picture lies in the middle; otherwise at the top left
 */
public record PadResize(int height, int width, float value, boolean centred)
    implements Transformer {
  @Override
  public Picture apply(Picture picture) {
    picture.requireChannelsLast("PadResizeTransformer");
    double ratio =
        Math.min((double) height / picture.shape().dim(0), (double) width / picture.shape().dim(1));
    int innerHeight = Math.clamp((long) (picture.shape().dim(0) * ratio + 1e-9), 1, height);
    int innerWidth = Math.clamp((long) (picture.shape().dim(1) * ratio + 1e-9), 1, width);
    Picture inner =
        new Resize(innerHeight, innerWidth, DType.FLOAT32, Interpolation.LINEAR).apply(picture);
    int channels = inner.shape().intDim(2);
    int top = centred ? (height - innerHeight) / 2 : 0;
    int left = centred ? (width - innerWidth) / 2 : 0;
    float[] source = inner.pixels().toFloats();
    float[] target = new float[Math.multiplyExact(height * width, channels)];
    Arrays.fill(target, value);
    for (int row = 0; row < innerHeight; row++) {
      System.arraycopy(
          source,
          row * innerWidth * channels,
          target,
          ((top + row) * width + left) * channels,
          innerWidth * channels);
    }
    return picture.with(Tensor.of(Shape.of(height, width, channels), target));
  }
}
