package io.plumbline.data.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.data.picture.Preprocess;
import io.plumbline.data.picture.ReadMode;
import io.plumbline.data.picture.Transformers;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import io.plumbline.tensor.colour.PictureLayout;
import io.plumbline.tensor.colour.PictureType;
import io.plumbline.testkit.SharedData;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real pictures, prepared as they should be, give no warning. */
class SharedPicturesTests {
  private static final int MOST = 200;

  @ParameterizedTest
  @CsvSource({
    "imagenet/calibration, 224, 224",
    "imagenet/evaluation, 128, 128",
    "cifar10/calibration, 32, 32",
    "cifar10/evaluation, 32, 32",
    "coco, 416, 416",
    "faces, 240, 320",
    "ocr, 160, 160"
  })
  void giveNoWarning(String folder, int height, int width) throws IOException {
    Path root = SharedData.require("images/" + folder);
    List<Path> files;
    try (Stream<Path> entries = Files.walk(root)) {
      files =
          entries
              .filter(file -> file.toString().endsWith(".jpg") || file.toString().endsWith(".png"))
              .sorted()
              .limit(MOST)
              .toList();
    }
    Map<String, Normalisation> normalisations =
        Map.of(
            "unit", new Normalisation(List.of(), List.of(0.003921568627451)),
            "none", Normalisation.NONE,
            "mean", new Normalisation(List.of(123.68, 116.78, 103.94), List.of(0.017)));
    Preprocess preprocess =
        new Preprocess(
            ReadMode.OPENCV,
            List.of(
                Transformers.of(
                    "ResizeTransformer",
                    Map.of("target_size", List.of((long) height, (long) width), "mode", "opencv")),
                Transformers.of("HWC2CHWTransformer", Map.of())));
    List<CalibrationInspector> inspectors =
        normalisations.values().stream()
            .map(normalisation -> inspector(root, height, width, normalisation))
            .toList();
    CalibrationInspector centred =
        new CalibrationInspector(
            List.of(
                ExpectedInput.tensor(
                    "data", root.toString(), DType.FLOAT32, Shape.of(1, 3, height, width))));
    IntStream.range(0, files.size())
        .parallel()
        .forEach(
            index -> {
              Tensor pixels = preprocess.read(files.get(index));
              Tensor sample = Tensor.of(Shape.of(1, 3, height, width), pixels.toFloats());
              String name = files.get(index).toString();
              inspectors.forEach(inspector -> inspector.add(index, name, Map.of("data", sample)));
              centred.add(index, name, Map.of("data", Scenery.map(sample, v -> (v - 120) / 58)));
            });
    assertThat(inspectors).allSatisfy(inspector -> assertThat(warnings(inspector)).isEmpty());
    assertThat(warnings(centred)).isEmpty();
  }

  @Test
  void handwrittenDigitsGiveNoWarning() throws IOException {
    Path file = SharedData.require("images/mnist/t10k-images-idx3-ubyte.gz");
    CalibrationInspector inspector =
        new CalibrationInspector(
            List.of(
                new ExpectedInput(
                    "data",
                    file.toString(),
                    DType.FLOAT32,
                    Shape.of(1, 1, 28, 28),
                    Optional.of(PictureLayout.NCHW),
                    PictureType.GRAY,
                    new Normalisation(List.of(), List.of(0.003921568627451)))));
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      in.skipNBytes(16);
      for (int index = 0; index < 5 * MOST; index++) {
        byte[] pixels = in.readNBytes(28 * 28);
        float[] values = new float[pixels.length];
        for (int i = 0; i < values.length; i++) {
          values[i] = pixels[i] & 0xFF;
        }
        inspector.add(index, "" + index, Map.of("data", Tensor.of(Shape.of(1, 1, 28, 28), values)));
      }
    }
    assertThat(warnings(inspector)).isEmpty();
  }

  private static CalibrationInspector inspector(
      Path root, int height, int width, Normalisation normalisation) {
    return new CalibrationInspector(
        List.of(
            new ExpectedInput(
                "data",
                root.toString(),
                DType.FLOAT32,
                Shape.of(1, 3, height, width),
                Optional.of(PictureLayout.NCHW),
                PictureType.BGR,
                normalisation)));
  }

  private static List<Finding> warnings(CalibrationInspector inspector) {
    return inspector.findings().stream()
        .filter(finding -> finding.severity() != Finding.Severity.INFO)
        .toList();
  }
}
