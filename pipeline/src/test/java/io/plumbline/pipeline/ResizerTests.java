package io.plumbline.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.runtime.input.Nv12;
import io.plumbline.runtime.input.Region;
import io.plumbline.runtime.input.Resizer;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.colour.InputSource;
import io.plumbline.tensor.colour.PictureInput;
import io.plumbline.tensor.colour.PictureLayout;
import io.plumbline.tensor.colour.PictureType;
import io.plumbline.tensor.colour.Swing;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Random;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The resizer's planes are those of OpenCV's INTER_LINEAR, to the bit. */
class ResizerTests {
  private static final PictureInput INPUT =
      new PictureInput(
          PictureType.NV12,
          PictureLayout.NHWC,
          PictureType.RGB,
          PictureLayout.NCHW,
          Swing.FULL,
          InputSource.RESIZER);

  @ParameterizedTest
  @CsvSource({
    "48, 64, 0, 0, 64, 48, 32, 32",
    "48, 64, 0, 0, 64, 48, 24, 32",
    "48, 64, 10, 6, 52, 40, 96, 128",
    "50, 62, 2, 4, 60, 46, 34, 30",
    "100, 90, 0, 0, 90, 100, 14, 18",
    "32, 32, 4, 4, 6, 6, 16, 16"
  })
  void equalsOpenCv(
      int height,
      int width,
      int left,
      int top,
      int right,
      int bottom,
      int newHeight,
      int newWidth) {
    byte[] bytes = new byte[height * width * 3 / 2];
    new Random(height * 1000L + newHeight).nextBytes(bytes);
    Nv12 picture = Nv12.packed(MemorySegment.ofArray(bytes), height, width);
    Region region = new Region(left, top, right, bottom);
    Nv12 resized = Resizer.resize(picture, region, INPUT, Shape.of(1, newHeight, newWidth, 3));
    byte[] luma = Arrays.copyOf(bytes, height * width);
    assertThat(resized.luma().toArray(ValueLayout.JAVA_BYTE))
        .isEqualTo(openCv(luma, height, width, region, newHeight, newWidth));
    Region blocks = new Region(left / 2, top / 2, right / 2, bottom / 2);
    byte[] chroma = resized.chroma().toArray(ValueLayout.JAVA_BYTE);
    for (int channel = 0; channel < 2; channel++) {
      byte[] plane = everyOther(bytes, height * width + channel);
      assertThat(everyOther(chroma, channel))
          .isEqualTo(openCv(plane, height / 2, width / 2, blocks, newHeight / 2, newWidth / 2));
    }
  }

  private static byte[] everyOther(byte[] bytes, int start) {
    byte[] plane = new byte[(bytes.length - start + 1) / 2];
    for (int i = 0; i < plane.length; i++) {
      plane[i] = bytes[start + 2 * i];
    }
    return plane;
  }

  private static byte[] openCv(
      byte[] plane, int height, int width, Region region, int newHeight, int newWidth) {
    try (BytePointer memory = new BytePointer(plane);
        Mat whole = new Mat(height, width, opencv_core.CV_8UC1, memory);
        Mat part =
            new Mat(whole, new Rect(region.left(), region.top(), region.width(), region.height()));
        Mat copy = part.clone();
        Mat result = new Mat()) {
      opencv_imgproc.resize(
          copy, result, new Size(newWidth, newHeight), 0, 0, opencv_imgproc.INTER_LINEAR);
      byte[] pixels = new byte[newHeight * newWidth];
      result.data().capacity(pixels.length).get(pixels);
      return pixels;
    }
  }
}
