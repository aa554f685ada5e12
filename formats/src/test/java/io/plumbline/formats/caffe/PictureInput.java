package io.plumbline.formats.caffe;

import static org.bytedeco.opencv.global.opencv_core.CV_32F;

import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * How pictures become the input of a Caffe model.
 *
 * @param resized the side of the square that is resized to before the crop; 0 for no crop
 * @param means subtracted from each channel in the network's order; as many as channels
 */
record PictureInput(
    int height, int width, double scale, List<Double> means, boolean rgb, int resized) {
  PictureInput {
    means = List.copyOf(means);
  }

  static PictureInput bgr(
      int height, int width, double scale, double first, double second, double third) {
    return new PictureInput(height, width, scale, List.of(first, second, third), false, 0);
  }

  static PictureInput gray(int height, int width, double scale) {
    return new PictureInput(height, width, scale, List.of(0.0), false, 0);
  }

  PictureInput asRgb() {
    return new PictureInput(height, width, scale, means, true, resized);
  }

  PictureInput cropped(int side) {
    return new PictureInput(height, width, scale, means, rgb, side);
  }

  Tensor read(Path file) {
    int mode =
        means.size() == 1 ? opencv_imgcodecs.IMREAD_GRAYSCALE : opencv_imgcodecs.IMREAD_COLOR;
    Mat picture = opencv_imgcodecs.imread(file.toString(), mode);
    Mat sized = new Mat();
    boolean crop = resized > 0;
    opencv_imgproc.resize(
        picture, sized, crop ? new Size(resized, resized) : new Size(width, height));
    if (crop) {
      sized =
          new Mat(sized, new Rect((resized - width) / 2, (resized - height) / 2, width, height))
              .clone();
    }
    Mat floats = new Mat();
    sized.convertTo(floats, CV_32F);
    float[] interleaved = new float[height * width * means.size()];
    new FloatPointer(floats.data()).get(interleaved);
    return planes(interleaved);
  }

  private Tensor planes(float[] interleaved) {
    int channels = means.size();
    float[] planes = new float[interleaved.length];
    for (int i = 0; i < interleaved.length; i++) {
      int stored = i % channels;
      int channel = rgb ? channels - 1 - stored : stored;
      planes[channel * height * width + i / channels] =
          (float) ((interleaved[i] - means.get(channel)) * scale);
    }
    return Tensor.of(Shape.of(1, channels, height, width), planes);
  }
}
