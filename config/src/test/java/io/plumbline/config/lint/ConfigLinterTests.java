package io.plumbline.config.lint;

import static io.plumbline.config.lint.LintCase.ANY;
import static io.plumbline.config.lint.LintCase.BGR;
import static io.plumbline.config.lint.LintCase.CHW;
import static io.plumbline.config.lint.LintCase.GRAY;
import static io.plumbline.config.lint.LintCase.NCHW;
import static io.plumbline.config.lint.LintCase.RGB;
import static io.plumbline.config.lint.LintCase.SWAP;
import static io.plumbline.config.lint.LintCase.UNIT;
import static io.plumbline.config.lint.LintCase.config;
import static io.plumbline.config.lint.LintCase.planted;
import static io.plumbline.config.lint.LintCase.shapes;
import static io.plumbline.config.lint.LintCase.steps;
import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.config.dialect.Configuration;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Types and calibration that do not fit, and configurations without a mistake. */
class ConfigLinterTests {
  @TempDir private Path folder;

  static Stream<LintCase> types() {
    return Stream.of(
        planted(
                "lint.type-pair",
                "only the Y plane of nv12",
                "input_type_train: gray",
                "input_type_rt: nv12")
            .grey(),
        planted(
            "lint.type-pair",
            "takes nv12 or yuv444",
            "input_type_train: yuv444",
            "input_type_rt: rgb"),
        planted(
            "lint.type-pair",
            "trained on colour",
            "input_type_train: rgb",
            "input_type_rt: featuremap"),
        planted(
            "lint.featuremap-normalised", "does nothing", ANY, "scale_value: 0.003921568627451"),
        planted(
            "lint.swing",
            "is rgb",
            BGR.replace("rt: bgr", "rt: rgb"),
            "input_space_and_range: bt601_video"),
        planted("lint.channels", "gray has 1 channel,", GRAY, ""),
        planted("lint.layout", "say NCHW", RGB, "input_layout_train: NHWC"),
        new LintCase("lint.odd-nv12", Shape.of(1, 3, 225, 224), "225 high", RGB));
  }

  static Stream<LintCase> calibration() {
    return Stream.of(
        planted(
            "lint.percentile",
            "cuts off 5.0 %",
            ANY,
            "--",
            "calibration_type: max",
            "max_percentile: 0.95"),
        planted(
            "lint.percentile",
            "write 0.9999",
            ANY,
            "--",
            "quant_config: {model_config: {activation: {max_percentile: 99.99}}}"),
        planted("lint.skip", "random data", ANY, "--", "calibration_type: skip"),
        planted(
            "lint.per-channel",
            "ignored",
            ANY,
            "--",
            "calibration_type: default",
            "per_channel: True"),
        planted("lint.evaluation-folder", "judged by", ANY, "--", "cal_data_dir: ./data/val2017/"),
        planted("lint.same-folder", "of its own", ANY, "--", "cal_data_dir: a; a"),
        planted(
            "lint.data-type",
            "named cal_rgb_f32",
            ANY,
            "--",
            "cal_data_dir: data/cal_rgb_f32",
            "cal_data_type: uint8"),
        planted(
            "lint.run-on-both",
            "Softmax_1",
            ANY,
            "--",
            "run_on_cpu: Softmax_1",
            "run_on_bpu: Softmax_1;Conv_2"));
  }

  @ParameterizedTest
  @MethodSource({"types", "calibration"})
  void namesPlantedMistakesAndNothingElse(LintCase planted) throws IOException {
    planted.assertNamed(folder);
  }

  static Stream<String> correct() {
    return Stream.of(
        ANY,
        RGB + UNIT,
        RGB + "scale_value: 0.00392156862745098",
        RGB + "scale_value: 0.00390625",
        RGB + "norm_type: data_scale\n" + UNIT,
        RGB + "norm_type: no_preprocess",
        RGB + "mean_value: 123.675 116.28 103.53\nstd_value: 58.395 57.12 57.375",
        RGB + "mean_value: 123.68,116.779,103.939\nscale_value: 0.017",
        RGB + "mean_value: 127.5\nscale_value: 0.0078125",
        BGR + "mean_value: 103.94 116.78 123.68",
        BGR + "mean_value: 103.53 116.28 123.675\nscale_value: 0.0174 0.0175 0.0171",
        BGR,
        RGB + "input_layout_train: NCHW\ninput_space_and_range: bt601_video\n" + UNIT,
        RGB + "\n--\ncalibration_type: max\nmax_percentile: 0.99995\nper_channel: true",
        RGB + "\n--\ncal_data_dir: calibration_data_f32\ncal_data_type: float32",
        steps("", "", RGB + UNIT, "opencv", SWAP, CHW).lines(),
        steps(
                "",
                "",
                RGB + UNIT + "\ninput_layout_train: NCHW",
                "skimage",
                CHW,
                "ScaleTransformer: {scale_value: 255}")
            .lines(),
        steps("", "", BGR + "mean_value: 103.94 116.78 123.68", "opencv", CHW).lines(),
        steps(
                "",
                "",
                ANY + "input_layout_train: NCHW",
                "opencv",
                SWAP,
                CHW,
                "AddTransformer: {value: -128}",
                "ScaleTransformer: {scale_value: 0.015625}")
            .lines(),
        steps(
                "",
                "",
                ANY,
                "skimage",
                CHW,
                "MeanTransformer: {means: [0.485, 0.456, 0.406]}",
                "NormalizeTransformer: {std: [0.229, 0.224, 0.225]}")
            .lines(),
        steps(
                "",
                "",
                ANY,
                "opencv",
                SWAP,
                CHW,
                "MeanTransformer: {means: [123.675, 116.28, 103.53]}",
                "NormalizeTransformer: {std: [58.395, 57.12, 57.375]}")
            .lines(),
        steps(
                "",
                "",
                ANY,
                "opencv",
                SWAP,
                CHW,
                "ScaleTransformer: {scale_value: 0.003921568627451}",
                "MeanTransformer: {means: [0.485, 0.456, 0.406]}",
                "NormalizeTransformer: {std: [0.229, 0.224, 0.225]}")
            .lines(),
        steps(
                "",
                "",
                ANY,
                "opencv",
                "AddTransformer: {value: -127.5}",
                "ScaleTransformer: {scale_value: 0.00784313725490196}")
            .lines());
  }

  @ParameterizedTest
  @MethodSource("correct")
  void correctConfigurationsHaveNoFindings(String lines) throws IOException {
    assertThat(ConfigLinter.lint(config(folder, lines), shapes(NCHW))).isEmpty();
    assertThat(ConfigLinter.lint(config(folder, lines), shapes())).isEmpty();
  }

  @Test
  void readsTheValuesOfEachInput() throws IOException {
    Configuration config =
        config(
            folder,
            """
            input_name: left; right
            input_type_train: rgb; bgr
            input_type_rt: nv12; nv12
            mean_value: 123.675 116.28 103.53; 123.675 116.28 103.53
            std_value: 58.395 57.12 57.375; None
            """);
    assertThat(ConfigLinter.lint(config, shapes(NCHW, NCHW)))
        .extracting(Finding::code)
        .containsExactly("lint.colour-order", "lint.no-scale");
  }

  @Test
  void readsPreprocessFilesBesideTheConfiguration() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("steps.yaml"),
            "read_mode: opencv\ntransformers:\n  - ScaleTransformer: {scale_value: 0.0039}\n");
    assertThat(ConfigLinter.lint(config(folder, ANY + "--\npreprocess: steps.yaml"), shapes(NCHW)))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.code()).isEqualTo("lint.inverse-255");
              assertThat(finding.where()).isEqualTo(file + ":3");
            });
    assertThat(ConfigLinter.lint(config(folder, ANY + "--\npreprocess: absent.yaml"), shapes()))
        .isEmpty();
  }
}
