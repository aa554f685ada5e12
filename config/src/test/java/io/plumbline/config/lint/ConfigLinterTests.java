package io.plumbline.config.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.config.Configurations;
import io.plumbline.config.dialect.Configuration;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigLinterTests {
  private static final Shape NCHW = Shape.of(1, 3, 224, 224);

  @TempDir private Path folder;

  /**
   * A mistake.
   *
   * @param lines of input_parameters, then of calibration_parameters after a line "--"
   */
  private record Case(String code, Shape shape, String says, String lines) {
    @Override
    public String toString() {
      return code + ": " + says;
    }
  }

  private static Case planted(String code, String says, String... lines) {
    return new Case(code, NCHW, says, String.join("\n", lines));
  }

  private static final String RGB = "input_type_train: rgb\ninput_type_rt: nv12\n";
  private static final String BGR = "input_type_train: bgr\ninput_type_rt: bgr\n";
  private static final String GRAY = "input_type_train: gray\ninput_type_rt: gray\n";
  private static final String ANY = "input_type_train: featuremap\ninput_type_rt: featuremap\n";

  static Stream<Case> constants() {
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

  static Stream<Case> types() {
    return Stream.of(
        planted(
            "lint.type-pair",
            "only the Y plane of nv12",
            "input_type_train: gray",
            "input_type_rt: nv12"),
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
        planted("lint.channels", "gray has 1 channels", GRAY, ""),
        planted("lint.layout", "say NCHW", RGB, "input_layout_train: NHWC"),
        new Case("lint.odd-nv12", Shape.of(1, 3, 225, 224), "225 high", RGB));
  }

  static Stream<Case> calibration() {
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

  private static Case steps(String code, String says, String input, String mode, String... steps) {
    StringBuilder text = new StringBuilder(input);
    text.append("\n--\npreprocess:\n  read_mode: ").append(mode).append("\n  transformers:");
    Arrays.stream(steps).forEach(step -> text.append("\n    - ").append(step));
    return new Case(code, NCHW, says, text.toString());
  }

  private static final String UNIT = "scale_value: 0.003921568627451";
  private static final String SWAP = "BGR2RGBTransformer: {data_format: HWC}";
  private static final String CHW = "HWC2CHWTransformer: {}";

  static Stream<Case> preprocessing() {
    return Stream.of(
        steps("lint.scaled-twice", "read with opencv", RGB + UNIT, "skimage", CHW),
        steps("lint.fractions", "as read_mode skimage reads them", RGB, "skimage", CHW),
        steps(
            "lint.fractions",
            "keep 0…255",
            RGB,
            "opencv",
            SWAP,
            CHW,
            "ScaleTransformer: {scale_value: 0.003921568627451}"),
        steps(
            "lint.scaled-twice",
            "remove it",
            ANY,
            "skimage",
            CHW,
            "ScaleTransformer: {scale_value: 0.003921568627451}"),
        steps(
            "lint.normalised-twice",
            "MeanTransformer normalises",
            RGB + "mean_value: 123.675 116.28 103.53\n" + UNIT,
            "opencv",
            SWAP,
            CHW,
            "MeanTransformer: {means: [123.675, 116.28, 103.53]}"),
        steps(
            "lint.normalised-twice",
            "NormalizeTransformer normalises",
            RGB + UNIT,
            "opencv",
            SWAP,
            CHW,
            "NormalizeTransformer: {std: 128}"),
        steps(
            "lint.normalised-here",
            "device hands over 0…255",
            RGB,
            "opencv",
            SWAP,
            CHW,
            "AddTransformer: {value: -128}"),
        steps("lint.channel-order", "add BGR2RGBTransformer", RGB + UNIT, "opencv", CHW),
        steps("lint.channel-order", "remove the transformer", BGR + UNIT, "opencv", SWAP, CHW),
        steps("lint.channel-order", "add RGB2BGRTransformer", BGR, "PIL", CHW),
        steps("lint.swapped-twice", "already RGB here", ANY, "skimage", SWAP, CHW),
        steps(
            "lint.axes",
            "add HWC2CHWTransformer",
            RGB + "input_layout_train: NCHW",
            "opencv",
            SWAP),
        steps(
            "lint.data-format", "CHW by default", RGB + UNIT, "opencv", "BGR2RGBTransformer", CHW),
        steps(
            "lint.slip",
            "0.255 stands among",
            ANY,
            "skimage",
            CHW,
            "MeanTransformer: {means: [0.485, 0.456, 0.406]}",
            "NormalizeTransformer: {std: [0.229, 0.224, 0.255]}"),
        steps(
            "lint.unit-deviation",
            "run from 0 to 255",
            ANY,
            "opencv",
            SWAP,
            CHW,
            "MeanTransformer: {means: [123.675, 116.28, 103.53]}",
            "NormalizeTransformer: {std: [0.229, 0.224, 0.225]}"),
        steps(
            "lint.pixel-constant",
            "run from 0 to 1",
            ANY,
            "skimage",
            CHW,
            "MeanTransformer: {means: [123.675, 116.28, 103.53]}"),
        steps(
            "lint.colour-order",
            "are in the order bgr",
            ANY,
            "opencv",
            CHW,
            "MeanTransformer: {means: [123.675, 116.28, 103.53]}"),
        steps(
            "lint.inverse-255",
            "ScaleTransformer",
            ANY,
            "opencv",
            SWAP,
            CHW,
            "ScaleTransformer: {scale_value: 0.0039}"),
        steps(
            "lint.colour-space",
            "add BGR2GRAYTransformer",
            "input_type_train: gray\ninput_type_rt: gray\n",
            "opencv",
            CHW),
        steps(
            "lint.colour-space",
            "add RGB2YUV444Transformer",
            "input_type_train: yuv444\ninput_type_rt: nv12\n",
            "skimage",
            "ScaleTransformer: {scale_value: 255}",
            CHW),
        steps(
            "lint.swing",
            "say bt601_video",
            "input_type_train: yuv444\ninput_type_rt: nv12\n",
            "opencv",
            CHW,
            "BGR2YUVBT601VIDEOTransformer"),
        steps(
            "lint.data-format",
            "say data_format: HWC",
            "input_type_train: yuv444\ninput_type_rt: nv12\n",
            "opencv",
            "BGR2YUV444Transformer",
            CHW));
  }

  static Stream<Case> planted() {
    return Stream.of(constants(), types(), calibration(), preprocessing()).flatMap(cases -> cases);
  }

  @ParameterizedTest
  @MethodSource("planted")
  void namesPlantedMistakesAndNothingElse(Case planted) throws IOException {
    Shape shape =
        planted.lines.contains("train: gray") && !planted.code.equals("lint.channels")
            ? Shape.of(1, 1, 224, 224)
            : planted.shape;
    List<Finding> findings = ConfigLinter.lint(config(planted.lines), shapes(shape));
    assertThat(findings).extracting(Finding::code).containsExactly(planted.code);
    assertThat(findings.getFirst().message()).contains(planted.says);
    assertThat(findings.getFirst().where()).matches(".*config\\.yaml:\\d+");
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
        steps("", "", RGB + UNIT, "opencv", SWAP, CHW).lines,
        steps(
                "",
                "",
                RGB + UNIT + "\ninput_layout_train: NCHW",
                "skimage",
                CHW,
                "ScaleTransformer: {scale_value: 255}")
            .lines,
        steps("", "", BGR + "mean_value: 103.94 116.78 123.68", "opencv", CHW).lines,
        steps(
                "",
                "",
                ANY + "input_layout_train: NCHW",
                "opencv",
                SWAP,
                CHW,
                "AddTransformer: {value: -128}",
                "ScaleTransformer: {scale_value: 0.015625}")
            .lines,
        steps(
                "",
                "",
                ANY,
                "skimage",
                CHW,
                "MeanTransformer: {means: [0.485, 0.456, 0.406]}",
                "NormalizeTransformer: {std: [0.229, 0.224, 0.225]}")
            .lines,
        steps(
                "",
                "",
                ANY,
                "opencv",
                SWAP,
                CHW,
                "MeanTransformer: {means: [123.675, 116.28, 103.53]}",
                "NormalizeTransformer: {std: [58.395, 57.12, 57.375]}")
            .lines,
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
            .lines,
        steps(
                "",
                "",
                ANY,
                "opencv",
                "AddTransformer: {value: -127.5}",
                "ScaleTransformer: {scale_value: 0.00784313725490196}")
            .lines);
  }

  @ParameterizedTest
  @MethodSource("correct")
  void correctConfigurationsHaveNoFindings(String lines) throws IOException {
    assertThat(ConfigLinter.lint(config(lines), shapes(NCHW))).isEmpty();
    assertThat(ConfigLinter.lint(config(lines), shapes())).isEmpty();
  }

  @Test
  void readsTheValuesOfEachInput() throws IOException {
    Configuration config =
        config(
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
    assertThat(ConfigLinter.lint(config(ANY + "--\npreprocess: steps.yaml"), shapes(NCHW)))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.code()).isEqualTo("lint.inverse-255");
              assertThat(finding.where()).isEqualTo(file + ":3");
            });
    assertThat(ConfigLinter.lint(config(ANY + "--\npreprocess: absent.yaml"), shapes())).isEmpty();
  }

  private static SequencedMap<String, Shape> shapes(Shape... shapes) {
    SequencedMap<String, Shape> byName = new LinkedHashMap<>();
    List<String> names = List.of("left", "right");
    for (int i = 0; i < shapes.length; i++) {
      byName.put(names.get(i), shapes[i]);
    }
    return byName;
  }

  private Configuration config(String lines) throws IOException {
    String[] groups = lines.split("\n?--\n", -1);
    String text = "input_parameters:\n" + groups[0].indent(2);
    if (groups.length > 1) {
      text += "calibration_parameters:\n" + groups[1].indent(2);
    }
    for (String made : List.of("data/val2017", "a", "data/cal_rgb_f32", "calibration_data_f32")) {
      Files.createDirectories(folder.resolve(made));
    }
    return Configurations.read(Files.writeString(folder.resolve("config.yaml"), text));
  }
}
