package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A float model beside its program that normalises inside, and which samples they are given. */
class EvalInputsTests {
  private static final String PIXELS =
      """
      read_mode: opencv
      transformers:
        - BGR2RGBTransformer: {data_format: HWC}
        - HWC2CHWTransformer: {}
      """;

  @TempDir private Path folder;
  private Scene scene;
  private Path pixels;

  @BeforeEach
  void write() {
    scene = new Scene(folder);
    pixels = scene.write("pixels.yaml", PIXELS);
  }

  private Path config() {
    return scene.write(
        "config.yaml",
        """
        model_parameters:
          onnx_model: %s
          march: generic
          output_model_file_prefix: p
          working_dir: work
        input_parameters:
          input_type_rt: nv12
          input_type_train: rgb
          input_layout_train: NCHW
          mean_value: 128
          scale_value: 0.015625
        calibration_parameters:
          cal_data_dir: %s
          preprocess: pixels.yaml
          effort: fast
        """
            .formatted(Scene.MODEL, Scene.EXAMPLE.resolve("calibration")));
  }

  private JsonNode eval(Object models, Object... more) {
    List<Object> arguments =
        new ArrayList<>(List.of("eval", "--json", models, "--preprocess", pixels));
    arguments.addAll(List.of(more));
    PlumbRun run = PlumbRun.of(arguments);
    assertThat(run.status()).describedAs(run.err()).isZero();
    return run.json();
  }

  private static double top1(JsonNode found, int model) {
    return found.get("models").get(model).get("top1").asDouble();
  }

  @Test
  void aFloatModelBesideOneThatTakesPicturesIsFedItsOwnWay() {
    PlumbRun run = PlumbRun.of("compile", "-c", config());
    assertThat(run.status()).describedAs(run.err()).isZero();
    String models = Scene.MODEL + "," + folder.resolve("work/p_quantized_model.onnx");
    Object[] data = {"--data", Scene.EVALUATION, "--labels", Scene.LABELS, "--limit", 40};
    JsonNode alike = eval(models, data);
    assertThat(alike.get("findings").toString())
        .contains("verify.mixed-inputs", "model.onnx", "--float-preprocess");
    List<Object> more = new ArrayList<>(List.of(data));
    more.addAll(List.of("--float-preprocess", Scene.PREPROCESS));
    JsonNode each = eval(models, more.toArray());
    assertThat(each.get("findings").toString()).doesNotContain("mixed-inputs");
    assertThat(top1(each, 0)).isGreaterThan(0.8);
    assertThat(top1(each, 0)).isGreaterThanOrEqualTo(top1(alike, 0));
    assertThat(top1(each, 1)).isEqualTo(top1(alike, 1));
    assertThat(each.get("models").get(1).get("agreement").asDouble()).isGreaterThan(0.9);
  }

  @Test
  void modelsOfOneKindAreNotWarnedOf() {
    JsonNode found =
        eval(
            Scene.MODEL + "," + Scene.MODEL,
            "--data",
            Scene.EVALUATION,
            "--labels",
            Scene.LABELS,
            "--limit",
            2);
    assertThat(found.get("findings")).isEmpty();
  }

  /** Of lines sorted by class the first ones would be of one class. */
  @Test
  void aLimitTakesSamplesOfTheWholeSet() {
    Path pictures = scene.pictures(4);
    scene.write("pictures/p3.png", new byte[] {1, 2, 3});
    Path labels = scene.write("labels.txt", "p0.png 0\np1.png 1\np2.png 2\np3.png 3\n");
    JsonNode found = eval(Scene.MODEL, "--data", pictures, "--labels", labels, "--limit", 2);
    assertThat(found.get("samples").asInt()).isEqualTo(1);
    assertThat(found.get("findings").toString()).contains("p3.png");
  }
}
