package io.plumbline.example.network;

import io.plumbline.example.picture.Picture;
import java.util.List;

/** Pictures as the network wants them: RGB, (value − 128) / 64. */
public final class Dataset {
  /** Subtracted from every channel. */
  public static final float MEAN = 128;

  /** Multiplies what is left; a power of two, so that the product is exact. */
  public static final float SCALE = 1f / 64;

  private final List<Picture> pictures;

  public Dataset(List<Picture> pictures) {
    this.pictures = List.copyOf(pictures);
  }

  public int size() {
    return pictures.size();
  }

  int label(int index) {
    return pictures.get(index).motif().ordinal();
  }

  /**
   * A batch [n, 48, 48, 3].
   *
   * @param indices pictures to take
   * @param mirrored for each, whether left and right are exchanged
   */
  Activation batch(int[] indices, boolean[] mirrored) {
    int size = Picture.SIZE;
    Activation batch = Activation.of(indices.length, size, size, 3);
    for (int n = 0; n < indices.length; n++) {
      Picture.Pixels pixels = pictures.get(indices[n]).pixels();
      for (int p = 0; p < size * size; p++) {
        int source = mirrored[n] ? p - p % size + size - 1 - p % size : p;
        for (int c = 0; c < 3; c++) {
          batch.data()[(n * size * size + p) * 3 + c] = (pixels.channel(source, c) - MEAN) * SCALE;
        }
      }
    }
    return batch;
  }
}
