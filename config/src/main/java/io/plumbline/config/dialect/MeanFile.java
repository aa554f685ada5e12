package io.plumbline.config.dialect;

import io.plumbline.data.picture.MeanPicture;
import io.plumbline.formats.caffe.MeanImage;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.BadDataException;
import io.plumbline.tensor.NpyFile;
import io.plumbline.tensor.ReadFailure;
import io.plumbline.tensor.Sha256;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/**
 * Reads what {@code mean_file} names: a mean image of Caffe, or a NumPy array of channels × height
 * × width or, where only its last axis can be that of channels, of height × width × channels.
 */
final class MeanFile {
  private static final int AXES = 3;
  private static final Set<Long> CHANNELS = Set.of(1L, 3L);

  private MeanFile() {}

  /**
   * @throws io.plumbline.tensor.PlumblineException when it is missing, damaged, no picture, or
   *     changes while it is read
   */
  static MeanPicture read(Path file) {
    String before = hash(file);
    String name = file.toString().toLowerCase(Locale.ROOT);
    Tensor pixels = name.endsWith(".npy") ? array(file) : MeanImage.pixels(file);
    for (float pixel : pixels.toFloats()) {
      if (!Float.isFinite(pixel)) {
        throw bad(file, "it holds numbers that are not finite");
      }
    }
    if (!hash(file).equals(before)) {
      throw new BadDataException(
          "data.changed",
          file.toString(),
          "the file changed while it was read",
          "try again once nobody writes there");
    }
    return new MeanPicture(pixels, file, before);
  }

  private static Tensor array(Path file) {
    Tensor array = NpyFile.read(file);
    Shape shape = array.shape();
    if (shape.rank() == AXES + 1 && shape.dim(0) == 1) {
      shape = Shape.of(shape.dim(1), shape.dim(2), shape.dim(3));
    }
    if (shape.rank() != AXES || shape.elements() == 0) {
      throw bad(file, "expected channels x height x width, found " + array.shape());
    }
    Tensor pixels = Tensor.of(shape, array.toFloats());
    boolean last = !CHANNELS.contains(shape.dim(0)) && CHANNELS.contains(shape.dim(2));
    return last ? channelsFirst(pixels) : pixels;
  }

  private static Tensor channelsFirst(Tensor pixels) {
    Shape shape = pixels.shape();
    int channels = shape.intDim(2);
    int positions = Math.toIntExact(shape.elements()) / channels;
    float[] turned = new float[channels * positions];
    for (int i = 0; i < turned.length; i++) {
      turned[i % channels * positions + i / channels] = pixels.getFloat(i);
    }
    return Tensor.of(Shape.of(channels, shape.dim(0), shape.dim(1)), turned);
  }

  private static String hash(Path file) {
    try {
      return Sha256.of(MemorySegment.ofArray(Files.readAllBytes(file)));
    } catch (IOException e) {
      throw new BadDataException(
          "data.unreadable",
          file.toString(),
          ReadFailure.of(file, e),
          "check the path and its permissions",
          e);
    }
  }

  private static BadConfigurationException bad(Path file, String message) {
    return new BadConfigurationException(
        "transformer.parameter", file.toString(), message, "make the file again");
  }
}
