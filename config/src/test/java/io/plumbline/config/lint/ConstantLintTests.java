package io.plumbline.config.lint;

import static io.plumbline.config.lint.LintCase.BGR;
import static io.plumbline.config.lint.LintCase.RGB;
import static io.plumbline.config.lint.LintCase.planted;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Constants of normalisation that are not what they are meant to be. */
class ConstantLintTests {
  @TempDir private Path folder;

  static Stream<LintCase> constants() {
    return Stream.of(
        planted("lint.inverse-255", "too few digits", RGB, "scale_value: 0.0039"),
        planted("lint.inverse-255", "0.003921568627451", RGB, "scale_value: 0.003921"),
        planted("lint.inverse-255", "0.003921568627451", RGB, "scale_value: 0.00392"),
        planted(
            "lint.slip",
            "57.8 stands among constants of ImageNet where 57.375",
            RGB,
            "mean_value: 123.675 116.28 103.53",
            "std_value: 58.395 57.12 57.8"),
        planted(
            "lint.slip",
            "mean_value: 113.53 stands among",
            RGB,
            "mean_value: 123.675 116.28 113.53",
            "scale_value: 0.0171 0.0175 0.0174"),
        planted(
            "lint.colour-order",
            "in the order bgr, the channels here are in the order rgb",
            RGB,
            "mean_value: 103.94 116.78 123.68",
            "scale_value: 0.017"),
        planted(
            "lint.colour-order",
            "in the order rgb, the channels here are in the order bgr",
            BGR,
            "mean_value: 123.675,116.28,103.53",
            "std_value: 57.375,57.12,58.395"),
        planted(
            "lint.colour-order",
            "std_value",
            BGR,
            "mean_value: 103.53 116.28 123.675",
            "std_value: 58.395 57.12 57.375"),
        planted(
            "lint.colour-order",
            "scale_value",
            BGR,
            "mean_value: [103.53, 116.28, 123.675]",
            "scale_value: [0.01712475, 0.017507, 0.01742919]"),
        planted(
            "lint.unit-mean",
            "write 123.675 116.28 103.53",
            RGB,
            "mean_value: 0.485 0.456 0.406",
            "std_value: 58.395 57.12 57.375"),
        planted(
            "lint.unit-deviation",
            "write 58.395 57.12 57.375",
            RGB,
            "mean_value: 123.675 116.28 103.53",
            "std_value: 0.229 0.224 0.225"),
        planted("lint.deviation-is-scale", "inverse 255", RGB, "std_value: 0.003921568627451"),
        planted(
            "lint.scale-is-deviation",
            "write 0.0171248 0.017507 0.0174292",
            RGB,
            "mean_value: 123.675 116.28 103.53",
            "scale_value: 58.395 57.12 57.375"),
        planted(
            "lint.scale-is-deviation",
            "write 0.0171248",
            RGB,
            "mean_value: 123.675 116.28 103.53",
            "scale_value: 0.229 0.224 0.225"),
        planted("lint.scale-is-deviation", "write 0.00392157", RGB, "scale_value: 255"),
        planted("lint.no-scale", "58.395 57.12 57.375", RGB, "mean_value: 123.675 116.28 103.53"),
        planted(
            "lint.norm-type",
            "scale_value is given",
            RGB,
            "norm_type: data_mean",
            "mean_value: 123.68 116.78 103.94",
            "scale_value: 0.017"),
        planted(
            "lint.norm-type",
            "mean_value is missing",
            RGB,
            "norm_type: data_mean_and_scale",
            "scale_value: 0.003921568627451"));
  }

  @ParameterizedTest
  @MethodSource("constants")
  void namesPlantedMistakesAndNothingElse(LintCase planted) throws IOException {
    planted.assertNamed(folder);
  }
}
