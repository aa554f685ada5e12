package io.plumbline.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.cli.console.ExitStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import tools.jackson.databind.JsonNode;

/** The doctor on the shipped example, whose pictures become (value − 128) / 64 in RGB. */
class DoctorConfigTests {
  @TempDir private Path folder;

  private static final String RIGHT =
      """
          - BGR2RGBTransformer: {data_format: HWC}  # the network was trained on RGB
          - HWC2CHWTransformer: {}
          - AddTransformer: {value: -128.0}
          - ScaleTransformer: {scale_value: 0.015625}
      """;

  private static final String SHIFT = "      - AddTransformer: {value: -128.0}\n";
  private static final String SCALE = "      - ScaleTransformer: {scale_value: 0.015625}\n";

  static final List<Arguments> MISTAKES =
      List.of(
          mistake("doctor.layout", "      - HWC2CHWTransformer: {}\n", ""),
          mistake("doctor.operation-order", SHIFT + SCALE, SCALE + SHIFT),
          mistake("doctor.inverted", "0.015625", "64"),
          mistake(
              "doctor.range",
              "      - AddTransformer",
              "      - ScaleTransformer: {scale_value: 0.00392}\n      - AddTransformer"));

  private static Arguments mistake(String code, String right, String wrong) {
    return Arguments.of(code, indented().replace(right, wrong));
  }

  private static String indented() {
    return RIGHT.indent(6 - 4).replaceAll("(?m)^ +", "      ");
  }

  private Path config(String transformers) {
    return new Scene(folder)
        .write(
            "config.yaml",
            """
            # Kept.
            model_parameters:
              onnx_model: '%s'
            calibration_parameters:
              cal_data_dir: '%s'  # pictures
              preprocess:
                read_mode: opencv
                transformers:
            %s  calibration_type: mse
            """
                .formatted(Scene.MODEL, Scene.EXAMPLE.resolve("calibration"), transformers));
  }

  @Test
  void findsNothingInARightConfiguration() {
    Path fixed = folder.resolve("fixed.yaml");
    PlumbRun run =
        PlumbRun.of(
            "doctor", "-c", config(indented()), "--strict", "--threads", "2", "--fix", fixed);
    assertThat(run.status()).as(run.out() + run.err()).isZero();
    assertThat(run.out()).contains("no mistake", "nothing to mend").doesNotContain("wrote");
    assertThat(fixed).doesNotExist();
  }

  @ParameterizedTest
  @FieldSource("MISTAKES")
  void namesAMistakeAndMendsIt(String code, String transformers) throws Exception {
    Path fixed = folder.resolve("fixed.yaml");
    PlumbRun run =
        PlumbRun.of("doctor", "-c", config(transformers), "--fix", fixed, "--json", "--threads", 2);
    assertThat(run.status()).as(run.err()).isZero();
    JsonNode findings = run.json().get("findings");
    assertThat(findings.get(0).get("code").asString()).as(run.out()).isEqualTo(code);
    assertThat(Files.readString(fixed))
        .contains("# Kept.", "  # pictures", "calibration_type: mse");
    PlumbRun again = PlumbRun.of("doctor", "-c", fixed, "--strict", "--threads", "2");
    assertThat(again.status()).as(again.out() + again.err()).isZero();
  }

  static final List<Arguments> MISTAKES_OF_THE_MODEL =
      List.of(
          Arguments.of("scale_value: 0.015625", "scale_value: 4", "doctor.range"),
          Arguments.of("scale_value: 0.015625", "scale_value: 64", "doctor.inverted"),
          Arguments.of("BGR2RGB", "BGR2RGB", ""),
          Arguments.of(
              "    transformers:\n", "    transformers:\n" + SCALE, "doctor.normalised-twice"));

  /** The model normalises what a camera hands over. */
  @ParameterizedTest
  @FieldSource("MISTAKES_OF_THE_MODEL")
  void mendsWhatTheModelDoesItself(String right, String wrong, String code) throws Exception {
    String text =
        """
        model_parameters:
          onnx_model: '%s'
        input_parameters:
          input_type_rt: nv12
          input_type_train: rgb
          norm_type: data_mean_and_scale
          mean_value: '128'
          scale_value: 0.015625
        calibration_parameters:
          cal_data_dir: '%s'
          preprocess:
            read_mode: opencv
            transformers:
              - BGR2RGBTransformer: {data_format: HWC}
              - HWC2CHWTransformer: {}
        """
            .formatted(Scene.MODEL, Scene.EXAMPLE.resolve("calibration"));
    assertThat(text).contains(right);
    Path config = new Scene(folder).write("config.yaml", text.replace(right, wrong));
    Path fixed = folder.resolve("fixed.yaml");
    PlumbRun run = PlumbRun.of("doctor", "-c", config, "--fix", fixed, "--json", "--threads", 2);
    assertThat(run.status()).as(run.err()).isZero();
    JsonNode findings = run.json().get("findings");
    if (code.isEmpty()) {
      assertThat(findings).isEmpty();
      return;
    }
    assertThat(findings.get(0).get("code").asString()).as(run.out()).isEqualTo(code);
    PlumbRun again = PlumbRun.of("doctor", "-c", fixed, "--strict", "--threads", "2");
    assertThat(again.status()).as(again.out() + again.err()).isZero();
  }

  @Test
  void mendsStepByStepSoThatCommentsStay() throws Exception {
    Path fixed = folder.resolve("fixed.yaml");
    String wrong = indented().replace("0.015625}", "64}  # told by a colleague");
    PlumbRun run = PlumbRun.of("doctor", "-c", config(wrong), "--fix", fixed, "--threads", 2);
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(Files.readString(fixed))
        .contains("# the network was trained on RGB", "scale_value: 0.015625")
        .doesNotContain("colleague");
  }

  @Test
  void isSurerWithLabels() {
    PlumbRun run =
        PlumbRun.of(
            "doctor",
            "-c",
            config(indented().replace("0.015625", "0.25")),
            "--data",
            Scene.EVALUATION,
            "--labels",
            Scene.LABELS,
            "--limit",
            64,
            "--strict",
            "--threads",
            "2");
    assertThat(run.status()).as(run.out() + run.err()).isEqualTo(ExitStatus.FAILED);
    assertThat(run.out()).contains("Top-1 %");
  }

  @Test
  void judgesTheCalibrationSetByOtherPictures() throws IOException {
    Path black = folder.resolve("black");
    byte[] picture = Arrays.copyOf("P6 48 48 255\n".getBytes(US_ASCII), 13 + 48 * 48 * 3);
    for (String name : List.of("a", "b", "c")) {
      new Scene(folder).write("black/" + name + ".ppm", picture);
    }
    Path config = config(indented());
    String own = Scene.EXAMPLE.resolve("calibration").toString();
    Files.writeString(config, Files.readString(config).replace(own, black.toString()));
    PlumbRun run =
        PlumbRun.of(
            "doctor", "-c", config, "--data", Scene.EVALUATION, "--limit", 40, "--threads", 2);
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out() + run.err())
        .contains(
            "no mistake is proven, but 40 pictures are too few to tell whether",
            "  remove BGR2RGBTransformer (about ",
            "their classes with --labels",
            "doctor.unseen-range",
            "Values that calibration never saw");
  }

  @Test
  void writesOverNothing() {
    Path config = config(indented());
    assertThat(PlumbRun.of("doctor", "-c", config, "--fix", config).err()).contains("mend.exists");
    assertThat(PlumbRun.of("doctor", "-c", config, "--fix", folder.resolve("no/a.yaml")).err())
        .contains("mend.no-folder");
  }

  @Test
  void saysWhatItNeeds() {
    assertThat(PlumbRun.of("doctor").status()).isEqualTo(ExitStatus.USAGE);
    assertThat(PlumbRun.of("doctor", "--colour").err()).contains("--data is missing");
  }
}
