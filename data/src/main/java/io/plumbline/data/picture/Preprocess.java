package io.plumbline.data.picture;

import io.plumbline.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;

/**
 * How picture files become model inputs.
 *
 * @param transformers in the order they are applied
 */
public record Preprocess(ReadMode mode, List<Transformer> transformers) {
  public Preprocess {
    transformers = List.copyOf(transformers);
  }

  /**
   * Reads and transforms one picture.
   *
   * @return uint8, int8 or float32 of rank 3
   * @throws io.plumbline.tensor.BadDataException when the file is no picture or does not fit
   */
  public Tensor read(Path file) {
    return apply(PictureReader.read(file, mode)).pixels();
  }

  /** Transforms one picture. */
  public Picture apply(Picture picture) {
    Picture changed = picture;
    for (Transformer transformer : transformers) {
      changed = transformer.apply(changed);
    }
    return changed;
  }
}
