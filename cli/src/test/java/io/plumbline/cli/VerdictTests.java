package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.cli.console.ExitStatus;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** What {@code check} and {@code compile} end with: is it good, where is it worst, what is next. */
class VerdictTests {
  @TempDir private Path folder;

  private PlumbRun compile(Object... more) {
    return calibrated(new Scene(folder).pictures(6), more);
  }

  private PlumbRun calibrated(Path pictures, Object... more) {
    List<Object> arguments =
        new ArrayList<>(
            List.of(
                "compile",
                "-m",
                Scene.MODEL,
                "--cal-data-dir",
                pictures,
                "--preprocess",
                Scene.PREPROCESS,
                "--effort",
                "fast",
                "--prefix",
                "net",
                "--working-dir",
                folder.resolve("out")));
    arguments.addAll(List.of(more));
    return PlumbRun.of(arguments);
  }

  @Test
  void compileSaysHowGoodItIsAndWhatIsNext() {
    PlumbRun run = compile("--min-cosine", "0.99");
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out())
        .containsSubsequence(
            "wrote ",
            "verdict: ",
            "cosine 0.99",
            "layers that add most noise to what they read",
            " dB, ",
            " before it; rounding of weights and values",
            "next",
            "plumb eval " + folder.resolve("out/net_original_float_model.onnx"));
  }

  @Test
  void aCosineThatIsNotReachedIsAFailureThatIsNamed() {
    PlumbRun run = compile("--min-cosine", "0.99999999", "--json");
    assertThat(run.status()).isEqualTo(ExitStatus.FAILED);
    assertThat(run.err()).contains("failed: output 'logits' has cosine 0.9", "--min-cosine");
    assertThat(folder.resolve("out/net_quantized_model.onnx")).exists();
    JsonNode verdict = run.json().get("verdict");
    assertThat(verdict.get("level").asString()).isEqualTo("failed");
    assertThat(verdict.get("reasons").get(0).asString())
        .startsWith("It fails: output 'logits' has cosine 0.9");
    assertThat(folder.resolve("out/net.html")).content().contains("less true than was asked for");
    assertThat(verdict.get("noisiest")).hasSize(3);
    assertThat(verdict.get("noisiest").get(0).get("result_db").asDouble()).isPositive();
    assertThat(verdict.get("next").get(0).get("command").asString()).startsWith("plumb ");
    assertThat(compile("--min-cosine", "2").status()).isEqualTo(ExitStatus.USAGE);
  }

  /** A gate is named as it was asked for. */
  @Test
  void aGateOfAConfigurationIsNamedByItsKey() {
    Scene scene = new Scene(folder);
    Path config =
        scene.write(
            "gate.yaml",
            """
            model_parameters: {onnx_model: %s, working_dir: gate}
            calibration_parameters:
              {cal_data_dir: %s, preprocess: %s, effort: fast, min_cosine: 0.99999999}
            """
                .formatted(Scene.MODEL, scene.pictures(2), Scene.PREPROCESS));
    PlumbRun key = PlumbRun.of("compile", "-c", config, "--no-native");
    assertThat(key.status()).isEqualTo(ExitStatus.FAILED);
    assertThat(key.err()).contains("failed: output 'logits' has ", " of min_cosine");
    PlumbRun option =
        PlumbRun.of("compile", "-c", config, "--no-native", "--min-cosine", "0.999999999");
    assertThat(option.err()).contains(" of --min-cosine");
  }

  @Test
  void answersThatChangeAreAFailureThatIsNamed() {
    PlumbRun run =
        compile(
            "--no-native",
            "--json",
            "--min-agreement",
            "100",
            "--max-drop",
            "0",
            "--data",
            Scene.EVALUATION,
            "--labels",
            Scene.LABELS);
    JsonNode judged = run.json().get("judged");
    assertThat(judged.get("labelled").asBoolean()).isTrue();
    assertThat(judged.get("samples").asInt()).isGreaterThan(30);
    assertThat(run.json().get("verdict").get("sentence").asString())
        .contains(" labelled samples get the float model's answer; top-1 ");
    assertThat(run.json().get("verdict").get("next").toString())
        .contains("plumb perf ")
        .doesNotContain("plumb eval");
    boolean same = judged.get("agreement").asDouble() == 1;
    assertThat(run.status()).isEqualTo(same ? ExitStatus.OK : ExitStatus.FAILED);
    assertThat(run.json().get("missed").isEmpty()).isEqualTo(same);
  }

  /** With weights of 4 bits in place of 8 the answers do change. */
  @Test
  void aModelOfTooFewBitsFailsBothGates() {
    Scene scene = new Scene(folder);
    Path config =
        scene.write(
            "c.yaml",
            """
            model_parameters:
              onnx_model: %s
              working_dir: %s
            calibration_parameters:
              cal_data_dir: %s
              preprocess: %s
              effort: fast
              quant_config: {"model_config": {"all_node_type": "w4a8"}}
            """
                .formatted(Scene.MODEL, scene.at("out"), scene.pictures(6), Scene.PREPROCESS));
    PlumbRun run =
        PlumbRun.of(
            "compile",
            "-c",
            config,
            "--no-native",
            "--min-agreement",
            "99.9",
            "--max-drop",
            "0.01",
            "--data",
            Scene.EVALUATION,
            "--labels",
            Scene.LABELS);
    assertThat(run.err())
        .contains("get the float model's answer, fewer than 99.90 % of --min-agreement")
        .contains("failed: top-1 drops by ", " samples, more than 0.01 of --max-drop");
    assertThat(run.status()).isEqualTo(ExitStatus.FAILED);
    assertThat(run.out()).contains("verdict: ", "It fails: top-1 drops by ");
  }

  @Test
  void agreementNeedsNoLabelsAndADropDoes() {
    PlumbRun agreement = compile("--no-native", "--min-agreement", "10");
    assertThat(agreement.status()).as(agreement.err()).isZero();
    assertThat(agreement.out()).contains(" 6 calibration samples get the float model's answer.");
    PlumbRun drop = compile("--max-drop", "1");
    assertThat(drop.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(drop.err()).contains("not known without labels", "--labels");
    assertThat(compile("--max-drop", "1", "--data", Scene.EVALUATION).err())
        .contains("nothing says the classes of --data");
  }

  private static int[] filled(int colour) {
    int[] pixels = new int[48 * 48];
    Arrays.fill(pixels, colour);
    return pixels;
  }

  /** Equal cosines on pictures that show nothing say nothing. */
  @Test
  void nothingIsJudgedByPicturesThatShowNothing() throws IOException {
    Path black = new Scene(folder).emptyFolder("black");
    for (int i = 0; i < 3; i++) {
      BufferedImage picture = new BufferedImage(48, 48, BufferedImage.TYPE_INT_RGB);
      picture.setRGB(0, 0, 48, 48, filled(i), 0, 48);
      ImageIO.write(picture, "png", black.resolve("p%d.png".formatted(i)).toFile());
    }
    PlumbRun run = calibrated(black, "--no-native");
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out())
        .containsSubsequence(
            "verdict: not judged", "All samples are blank", "next", "Calibrate with");
    assertThat(run.err()).contains("data.all-blank");
  }

  static List<String> configurationsThatResizePictures() {
    return List.of(
        """
        model_parameters: {onnx_model: 'MODEL', working_dir: out, output_model_file_prefix: net}
        input_parameters:
          {input_type_rt: bgr, input_type_train: bgr, input_layout_train: NCHW}
        calibration_parameters: {cal_data_dir: pictures, preprocess_on: true, effort: fast}
        """,
        """
        input_path: "MODEL"
        output_path: "out/net.joint"
        src_input_tensors { color_space: TENSOR_COLOR_SPACE_BGR }
        dst_input_tensors { color_space: TENSOR_COLOR_SPACE_BGR }
        neuwizard_conf {
          dataset_conf_calibration { path: "pictures" type: DATASET_TYPE_TAR size: 2 }
        }
        """);
  }

  /** What is to be typed next runs, and does not without the option. */
  @ParameterizedTest
  @MethodSource("configurationsThatResizePictures")
  void picturesThatAConfigurationResizesAreToBePreparedForEval(String text) {
    Scene scene = new Scene(folder);
    scene.pictures(2);
    Path pixels = scene.write("pixels.yaml", "transformers: [HWC2CHWTransformer: {}]\n");
    String file = text.startsWith("model_parameters") ? "c.yaml" : "c.prototxt";
    Path config = scene.write(file, text.replace("MODEL", Scene.MODEL.toString()));
    PlumbRun run = PlumbRun.of("compile", "-c", config, "--no-native", "--json");
    assertThat(run.status()).as(run.err()).isZero();
    JsonNode next = run.json().get("verdict").get("next");
    String command = next.get(0).get("command").asString();
    assertThat(command).endsWith(" --data DATA --labels LABELS --preprocess PREPROCESS");
    String typed =
        command
            .substring("plumb ".length())
            .replace("DATA", "EVALUATION")
            .replace("PREPROCESS", pixels.toString())
            .concat(" --limit 2");
    PlumbRun eval = scene.run(typed);
    assertThat(eval.status()).as(typed + eval.err()).isZero();
    assertThat(scene.run(typed.replace(" --preprocess " + pixels, "")).err())
        .contains("[data.no-preprocess]");
  }

  @Test
  void checkSaysHowMuchBecomesIntegerAndWhatIsNext() {
    PlumbRun run = PlumbRun.of("check", "-m", Scene.MODEL, "-i", "input", "1x3x48x48");
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out())
        .containsSubsequence(
            "verdict: all ",
            " nodes become integer",
            "next\n    plumb compile -m " + Scene.MODEL + " -i input 1x3x48x48 --cal-data-dir");
  }

  @Test
  void checkNamesTheNodesThatStayInFloat() {
    Scene scene = new Scene(folder);
    Path config =
        scene.write(
            "c.yaml",
            """
            model_parameters:
              onnx_model: %s
            calibration_parameters:
              cal_data_dir: %s
              preprocess: %s
              run_on_cpu: conv5
            """
                .formatted(Scene.MODEL, scene.pictures(2), Scene.PREPROCESS));
    PlumbRun run = PlumbRun.of("check", "-c", config);
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out())
        .containsSubsequence(
            "% of the multiply-accumulates stay in float32",
            "float32: conv5", "asked for", "next\n    plumb compile -c " + config);
  }
}
