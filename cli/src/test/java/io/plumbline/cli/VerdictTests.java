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
            "layers that add most noise",
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
