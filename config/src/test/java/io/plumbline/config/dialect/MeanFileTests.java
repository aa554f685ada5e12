package io.plumbline.config.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.config.yaml.YamlNode;
import io.plumbline.config.yaml.YamlReader;
import io.plumbline.config.yaml.YamlText;
import io.plumbline.data.picture.Picture;
import io.plumbline.data.picture.Preprocess;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.BadDataException;
import io.plumbline.tensor.NpyFile;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The mean of each place of a picture is subtracted. */
class MeanFileTests {
  private static final Shape SHAPE = Shape.of(3, 4, 5);

  @TempDir private Path folder;

  private static float[] numbers(int from) {
    float[] numbers = new float[(int) SHAPE.elements()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = from + i;
    }
    return numbers;
  }

  /** The wire form of Caffe's blob: num, channels, height, width and packed floats. */
  private void caffe(float... pixels) throws IOException {
    ByteBuffer wire =
        ByteBuffer.allocate(11 + Float.BYTES * pixels.length).order(ByteOrder.LITTLE_ENDIAN);
    wire.put(new byte[] {8, 1, 16, 3, 24, 4, 32, 5, 42, (byte) ((240 & 127) | 128), 1});
    for (float pixel : pixels) {
      wire.putFloat(pixel);
    }
    Files.write(folder.resolve("mean.binaryproto"), wire.array());
  }

  private YamlNode yaml(String parameters) {
    return PreprocessFile.withFilesBelow(
        YamlReader.parse("transformers: [MeanTransformer: {%s}]".formatted(parameters), "p.yaml"),
        folder);
  }

  private Preprocess preprocess(String parameters) {
    return PreprocessFile.of(yaml(parameters), "p.yaml");
  }

  private static Tensor channelsLast(Tensor tensor) {
    float[] turned = new float[60];
    for (int i = 0; i < turned.length; i++) {
      turned[i] = tensor.getFloat(i % 3 * 20L + i / 3);
    }
    return Tensor.of(Shape.of(4, 5, 3), turned);
  }

  /** Whatever the axes of file and picture, each pixel meets the mean of its place. */
  @ParameterizedTest
  @CsvSource({"mean.binaryproto, CHW", "mean.binaryproto, HWC", "first.npy, HWC", "last.npy, CHW"})
  void eachPlaceHasItsMean(String file, String order) throws IOException {
    Tensor mean = Tensor.of(SHAPE, numbers(3));
    caffe(mean.toFloats());
    NpyFile.write(folder.resolve("first.npy"), Tensor.of(Shape.of(1, 3, 4, 5), mean.toFloats()));
    NpyFile.write(folder.resolve("last.npy"), channelsLast(mean));
    Tensor pixels = Tensor.of(SHAPE, numbers(10));
    boolean first = order.equals("CHW");
    Preprocess preprocess = preprocess("mean_file: %s, data_format: %s".formatted(file, order));
    Picture result = preprocess.apply(new Picture("p", first ? pixels : channelsLast(pixels)));
    assertThat(result.pixels().toFloats()).containsOnly(7);
    assertThat(result.pixels().shape()).isEqualTo(first ? SHAPE : Shape.of(4, 5, 3));
    assertThat(preprocess.means())
        .singleElement()
        .satisfies(
            read -> {
              assertThat(read.file()).isEqualTo(folder.resolve(file));
              assertThat(read.sha256()).hasSize(64);
            });
  }

  @Test
  void picturesOfAnotherSizeAreRefused() throws IOException {
    caffe(numbers(0));
    Preprocess preprocess = preprocess("mean_file: mean.binaryproto");
    Picture other = new Picture("p.jpg", Tensor.of(Shape.of(3, 1, 1), 1f, 2f, 3f));
    assertThatThrownBy(() -> preprocess.apply(other))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("mean.binaryproto expects 3x4x5, found 3x1x1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mean_file: absent.npy",
        "mean_file: flat.npy",
        "mean_file: odd.npy",
        "mean_file: [a, b]",
        "mean_file: flat.npy, means: 3"
      })
  void whatIsNoMeanIsNamedByItsLine(String parameters) {
    NpyFile.write(folder.resolve("flat.npy"), Tensor.of(Shape.of(3), 1f, 2f, 3f));
    NpyFile.write(folder.resolve("odd.npy"), Tensor.of(Shape.of(1, 1, 1), Float.NaN));
    assertThatThrownBy(() -> preprocess(parameters))
        .isInstanceOfSatisfying(
            BadConfigurationException.class, e -> assertThat(e.where()).isEqualTo("p.yaml:1"));
  }

  @Test
  void pathsFollowTheFile() {
    YamlNode placed =
        PreprocessFile.withFiles(
            yaml("mean_file: a/mean.npy"), text -> "../" + Path.of(text).getFileName());
    assertThat(YamlText.flow(placed)).contains("mean_file", "../mean.npy");
    assertThat(YamlText.flow(yaml("means: [1, 2]"))).doesNotContain(folder.toString());
    assertThat(List.of(yaml("mean_file: /x/m.npy"))).asString().contains("/x/m.npy");
  }
}
