package io.plumbline.data.picture;

import io.plumbline.tensor.DType;
import io.plumbline.tensor.Tensor;
import java.nio.file.Path;

/**
 * The mean of a set of training pictures, place by place.
 *
 * @param pixels finite float32, channels × height × width
 * @param file where it was read from
 * @param sha256 of the file
 */
public record MeanPicture(Tensor pixels, Path file, String sha256) {
  public MeanPicture {
    if (pixels.dtype() != DType.FLOAT32 || pixels.shape().rank() != 3) {
      throw new IllegalArgumentException("a mean picture of " + pixels);
    }
  }
}
