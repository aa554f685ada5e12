package io.plumbline.config.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.config.Configurations;
import io.plumbline.tensor.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Constants in another order than the channels have two cures, the likelier one first. */
class ColourOrderTests {
  @TempDir private Path folder;

  /**
   * A configuration.
   *
   * @param exchange the cure by the channels
   */
  private record Case(String lines, String exchange) {}

  private static Case steps(String format, String exchange, String... transformers) {
    StringBuilder lines =
        new StringBuilder(
            """
            input_parameters:
              input_type_train: featuremap
              input_type_rt: featuremap
            calibration_parameters:
              preprocess:
                read_mode: %s
                transformers:
            """
                .formatted(format));
    for (String transformer : transformers) {
      lines.append("      - ").append(transformer).append('\n');
    }
    return new Case(lines.toString(), exchange);
  }

  private static Case keys(String order, String mean, String exchange) {
    return new Case(
        """
        input_parameters:
          input_type_train: %s
          input_type_rt: nv12
          mean_value: %s
          scale_value: 0.017
        """
            .formatted(order, mean),
        exchange);
  }

  private static final String MEAN = "MeanTransformer: {means: [123.675, 116.28, 103.53]}";
  private static final String HWC_MEAN =
      "MeanTransformer: {means: [123.675, 116.28, 103.53], data_format: HWC}";

  static Stream<Case> cases() {
    return Stream.of(
        steps(
            "opencv",
            "insert the missing BGR2RGBTransformer: {data_format: CHW} before it",
            "HWC2CHWTransformer: {}",
            MEAN),
        steps(
            "opencv",
            "insert the missing BGR2RGBTransformer: {data_format: HWC} before it",
            HWC_MEAN,
            "HWC2CHWTransformer: {}"),
        steps(
            "PIL",
            "insert the missing RGB2BGRTransformer: {data_format: HWC} before it",
            "MeanTransformer: {means: [103.53, 116.28, 123.675], data_format: HWC}",
            "HWC2CHWTransformer: {}"),
        keys(
            "bgr",
            "123.675 116.28 103.53",
            "hand the pictures over so (BGR2RGBTransformer, most often forgotten) and set"
                + " input_type_train to rgb"),
        keys(
            "rgb",
            "103.53 116.28 123.675",
            "hand the pictures over so (RGB2BGRTransformer, most often forgotten) and set"
                + " input_type_train to bgr"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void namesBothCuresTheMissingTransformerFirst(Case planted) throws IOException {
    Path file = Files.writeString(folder.resolve("config.yaml"), planted.lines);
    List<Finding> findings =
        ConfigLinter.lint(Configurations.read(file), new LinkedHashMap<>()).stream()
            .filter(finding -> finding.code().equals("lint.colour-order"))
            .toList();
    assertThat(findings)
        .singleElement()
        .satisfies(
            finding ->
                assertThat(finding.message())
                    .containsSubsequence(
                        planted.exchange,
                        "write the constants the other way round",
                        "plumb doctor -c CONFIG"));
  }
}
