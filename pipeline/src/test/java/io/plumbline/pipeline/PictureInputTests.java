package io.plumbline.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.plumbline.data.input.TrainingPicture;
import io.plumbline.engine.ort.OrtEngine;
import io.plumbline.graph.Graph;
import io.plumbline.graph.ModelInfo;
import io.plumbline.graph.Node;
import io.plumbline.graph.TensorType;
import io.plumbline.graph.ValueType;
import io.plumbline.graph.input.InputPreparation;
import io.plumbline.graph.input.InsertPictureInputs;
import io.plumbline.graph.op.Identity;
import io.plumbline.runtime.RunOptions;
import io.plumbline.runtime.input.DevicePicture;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import io.plumbline.tensor.colour.InputSource;
import io.plumbline.tensor.colour.PictureInput;
import io.plumbline.tensor.colour.PictureLayout;
import io.plumbline.tensor.colour.PictureType;
import io.plumbline.tensor.colour.Swing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A model with picture inputs sees what preparation on the host would have given it. */
class PictureInputTests {
  private static final int HEIGHT = 6;
  private static final int WIDTH = 4;

  static Stream<PictureInput> inputs() {
    List<PictureInput> inputs = new ArrayList<>();
    for (PictureType device : PictureType.values()) {
      for (PictureType training : PictureInput.trainings(device)) {
        for (PictureLayout layout : PictureLayout.values()) {
          for (PictureLayout trainingLayout : PictureLayout.values()) {
            for (Swing swing : Swing.values()) {
              inputs.add(
                  new PictureInput(
                      device, layout, training, trainingLayout, swing, InputSource.DDR));
            }
          }
        }
      }
    }
    return inputs.stream();
  }

  @ParameterizedTest
  @MethodSource("inputs")
  void theModelUndoesWhatTheDeviceDid(PictureInput input) {
    InputPreparation preparation = preparation(input);
    Tensor picture = blocks(input);
    Tensor intermediate = TrainingPicture.intermediate(picture, input, "test");
    Graph graph = InsertPictureInputs.apply(identity(picture.shape()), single("x", preparation));
    try (OrtEngine engine = OrtEngine.open(graph)) {
      float[] seen = engine.run(Map.of("x", intermediate)).firstEntry().getValue().toFloats();
      float[] pixels = picture.toFloats();
      // A pixel of the device is rounded to a whole number, which YUV → RGB may stretch by 2.02.
      double tolerance = input.mapsColours() && input.device().isYuv() ? 2.1 : 1e-4;
      for (int i = 0; i < seen.length; i++) {
        int channel = channel(i, input);
        double scale = preparation.scale().get(channel);
        double expected = (pixels[i] - preparation.mean().get(channel)) * scale;
        assertThat((double) seen[i]).isEqualTo(expected, within(tolerance * scale));
      }
      assertThat(engine.pictures()).containsEntry("x", input);
    }
  }

  @ParameterizedTest
  @MethodSource("inputs")
  void theMapIsThatOfTheStandard(PictureInput input) {
    InputPreparation preparation = preparation(input);
    Shape shape = shape(input.layout(), input.device().channels());
    float[] device = new float[(int) shape.elements()];
    Random random = new Random(7);
    for (int i = 0; i < device.length; i++) {
      device[i] = random.nextInt(256) - 128;
    }
    Graph graph =
        InsertPictureInputs.apply(
            identity(shape(input.trainingLayout(), input.training().channels())),
            single("x", preparation));
    try (OrtEngine engine = OrtEngine.open(graph)) {
      float[] seen =
          engine.run(Map.of("x", Tensor.of(shape, device))).firstEntry().getValue().toFloats();
      int channels = input.training().channels();
      for (int pixel = 0; pixel < HEIGHT * WIDTH; pixel++) {
        for (int channel = 0; channel < channels; channel++) {
          double[] x = new double[3];
          for (int k = 0; k < channels; k++) {
            x[k] = device[index(input.layout(), k, pixel, channels)] + 128;
          }
          double mapped =
              channels == 1 ? x[0] : input.toTraining().apply(channel, x[0], x[1], x[2]);
          double expected =
              (mapped - preparation.mean().get(channel)) * preparation.scale().get(channel);
          assertThat((double) seen[index(input.trainingLayout(), channel, pixel, channels)])
              .isEqualTo(expected, within(1e-4));
        }
      }
    }
  }

  /** uint8 with the offset, int8 and float32 are three ways to feed the same picture. */
  @ParameterizedTest
  @EnumSource(
      value = PictureType.class,
      names = {"NV12", "RGB", "GRAY"})
  void aFloatModelTakesEveryFormOfItsIntermediateType(PictureType device) {
    PictureInput input =
        new PictureInput(
            device,
            PictureLayout.NHWC,
            device == PictureType.GRAY ? PictureType.GRAY : PictureType.RGB,
            PictureLayout.NHWC,
            Swing.FULL,
            InputSource.DDR);
    Shape shape = shape(PictureLayout.NHWC, device.channels());
    byte[] bytes = new byte[(int) shape.elements()];
    new Random(5).nextBytes(bytes);
    Tensor pixels = Tensor.ofIntegers(DType.UINT8, shape, unsigned(bytes));
    int[] centred = unsigned(bytes);
    Arrays.setAll(centred, i -> centred[i] - 128);
    Tensor integers = Tensor.ofIntegers(DType.INT8, shape, centred);
    Tensor reals = Tensor.of(shape, integers.toFloats());
    Graph graph = InsertPictureInputs.apply(identity(shape), single("x", preparation(input)));
    try (OrtEngine engine = OrtEngine.open(graph)) {
      float[] expected = engine.run(Map.of("x", reals)).firstEntry().getValue().toFloats();
      RunOptions offset = new RunOptions(List.of(), PictureInput.OFFSET);
      assertThat(engine.run(Map.of("x", integers)).firstEntry().getValue().toFloats())
          .isEqualTo(expected);
      assertThat(engine.run(Map.of("x", pixels), offset).firstEntry().getValue().toFloats())
          .isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @EnumSource(Swing.class)
  void aDevicesBytesGiveTheSimulatedPicture(Swing swing) {
    PictureInput input =
        new PictureInput(
            PictureType.NV12,
            PictureLayout.NHWC,
            PictureType.BGR,
            PictureLayout.NHWC,
            swing,
            InputSource.PYRAMID);
    Shape shape = shape(PictureLayout.NHWC, 3);
    byte[] pixels = new byte[(int) shape.elements()];
    new Random(3).nextBytes(pixels);
    Tensor simulated =
        TrainingPicture.intermediate(
            Tensor.ofIntegers(DType.UINT8, shape, unsigned(pixels)), input, "test");
    Tensor packed = Tensor.of(Shape.of(HEIGHT * WIDTH * 3 / 2), packed(simulated));
    Tensor device = DevicePicture.intermediate(input, packed.data(), shape, "test");
    assertThat(device.toFloats()).isEqualTo(simulated.toFloats());
  }

  private static int[] unsigned(byte[] bytes) {
    int[] values = new int[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      values[i] = Byte.toUnsignedInt(bytes[i]);
    }
    return values;
  }

  /** Y of every pixel, then U and V of the first pixel of every block. */
  private static byte[] packed(Tensor intermediate) {
    byte[] bytes = new byte[HEIGHT * WIDTH * 3 / 2];
    int next = HEIGHT * WIDTH;
    for (int row = 0; row < HEIGHT; row++) {
      for (int column = 0; column < WIDTH; column++) {
        int pixel = (row * WIDTH + column) * 3;
        bytes[row * WIDTH + column] = (byte) (intermediate.getFloat(pixel) + 128);
        if (row % 2 == 0 && column % 2 == 0) {
          bytes[next++] = (byte) (intermediate.getFloat(pixel + 1) + 128);
          bytes[next++] = (byte) (intermediate.getFloat(pixel + 2) + 128);
        }
      }
    }
    return bytes;
  }

  private static InputPreparation preparation(PictureInput input) {
    return input.training() == PictureType.GRAY
        ? new InputPreparation(input, List.of(33.0), List.of(1 / 78.0))
        : new InputPreparation(
            input, List.of(123.675, 116.28, 103.53), List.of(1 / 58.395, 1 / 57.12, 1 / 57.375));
  }

  /** Blocks of 2×2 equal pixels with moderate colours, so that no step on the way clips. */
  private static Tensor blocks(PictureInput input) {
    int channels = input.training().channels();
    float[] values = new float[HEIGHT * WIDTH * channels];
    for (int pixel = 0; pixel < HEIGHT * WIDTH; pixel++) {
      int block = pixel / WIDTH / 2 * (WIDTH / 2) + pixel % WIDTH / 2;
      for (int channel = 0; channel < channels; channel++) {
        values[index(input.trainingLayout(), channel, pixel, channels)] =
            90 + 9 * block + 11 * channel;
      }
    }
    return Tensor.of(shape(input.trainingLayout(), channels), values);
  }

  private static Shape shape(PictureLayout layout, int channels) {
    return layout == PictureLayout.NHWC
        ? Shape.of(1, HEIGHT, WIDTH, channels)
        : Shape.of(1, channels, HEIGHT, WIDTH);
  }

  private static int index(PictureLayout layout, int channel, int pixel, int channels) {
    return layout == PictureLayout.NHWC
        ? pixel * channels + channel
        : channel * HEIGHT * WIDTH + pixel;
  }

  private static int channel(int element, PictureInput input) {
    return input.trainingLayout() == PictureLayout.NHWC
        ? element % input.training().channels()
        : element / (HEIGHT * WIDTH);
  }

  private static Graph identity(Shape shape) {
    SequencedMap<String, ValueType> types = new LinkedHashMap<>();
    types.put("x", TensorType.of(DType.FLOAT32, shape));
    types.put("y", TensorType.of(DType.FLOAT32, shape));
    return new Graph(
        "identity",
        ModelInfo.ofOpset(17),
        List.of("x"),
        List.of("y"),
        List.of(Node.original("id", new Identity(), List.of("x"), List.of("y"))),
        new LinkedHashMap<>(),
        types);
  }

  private static SequencedMap<String, InputPreparation> single(
      String name, InputPreparation preparation) {
    SequencedMap<String, InputPreparation> map = new LinkedHashMap<>();
    map.put(name, preparation);
    return map;
  }
}
