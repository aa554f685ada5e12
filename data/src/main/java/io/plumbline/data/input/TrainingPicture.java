package io.plumbline.data.input;

import io.plumbline.tensor.BadDataException;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import io.plumbline.tensor.colour.ColourMap;
import io.plumbline.tensor.colour.PictureInput;
import io.plumbline.tensor.colour.PictureLayout;
import io.plumbline.tensor.colour.PictureType;
import java.util.ArrayList;
import java.util.List;

/**
 * Simulates the device: a picture in the training colour space, 0…255, becomes the intermediate
 * type. Every pixel is mapped to the device's colour space and rounded to the nearest of 0…255, as
 * a camera delivers it; for NV12 the chroma of a block of 2×2 pixels is their mean, and every pixel
 * of the block gets it.
 */
public final class TrainingPicture {
  private final PictureInput input;
  private final int batch;
  private final int height;
  private final int width;
  private final int channels;

  private TrainingPicture(PictureInput input, Shape shape) {
    this.input = input;
    this.batch = shape.intDim(0);
    this.channels = shape.intDim(input.trainingLayout().channelAxis());
    this.height = shape.intDim(input.trainingLayout().heightAxis());
    this.width = shape.intDim(input.trainingLayout().heightAxis() + 1);
  }

  /** The shape that a training picture has for a port of an intermediate type. */
  public static List<Long> trainingDims(PictureInput input, List<Long> dims) {
    if (input.layout() == input.trainingLayout()) {
      return dims;
    }
    List<Long> permuted = new ArrayList<>(dims);
    int[] order = input.layout() == PictureLayout.NHWC ? new int[] {0, 3, 1, 2} : toNhwc();
    for (int axis = 0; axis < order.length; axis++) {
      permuted.set(axis, dims.get(order[axis]));
    }
    return permuted;
  }

  private static int[] toNhwc() {
    return new int[] {0, 2, 3, 1};
  }

  /**
   * The intermediate tensor: float32 whole numbers −128…127 in the layout of the input.
   *
   * @param picture uint8 or float32 of rank 4 in the training layout, 0…255
   * @throws BadDataException when an element lies far outside 0…255
   */
  public static Tensor intermediate(Tensor picture, PictureInput input, String where) {
    return new TrainingPicture(input, picture.shape()).convert(picture, where);
  }

  private Tensor convert(Tensor picture, String where) {
    float[] source = picture.toFloats();
    requirePixels(source, where);
    float[] result = new float[source.length];
    for (int n = 0; n < batch; n++) {
      int start = n * channels * height * width;
      convert(source, result, start);
      if (input.device() == PictureType.NV12) {
        subsample(result, start);
      }
    }
    for (int i = 0; i < result.length; i++) {
      result[i] -= PictureInput.OFFSET;
    }
    return Tensor.of(shape(), result);
  }

  private Shape shape() {
    return input.layout() == PictureLayout.NHWC
        ? Shape.of(batch, height, width, channels)
        : Shape.of(batch, channels, height, width);
  }

  private int index(PictureLayout layout, int channel, int row, int column) {
    return layout == PictureLayout.NHWC
        ? (row * width + column) * channels + channel
        : (channel * height + row) * width + column;
  }

  private void convert(float[] source, float[] result, int start) {
    ColourMap map = input.toDevice();
    PictureLayout from = input.trainingLayout();
    for (int row = 0; row < height; row++) {
      for (int column = 0; column < width; column++) {
        for (int channel = 0; channel < channels; channel++) {
          double value =
              input.mapsColours()
                  ? map.apply(
                      channel,
                      source[start + index(from, 0, row, column)],
                      source[start + index(from, 1, row, column)],
                      source[start + index(from, 2, row, column)])
                  : source[start + index(from, channel, row, column)];
          result[start + index(input.layout(), channel, row, column)] = pixel(value);
        }
      }
    }
  }

  private static float pixel(double value) {
    return (float) Math.clamp(Math.rint(value), 0, 255);
  }

  private void subsample(float[] result, int start) {
    for (int channel = 1; channel < 3; channel++) {
      for (int row = 0; row < height; row += 2) {
        for (int column = 0; column < width; column += 2) {
          float sum = 0;
          for (int i = 0; i < 4; i++) {
            sum += result[start + index(input.layout(), channel, row + i / 2, column + i % 2)];
          }
          float mean = pixel(sum / 4);
          for (int i = 0; i < 4; i++) {
            result[start + index(input.layout(), channel, row + i / 2, column + i % 2)] = mean;
          }
        }
      }
    }
  }

  private static void requirePixels(float[] values, String where) {
    for (int i = 0; i < values.length; i++) {
      if (!(values[i] > -0.5f && values[i] < 255.5f)) {
        throw new BadDataException(
            "data.not-pixels",
            where,
            "element %d is %s; this picture input takes pixels 0…255, which the model itself"
                    .formatted(i, values[i])
                + " normalises",
            "leave mean and scale out of the preparation of the data, or declare the input"
                + " featuremap");
      }
    }
  }

  /** Whether a tensor can be a training picture: uint8 or float32. */
  public static boolean accepts(DType dtype) {
    return dtype == DType.UINT8 || dtype == DType.FLOAT32;
  }
}
