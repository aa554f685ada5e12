package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.cli.console.ExitStatus;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class DoctorTests {
  @TempDir private Path folder;

  @Test
  void measuresTheExample() {
    Scene scene = new Scene(folder);
    PlumbRun run =
        PlumbRun.of(
            "doctor",
            "--colour",
            "-m",
            Scene.MODEL,
            "--data",
            scene.pictures(12),
            "--preprocess",
            Scene.PREPROCESS,
            "--json");
    assertThat(run.status()).as(run.err()).isZero();
    JsonNode json = run.json();
    assertThat(json.get("pictures").asInt()).isEqualTo(12);
    JsonNode full = json.get("routes").get(0);
    JsonNode mistake = json.get("routes").get(2);
    assertThat(full.get("route").asString()).isEqualTo("nv12 full");
    for (String channel : new String[] {"red", "green", "blue"}) {
      assertThat(full.get(channel).get("psnr_db").asDouble())
          .isGreaterThan(mistake.get(channel).get("psnr_db").asDouble());
    }
    assertThat(full.get("output").get("min_cosine").asDouble()).isGreaterThan(0.9);
    assertThat(full.get("output").get("same_top1").asDouble()).isGreaterThan(0.9);
  }

  @Test
  void showsTables() {
    Scene scene = new Scene(folder);
    PlumbRun run = PlumbRun.of("doctor", "--colour", "--data", scene.pictures(2));
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("PSNR dB", "nv12 studio, read as full", "2 pictures")
        .doesNotContain("Output of the model");
  }

  @Test
  void leavesOutWhatIsNoPicture() {
    Scene scene = new Scene(folder);
    Path pictures = scene.pictures(2);
    scene.write("pictures/broken.png", "no picture");
    PlumbRun run = PlumbRun.of("doctor", "--colour", "--data", pictures, "--json");
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.json().get("pictures").asInt()).isEqualTo(2);
    assertThat(run.json().get("findings").get(0).get("code").asString())
        .isEqualTo("picture.undecodable");
  }

  @Test
  void refusesWhatItCannotMeasure() {
    Scene scene = new Scene(folder);
    Path pictures = scene.pictures(1);
    assertThat(PlumbRun.of("doctor", "--colour", "-m", Scene.MODEL, "--data", pictures))
        .satisfies(run -> assertThat(run.status()).isEqualTo(ExitStatus.USAGE))
        .satisfies(run -> assertThat(run.err()).contains("--preprocess FILE"));
    Path late =
        scene.write(
            "late.yaml",
            "transformers: [ScaleTransformer: {scale_value: 0.5}, CenterCropTransformer:"
                + " {crop_size: 8}]");
    assertThat(PlumbRun.of("doctor", "--colour", "--data", pictures, "--preprocess", late).err())
        .contains("error[colour.order]");
    Path yuv = scene.write("yuv.yaml", "transformers: [RGB2YUV444Transformer: {data_format: HWC}]");
    assertThat(PlumbRun.of("doctor", "--colour", "--data", pictures, "--preprocess", yuv).err())
        .contains("error[colour.not-rgb]");
    Path odd = scene.write("odd.yaml", "transformers: [CenterCropTransformer: {crop_size: 7}]");
    PlumbRun run = PlumbRun.of("doctor", "--colour", "--data", pictures, "--preprocess", odd);
    assertThat(run.status()).isEqualTo(ExitStatus.INPUT);
    assertThat(run.err()).contains("7 high and 7 wide");
    assertThat(PlumbRun.of("doctor", "--data", pictures).status()).isEqualTo(ExitStatus.USAGE);
  }
}
