package io.plumbline.verify.colour;

import io.plumbline.data.input.TrainingPicture;
import io.plumbline.tensor.BadDataException;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import io.plumbline.tensor.colour.ColourMap;
import io.plumbline.tensor.colour.InputSource;
import io.plumbline.tensor.colour.PictureInput;
import io.plumbline.tensor.colour.PictureLayout;
import io.plumbline.tensor.colour.PictureType;

/**
 * What a model sees of a picture that came to it as NV12: Y of every pixel and U and V of every
 * block of 2×2 pixels in whole numbers, mapped back to RGB without rounding or limits, as the
 * model's own first convolution does.
 */
public final class ColourPath {
  private ColourPath() {}

  /**
   * Sends a picture along a route.
   *
   * @param picture float32 1 × 3 × H × W or 1 × H × W × 3 of RGB or BGR, 0…255; what lies outside
   *     is cut off first, as no picture file can hold it
   * @param layout of the picture
   * @param order RGB or BGR
   * @return the same shape and order
   * @throws BadDataException when height or width is odd
   */
  public static Tensor seen(
      Tensor picture, PictureLayout layout, PictureType order, ColourRoute route, String where) {
    Shape shape = picture.shape();
    long height = shape.dim(layout.heightAxis());
    long width = shape.dim(layout.heightAxis() + 1);
    if (height % 2 != 0 || width % 2 != 0) {
      throw new BadDataException(
          "colour.odd-size",
          where,
          "nv12 has one U and V for 2x2 pixels, and the picture is %d high and %d wide"
              .formatted(height, width),
          "resize pictures to an even height and width");
    }
    Tensor yuv = TrainingPicture.intermediate(limited(picture), input(layout, order, route), where);
    return back(yuv, layout, input(layout, order, route, true).toTraining());
  }

  private static PictureInput input(PictureLayout layout, PictureType order, ColourRoute route) {
    return input(layout, order, route, false);
  }

  private static PictureInput input(
      PictureLayout layout, PictureType order, ColourRoute route, boolean reading) {
    return new PictureInput(
        PictureType.NV12,
        layout,
        order,
        layout,
        reading ? route.read() : route.made(),
        InputSource.DDR);
  }

  private static Tensor limited(Tensor picture) {
    float[] values = picture.toFloats();
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.clamp(values[i], 0f, 255f);
    }
    return Tensor.of(picture.shape(), values);
  }

  private static Tensor back(Tensor yuv, PictureLayout layout, ColourMap map) {
    float[] values = yuv.toFloats();
    int pixels = values.length / 3;
    int pixelStep = layout == PictureLayout.NHWC ? 3 : 1;
    int channelStep = layout == PictureLayout.NHWC ? 1 : pixels;
    for (int pixel = 0; pixel < pixels; pixel++) {
      int at = pixel * pixelStep;
      double y = values[at] + PictureInput.OFFSET;
      double u = values[at + channelStep] + PictureInput.OFFSET;
      double v = values[at + 2 * channelStep] + PictureInput.OFFSET;
      for (int channel = 0; channel < 3; channel++) {
        values[at + channel * channelStep] = (float) map.apply(channel, y, u, v);
      }
    }
    return Tensor.of(yuv.shape(), values);
  }
}
