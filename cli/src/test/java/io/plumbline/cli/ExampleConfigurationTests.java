package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.formats.program.ProgramReader;
import io.plumbline.runtime.program.Program;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.colour.InputSource;
import io.plumbline.testkit.SharedData;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Configurations of both generations compile real models, and so do their resolved forms. */
class ExampleConfigurationTests {
  /** The mean cosine below which an output is told to be ruined. */
  private static final double TOLD = 0.95;

  private static final int SAMPLES = 8;

  /**
   * One of the configurations among the test resources.
   *
   * @param pictures folder of calibration pictures
   * @param prefix of the artefacts
   * @param cosine that the outputs of the quantized model must reach
   */
  record Example(
      String name, String pictures, String prefix, double cosine, Predicate<Program> holds) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Example> examples() {
    return List.of(
        new Example(
            "mobilenet_v2_nv12_old",
            "images/imagenet/calibration",
            "mobilenet_v2",
            0.98,
            program -> dtype(program) == DType.INT8),
        new Example(
            "mobilenet_v1_rgb_new",
            "images/imagenet/calibration",
            "mobilenet_v1",
            0.95,
            program -> dtype(program) == DType.INT8),
        new Example(
            "resnet20_bgr_old",
            "images/cifar10/calibration",
            "resnet20",
            0.98,
            program -> program.value(program.inputs().getFirst()).shape().dim(3) == 3),
        new Example(
            "resnet8_yuv444_old",
            "images/cifar10/calibration",
            "resnet8",
            0.7, // kl cuts off much where activations have no zero point, and that is told
            program -> program.value(program.inputs().getFirst()).shape().dim(0) == 4),
        new Example(
            "vit_featuremap_new",
            "images/cifar10/calibration",
            "vit",
            0.98,
            program -> dtype(program) == DType.FLOAT32),
        new Example(
            "super_resolution_gray_old",
            "images/imagenet/calibration",
            "espcn",
            0.98,
            program -> dtype(program) == DType.INT8),
        new Example(
            "ultraface_resizer_new",
            "images/faces",
            "ultraface",
            0.95,
            program -> program.pictures().firstEntry().getValue().source() == InputSource.RESIZER));
  }

  private static DType dtype(Program program) {
    return program.value(program.inputs().getFirst()).dtype();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void compilesAndItsResolvedFormGivesTheSame(Example example, @TempDir Path folder) {
    Path data = samples(SharedData.require(example.pictures()), folder.resolve("data"));
    Path first = folder.resolve("first");
    Path configuration = write(folder.resolve("c.yaml"), text(example.name(), data, first));
    PlumbRun run = PlumbRun.of("compile", "-c", configuration, "--json", "--no-native");
    assertThat(run.status()).as(run.err()).isZero();
    for (JsonNode output : run.json().get("outputs")) {
      assertThat(output.get("quantized_cosine").asDouble())
          .as(output.toString())
          .isGreaterThan(example.cosine());
      if (output.get("quantized_cosine").asDouble() < TOLD) {
        assertThat(run.err()).contains("keeps a cosine of");
      }
    }
    String quantized = example.prefix() + "_quantized_model.onnx";
    assertThat(ProgramReader.read(first.resolve(quantized))).matches(example.holds());
    Path resolved = first.resolve(example.prefix() + "_config.resolved.yaml");
    assertThat(resolved).content().contains("model_sha256: '", "calibration_sha256: '");
    Path second = folder.resolve("second");
    PlumbRun again =
        PlumbRun.of("compile", "-c", resolved, "--working-dir", second, "--json", "--no-native");
    assertThat(again.status()).as(again.err()).isZero();
    assertThat(second.resolve(quantized)).hasSameBinaryContentAs(first.resolve(quantized));
  }

  /** A few pictures of a folder; resolved paths must not lead through links. */
  private static Path samples(Path source, Path target) {
    try (Stream<Path> files = Files.list(source)) {
      Files.createDirectories(target);
      for (Path file :
          files
              .filter(file -> file.toString().matches(".*\\.(jpg|png)"))
              .sorted()
              .limit(SAMPLES)
              .toList()) {
        Files.copy(file, target.resolve(file.getFileName()));
      }
      return target;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path write(Path file, String text) {
    try {
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(String name, Path data, Path work) {
    String resource = "/configurations/" + name + ".yaml";
    try (InputStream stream = ExampleConfigurationTests.class.getResourceAsStream(resource)) {
      assertThat(stream).as(resource).isNotNull();
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
          .replace("${shared}", SharedData.require("models").resolve("..").normalize().toString())
          .replace("${data}", data.toString())
          .replace("${work}", work.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
