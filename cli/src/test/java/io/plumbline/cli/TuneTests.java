package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.cli.console.ExitStatus;
import io.plumbline.tensor.Sha256;
import io.plumbline.testkit.SharedData;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class TuneTests {
  @TempDir private Path folder;

  private Path example() {
    return new Scene(folder)
        .write(
            "net.yaml",
            """
            # Kept.
            model_parameters:
              onnx_model: '%s'
              working_dir: work
            calibration_parameters:
              cal_data_dir: '%s'
              preprocess: '%s'
              calibration_type: kl  # to begin with
              effort: fast
            """
                .formatted(Scene.MODEL, Scene.EXAMPLE.resolve("calibration"), Scene.PREPROCESS));
  }

  /** What compiling the written configuration gives is what was judged, byte for byte. */
  private void requireReproduced(JsonNode found) throws IOException {
    Path config = Path.of(found.get("config").asString());
    PlumbRun compiled =
        PlumbRun.of("compile", "-c", config, "--working-dir", folder.resolve("w"), "--prefix", "p");
    assertThat(compiled.status()).as(compiled.err()).isZero();
    byte[] bytes = Files.readAllBytes(folder.resolve("w/p_quantized_model.onnx"));
    assertThat(Sha256.of(MemorySegment.ofArray(bytes)))
        .isEqualTo(found.get("program_sha256").asString());
  }

  @Test
  void climbsTheWholeLadderAndSaysWhyItStopped() throws IOException {
    PlumbRun run =
        PlumbRun.of(
            "tune",
            "-c",
            example(),
            "--data",
            Scene.EVALUATION,
            "--labels",
            Scene.LABELS,
            "--limit",
            50,
            "--target",
            "top1=100",
            "--threads",
            2,
            "--json");
    assertThat(run.status()).as(run.err()).isZero();
    JsonNode found = run.json();
    assertThat(found.get("met").asBoolean()).isFalse();
    assertThat(found.get("ending").asString()).isEqualTo("exhausted");
    assertThat(found.get("trials").size()).isGreaterThan(10);
    assertThat(Files.readString(folder.resolve("net-tuned.yaml"))).contains("# Kept.");
    requireReproduced(found);
  }

  @Test
  void stopsWhenTheTargetIsReached() throws IOException {
    PlumbRun run =
        PlumbRun.of(
            "tune", "-c", example(), "--target-cosine", 0.9, "--threads", 2, "--json", "--strict");
    assertThat(run.status()).as(run.err()).isZero();
    JsonNode found = run.json();
    assertThat(found.get("met").asBoolean()).isTrue();
    assertThat(found.get("held_out").asInt()).isEqualTo(25);
    requireReproduced(found);
  }

  /** What compiling leaves says all in {@code quant_config}, too. */
  @Test
  void tunesWhatCompilingWrites() throws IOException {
    Path config = example();
    PlumbRun compiled = PlumbRun.of("compile", "-c", config, "--effort", "fast");
    assertThat(compiled.status()).as(compiled.err()).isZero();
    Files.createDirectories(folder.resolve("else where"));
    PlumbRun run =
        PlumbRun.of(
            "tune",
            "-c",
            folder.resolve("work/model_config.resolved.yaml"),
            "-o",
            folder.resolve("else where/tuned.yaml"),
            "--target-cosine",
            0.9,
            "--threads",
            2,
            "--json");
    assertThat(run.status()).as(run.err()).isZero();
    JsonNode found = run.json();
    assertThat(found.get("met").asBoolean()).isTrue();
    JsonNode best = found.get("best");
    assertThat(best.get("agreement_ci95").get(0).asDouble())
        .isLessThan(best.get("agreement").asDouble());
    requireReproduced(found);
  }

  @Test
  void keepsToItsTime() {
    PlumbRun run =
        PlumbRun.of(
            "tune",
            "-c",
            example(),
            "--target-cosine",
            1,
            "--budget",
            0.001,
            "--threads",
            2,
            "--strict");
    assertThat(run.status()).as(run.err()).isEqualTo(ExitStatus.FAILED);
    assertThat(run.out())
        .contains("the time is over", "after 1 trial and", "95 % interval 0.9", "| Cosine")
        .doesNotContain("Top-1 %", "| Drop");
  }

  @Test
  void saysWhatItNeeds() {
    Path config = example();
    assertThat(PlumbRun.of("tune", "-c", config).err()).contains("no target is given");
    assertThat(PlumbRun.of("tune", "-c", config, "--target", "top1=50").err())
        .contains("needs labels");
    assertThat(PlumbRun.of("tune", "-c", config, "--target", "map=1").err()).contains("top1=");
    assertThat(PlumbRun.of("tune", "-c", config, "--target-cosine", 0.9, "-o", config).err())
        .contains("mend.exists");
  }

  /** The hard depthwise network. */
  @Test
  void tunesMobileNet() throws IOException {
    Path model =
        SharedData.require("models/mobilenet_v1_025_imagenet_onnx/mobilenet_v1_0.25_128.onnx");
    Path pictures = SharedData.require("images/imagenet");
    Path config =
        new Scene(folder)
            .write(
                "mobilenet.yaml",
                """
                model_parameters:
                  onnx_model: '%s'
                calibration_parameters:
                  cal_data_dir: '%s'
                  effort: fast
                  preprocess:
                    read_mode: opencv
                    transformers:
                      - ShortSideResizeTransformer: {short_size: 146}
                      - CenterCropTransformer: {crop_size: 128}
                      - BGR2RGBTransformer: {data_format: HWC}
                      - HWC2CHWTransformer: {}
                      - AddTransformer: {value: -127.5}
                      - ScaleTransformer: {scale_value: 0.00784313725490196}
                """
                    .formatted(model, pictures.resolve("calibration")));
    PlumbRun run =
        PlumbRun.of(
            "tune",
            "-c",
            config,
            "--data",
            pictures,
            "--labels",
            pictures.resolve("evaluation_labels.txt"),
            "--limit",
            100,
            "--target",
            "drop=2",
            "--budget",
            60,
            "--threads",
            2,
            "--json");
    assertThat(run.status()).as(run.err()).isZero();
    JsonNode found = run.json();
    assertThat(found.get("ending").asString()).isIn("met", "exhausted", "out_of_time");
    assertThat(found.get("ending").asString().equals("met"))
        .isEqualTo(found.get("met").asBoolean());
    assertThat(found.get("seconds").asDouble()).isLessThan(90);
    requireReproduced(found);
  }
}
