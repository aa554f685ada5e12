package io.plumbline.runtime.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.tensor.BadDataException;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import io.plumbline.tensor.colour.InputSource;
import io.plumbline.tensor.colour.PictureInput;
import io.plumbline.tensor.colour.PictureLayout;
import io.plumbline.tensor.colour.PictureType;
import io.plumbline.tensor.colour.Swing;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

class DevicePictureTests {
  /** Two blocks of chroma: (U, V) = (10, 20) on the left, (200, 255) on the right. */
  private static final byte[] NV12 = {0, 1, 2, 3, (byte) 128, 5, 6, (byte) 255, 10, 20, -56, -1};

  @Test
  void chromaIsReplicatedToItsFourPixels() {
    Tensor interleaved = intermediate(PictureLayout.NHWC, Shape.of(1, 2, 4, 3));
    assertThat(interleaved.toInts())
        .containsExactly(
            -128, -118, -108, -127, -118, -108, -126, 72, 127, -125, 72, 127, //
            0, -118, -108, -123, -118, -108, -122, 72, 127, 127, 72, 127);
    Tensor planar = intermediate(PictureLayout.NCHW, Shape.of(1, 3, 2, 4));
    assertThat(planar.toInts())
        .containsExactly(
            -128, -127, -126, -125, 0, -123, -122, 127, //
            -118, -118, 72, 72, -118, -118, 72, 72, //
            -108, -108, 127, 127, -108, -108, 127, 127);
  }

  @Test
  void whatADeviceHandsOverComesBack() {
    for (PictureLayout layout : PictureLayout.values()) {
      Shape shape = layout == PictureLayout.NHWC ? Shape.of(1, 2, 4, 3) : Shape.of(1, 3, 2, 4);
      Tensor packed =
          DevicePicture.packed(input(PictureType.NV12, layout), intermediate(layout, shape));
      assertThat(packed.shape()).isEqualTo(Shape.of(1, 3, 4));
      assertThat(packed.data().toArray(ValueLayout.JAVA_BYTE)).isEqualTo(NV12);
    }
    Tensor rgb =
        DevicePicture.packed(
            input(PictureType.RGB, PictureLayout.NHWC),
            Tensor.of(Shape.of(1, 1, 1, 3), -128f, 0f, 127f));
    assertThat(rgb)
        .matches(Tensor.ofIntegers(DType.UINT8, Shape.of(1, 1, 1, 3), 0, 128, 255)::sameAs);
  }

  @Test
  void planesMayHaveStrides() {
    byte[] luma = {0, 1, 2, 3, 99, 99, (byte) 128, 5, 6, (byte) 255};
    byte[] chroma = {10, 20, -56, -1};
    Nv12 picture = new Nv12(2, 4, MemorySegment.ofArray(luma), 6, MemorySegment.ofArray(chroma), 4);
    Tensor packed = intermediate(PictureLayout.NHWC, Shape.of(1, 2, 4, 3));
    assertThat(picture.intermediate(input(PictureType.NV12, PictureLayout.NHWC)))
        .matches(packed::sameAs);
  }

  @Test
  void otherTypesOnlyLoseTheOffset() {
    byte[] pixels = {0, (byte) 128, (byte) 255};
    Tensor result =
        DevicePicture.intermediate(
            input(PictureType.RGB, PictureLayout.NHWC),
            MemorySegment.ofArray(pixels),
            Shape.of(1, 1, 1, 3),
            "test");
    assertThat(result)
        .matches(Tensor.ofIntegers(DType.INT8, Shape.of(1, 1, 1, 3), -128, 0, 127)::sameAs);
  }

  @Test
  void aPictureOfAnotherSizeIsRefusedWithBothSizes() {
    assertThatThrownBy(() -> intermediate(PictureLayout.NHWC, Shape.of(1, 4, 4, 3)))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("expected 24 bytes of nv12 for 4x4 pixels")
        .hasMessageContaining("found 12");
  }

  private static Tensor intermediate(PictureLayout layout, Shape shape) {
    return DevicePicture.intermediate(
        input(PictureType.NV12, layout), MemorySegment.ofArray(NV12), shape, "test");
  }

  private static PictureInput input(PictureType device, PictureLayout layout) {
    return new PictureInput(
        device, layout, PictureType.RGB, PictureLayout.NCHW, Swing.FULL, InputSource.DDR);
  }
}
