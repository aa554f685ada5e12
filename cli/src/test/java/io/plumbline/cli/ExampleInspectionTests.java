package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.testkit.SharedData;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Nothing is said about configurations of real models with real pictures that are right. */
class ExampleInspectionTests {
  private static final int SAMPLES = 20;

  @ParameterizedTest
  @CsvSource({
    "mobilenet_v1_rgb_new, images/imagenet/calibration",
    "mobilenet_v2_nv12_old, images/imagenet/calibration",
    "resnet20_bgr_old, images/cifar10/calibration",
    "resnet8_yuv444_old, images/cifar10/calibration",
    "super_resolution_gray_old, images/imagenet/calibration",
    "ultraface_resizer_new, images/faces",
    "vit_featuremap_new, images/cifar10/calibration"
  })
  void hasNoWarnings(String name, String pictures, @TempDir Path folder) throws IOException {
    Path data = samples(SharedData.require(pictures), folder.resolve("data"));
    Path config =
        Files.writeString(
            folder.resolve("config.yaml"),
            text("/configurations/" + name + ".yaml")
                .replace(
                    "${shared}", SharedData.require("models").resolve("..").normalize().toString())
                .replace("${data}", data.toString())
                .replace("${work}", folder.resolve("work").toString()));
    PlumbRun run = PlumbRun.of("inspect", "-c", config, "--json");
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.json().get("samples").asInt()).isEqualTo(SAMPLES);
    for (JsonNode finding : run.json().get("findings")) {
      assertThat(finding.get("code").asString())
          .as(finding.toString())
          .doesNotStartWith("lint.")
          .doesNotStartWith("data.");
    }
  }

  private static Path samples(Path source, Path target) throws IOException {
    List<Path> pictures;
    try (Stream<Path> files = Files.list(source)) {
      pictures =
          files.filter(file -> file.toString().endsWith(".jpg")).sorted().limit(SAMPLES).toList();
    }
    Files.createDirectories(target);
    for (Path picture : pictures) {
      Files.copy(picture, target.resolve(picture.getFileName()));
    }
    return target;
  }

  private static String text(String resource) throws IOException {
    try (InputStream stream = ExampleInspectionTests.class.getResourceAsStream(resource)) {
      assertThat(stream).as(resource).isNotNull();
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
