package io.plumbline.formats.caffe;

import io.plumbline.formats.caffe.prototxt.CaffeSource;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The mean of a set of training pictures as Caffe keeps it: a blob of 1×C×H×W or C×H×W pixels of
 * 0…255, channels in the order of training, which is BGR for Caffe's own tools.
 *
 * @param channels the mean of each channel over all positions
 * @param farthest the largest distance of a single pixel from its channel's mean
 */
public record MeanImage(List<Double> channels, double farthest) {
  private static final int AXES = 3;

  public MeanImage {
    channels = List.copyOf(channels);
  }

  /**
   * Reads a {@code .binaryproto} file.
   *
   * @throws io.plumbline.tensor.BadModelException when it is missing, damaged, or no picture of
   *     finite numbers
   */
  public static MeanImage read(Path file) {
    Tensor pixels = pixels(file);
    return of(pixels.toFloats(), pixels.shape().intDim(0), new CaffeSource(file.toString()));
  }

  /**
   * The pixels of a {@code .binaryproto} file: float32, channels × height × width.
   *
   * @throws io.plumbline.tensor.BadModelException when it is missing, damaged or no picture
   */
  public static Tensor pixels(Path file) {
    CaffeSource source = new CaffeSource(file.toString());
    Weight blob =
        WeightsReader.readBlob(
            CaffeReader.bytes(file, CaffeReader.LARGEST_MEAN_IMAGE, source).asByteBuffer(), source);
    Shape shape = blob.shape();
    int first = shape.rank() - AXES;
    boolean isPicture = (first == 0 || (first == 1 && shape.dim(0) == 1)) && shape.elements() > 0;
    if (!isPicture) {
      throw source.bad(
          "caffe.mean-image",
          "a mean image is channels x height x width, this blob is " + shape,
          "give the .binaryproto file that compute_image_mean wrote");
    }
    long[] dims = {shape.dim(first), shape.dim(first + 1), shape.dim(first + 2)};
    return Tensor.of(Shape.of(dims), blob.data().toFloats());
  }

  private static MeanImage of(float[] pixels, int count, CaffeSource source) {
    int positions = pixels.length / count;
    List<Double> means = new ArrayList<>();
    double farthest = 0;
    for (int channel = 0; channel < count; channel++) {
      double sum = 0;
      for (int i = 0; i < positions; i++) {
        sum += pixels[channel * positions + i];
      }
      double mean = sum / positions;
      if (!Double.isFinite(mean)) {
        throw source.bad(
            "caffe.mean-image", "it holds numbers that are not finite", "make the file again");
      }
      means.add(mean);
      for (int i = 0; i < positions; i++) {
        farthest = Math.max(farthest, Math.abs(pixels[channel * positions + i] - mean));
      }
    }
    return new MeanImage(means, farthest);
  }
}
