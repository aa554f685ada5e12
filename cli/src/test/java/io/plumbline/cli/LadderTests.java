package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Faults that are planted in one stage are found there, and called by their cause. */
class LadderTests {
  private static final String CONFIG =
      """
      model_parameters:
        onnx_model: MODEL
        march: generic
        output_model_file_prefix: p
        working_dir: WORK
      input_parameters:
        input_name: input
        input_type_rt: RUNTIME
        input_type_train: TRAIN
        input_layout_train: NCHW
        norm_type: data_mean_and_scale
        mean_value: MEAN
        scale_value: SCALE
      calibration_parameters:
        cal_data_dir: DATA
        preprocess: pixels.yaml
        calibration_type: METHOD
        effort: fast
      """;
  private static final String PIXELS =
      """
      read_mode: opencv
      transformers:
        - BGR2RGBTransformer: {data_format: HWC}
        - HWC2CHWTransformer: {}
      """;

  @TempDir private static Path folder;

  @BeforeAll
  static void compile() {
    compile("right", "rgb", "rgb", 128, 0.015625, "mse");
  }

  private static Path compile(
      String name, String runtime, String training, double mean, double scale, String method) {
    Scene scene = new Scene(folder);
    scene.write("pixels.yaml", PIXELS);
    Path config =
        scene.write(
            name + ".yaml",
            CONFIG
                .replace("MODEL", Scene.MODEL.toString())
                .replace("WORK", name)
                .replace("RUNTIME", runtime)
                .replace("TRAIN", training)
                .replace("MEAN", String.valueOf(mean))
                .replace("SCALE", String.valueOf(scale))
                .replace("DATA", Scene.EXAMPLE.resolve("calibration").toString())
                .replace("METHOD", method));
    PlumbRun run = PlumbRun.of("compile", "-c", config);
    assertThat(run.status()).describedAs(run.err()).isZero();
    return folder.resolve(name);
  }

  private static CompiledCopy copy(String name) {
    return CompiledCopy.of(folder.resolve("right"), "p", name);
  }

  @Test
  void aRightCompilationHasNoFault() {
    JsonNode found = copy("untouched").ladder("--float-preprocess", Scene.PREPROCESS);
    assertThat(found.get("pass").asBoolean()).describedAs(found.toString()).isTrue();
    assertThat(found.get("ladder"))
        .extracting(rung -> rung.get("stage").asString())
        .containsExactly(
            "given",
            "configured",
            "original_float",
            "optimized_float",
            "calibrated",
            "ptq",
            "quantized");
    assertThat(found.get("ladder"))
        .allSatisfy(rung -> assertThat(rung.get("state").asString()).isEqualTo("intact"));
    assertThat(found.get("checklist")).hasSize(6);
    assertThat(found.get("checklist").get(1).get("answer").asString()).isEqualTo("yes");
    assertThat(found.get("next").get(0).get("command").asString())
        .startsWith("plumb eval ")
        .contains("_original_float_model.onnx,", "_quantized_model.onnx --data DATA");
  }

  @Test
  void aWrongScaleOfWeightsIsFoundInItsLayer() {
    CompiledCopy copy = copy("weights");
    Set<String> layer = PlantedFault.weightScale(copy.stage("ptq"));
    JsonNode found = copy.ladder();
    assertThat(found.get("first").asString()).isEqualTo("ptq");
    assertThat(found.get("cause").asString()).isEqualTo("quantization");
    assertThat(found.get("replaced").get(0).asString()).isEqualTo("ptq");
    assertThat(firstTensor(found, 4)).isIn(layer);
    assertThat(found.get("next").get(0).get("command").asString()).startsWith("plumb compile -c");
  }

  /** The stage after a replaced one diverges, but is as it was compiled. */
  @Test
  void theReplacedStageIsToBlameAndNotTheNext() {
    CompiledCopy copy = copy("scales");
    PlantedFault.activationScale(copy.stage("calibrated"));
    JsonNode found = copy.ladder();
    assertThat(found.get("first").asString()).isEqualTo("calibrated");
    assertThat(found.get("cause").asString()).isEqualTo("quantization");
    assertThat(found.get("next").get(0).get("command").asString()).startsWith("plumb compile -c");
  }

  @Test
  void aWrongInstructionIsFoundByItsTensor() {
    CompiledCopy copy = copy("program");
    String tensor = PlantedFault.multiplier(copy.stage("quantized"));
    JsonNode found = copy.ladder();
    assertThat(found.get("first").asString()).isEqualTo("quantized");
    assertThat(found.get("cause").asString()).isEqualTo("integer arithmetic");
    assertThat(firstTensor(found, 5)).isEqualTo(tensor);
  }

  private static String firstTensor(JsonNode found, int rung) {
    return found.get("ladder").get(rung).get("first_tensor").asString();
  }

  @Test
  void aStageOfAnotherCompilationIsFound() {
    Path other = compile("other", "rgb", "rgb", 128, 0.015625, "max");
    CompiledCopy copy = copy("replaced");
    copy.replace("ptq", other.resolve("p_ptq_model.onnx"));
    JsonNode found = copy.ladder();
    assertThat(found.get("replaced")).hasSize(1);
    assertThat(found.get("first").asString()).isEqualTo("ptq");
    assertThat(found.get("verdict").asString()).contains("replaced since it was compiled");
    assertThat(found.get("evidence").toString()).contains("in the stage before");
  }

  @Test
  void aDamagedStageIsPassedOver() {
    CompiledCopy copy = copy("damaged");
    new Scene(copy.folder()).write("p_calibrated_model.onnx", "nothing");
    JsonNode found = copy.ladder();
    assertThat(found.get("pass").asBoolean()).isFalse();
    assertThat(found.get("replaced").get(0).asString()).isEqualTo("calibrated");
    assertThat(found.get("ladder").get(4).get("against").asString()).isEqualTo("optimized_float");
  }

  @Test
  void anotherFloatModelIsFoundAtTheFirstStage() {
    CompiledCopy copy = copy("float");
    PlantedFault.weights(copy.stage("original_float"));
    JsonNode found = copy.ladder();
    assertThat(found.get("first").asString()).isEqualTo("original_float");
    assertThat(found.get("cause").asString()).isEqualTo("configuration");
  }

  @Test
  void aDoubledMeanAndScaleIsTheConfiguration() {
    Path wrong = compile("doubled", "rgb", "rgb", 256, 0.03125, "mse");
    JsonNode found = new CompiledCopy(wrong, "p").ladder("--float-preprocess", Scene.PREPROCESS);
    assertThat(found.get("first").asString()).isEqualTo("configured");
    assertThat(found.get("cause").asString()).isEqualTo("configuration");
    assertThat(found.get("evidence").get(0).asString()).contains("channel 0 is 2.000 · channel 0");
    assertThat(found.get("checklist").get(1).get("answer").asString()).isEqualTo("no");
    assertThat(found.get("checklist").get(2).get("answer").asString()).isEqualTo("yes");
  }

  @Test
  void swappedColoursAreTheConfiguration() {
    Path wrong = compile("swapped", "bgr", "rgb", 128, 0.015625, "mse");
    Scene scene = new Scene(folder);
    Path swapped =
        scene.write(
            "swapped_float.yaml",
            """
            read_mode: opencv
            transformers:
              - HWC2CHWTransformer: {}
              - AddTransformer: {value: -128.0}
              - ScaleTransformer: {scale_value: 0.015625}
            """);
    JsonNode found = new CompiledCopy(wrong, "p").ladder("--float-preprocess", swapped);
    assertThat(found.get("evidence").get(0).asString()).contains("red and blue are exchanged");
    assertThat(found.get("evidence").toString()).contains("channel 0 is 1.000 · channel 2");
    assertThat(found.get("first").asString()).isEqualTo("configured");
    assertThat(found.get("next").get(0).toString()).contains("preprocess", "mean_value");
  }

  /** A configuration without mean_value is not told to look at it. */
  @Test
  void theNextStepNamesKeysOfTheConfiguration() {
    Path wrong = compileFeatures("features");
    JsonNode found = new CompiledCopy(wrong, "p").ladder("--float-preprocess", Scene.PREPROCESS);
    assertThat(found.get("evidence").get(0).asString()).contains("red and blue are exchanged");
    assertThat(found.get("next").get(0).toString())
        .contains("preprocess (")
        .doesNotContain("mean_value", "scale_value");
  }

  private static Path compileFeatures(String name) {
    Scene scene = new Scene(folder);
    String swapped =
        new String(Scene.bytes(Scene.PREPROCESS), StandardCharsets.UTF_8)
            .lines()
            .filter(line -> !line.contains("BGR2RGB"))
            .collect(Collectors.joining("\n"));
    scene.write("bgr.yaml", swapped);
    String text =
        new String(Scene.bytes(folder.resolve("right.yaml")), StandardCharsets.UTF_8)
            .replace("working_dir: right", "working_dir: " + name)
            .replace("pixels.yaml", "bgr.yaml")
            .replaceAll("input_type_(rt|train): rgb", "input_type_$1: featuremap")
            .replaceAll("  (input_layout_train|norm_type|mean_value|scale_value): .*\n", "");
    PlumbRun run = PlumbRun.of("compile", "-c", scene.write(name + ".yaml", text));
    assertThat(run.status()).describedAs(run.err()).isZero();
    return folder.resolve(name);
  }

  /** Of samples sorted by class the first ones would be of one class. */
  @Test
  void samplesAreSpreadOverTheSet() {
    Scene scene = new Scene(folder);
    Path pictures = scene.pictures(4);
    scene.write("pictures/p2.png", new byte[] {1, 2, 3});
    JsonNode found = copy("spread").ladder("--limit", 2, "-i", pictures);
    assertThat(found.get("samples").asInt()).isEqualTo(1);
    assertThat(found.get("findings").toString()).contains("p2.png");
  }

  /** A batch is held to single samples by compile; the ladder says so and goes on. */
  @Test
  void aBatchIsLeftOut() {
    Path config = new Scene(folder).write("batch.yaml", batch());
    PlumbRun run = PlumbRun.of("compile", "-c", config);
    assertThat(run.status()).describedAs(run.err()).isZero();
    JsonNode found = new CompiledCopy(folder.resolve("batch"), "p").ladder();
    assertThat(found.get("pass").asBoolean()).describedAs(found.toString()).isTrue();
    assertThat(found.get("ladder").get(5).get("failure").asString()).contains("a batch");
    assertThat(found.get("checklist").get(4).get("answer").asString()).isEqualTo("not checked");
  }

  private static String batch() {
    return new String(Scene.bytes(folder.resolve("right.yaml")), StandardCharsets.UTF_8)
        .replace("working_dir: right", "working_dir: batch")
        .replace("  input_name: input\n", "  input_name: input\n  input_batch: 2\n");
  }

  @Test
  void otherSamplesMayBeGiven() {
    JsonNode found = copy("pictures").ladder("-i", Scene.picture(0));
    assertThat(found.get("pass").asBoolean()).describedAs(found.toString()).isTrue();
    assertThat(found.get("samples").asInt()).isEqualTo(1);
  }

  /** Stages that agree on pictures that show nothing say nothing. */
  @Test
  void samplesThatAreAllBlankAreTold() throws IOException {
    Path black = new Scene(folder).emptyFolder("black");
    BufferedImage picture = new BufferedImage(48, 48, BufferedImage.TYPE_INT_RGB);
    ImageIO.write(picture, "png", black.resolve("p.png").toFile());
    JsonNode found = copy("blank").ladder("-i", black);
    assertThat(found.get("findings").toString()).contains("verify.blank");
    assertThat(found.get("verdict").asString()).contains("show the model nothing");
    assertThat(found.get("next").get(0).get("command").asString()).endsWith(" -i SAMPLES");
    JsonNode seen = copy("seen").ladder();
    assertThat(seen.get("findings").toString()).doesNotContain("verify.blank");
  }

  @Test
  void aFolderWithoutACompilationIsNamed() {
    PlumbRun run = PlumbRun.of("verify", "--ladder", new Scene(folder).emptyFolder("empty"));
    assertThat(run.status()).isEqualTo(3);
    assertThat(run.err()).contains("data.no-compilation", "_config.resolved.yaml");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--all-nodes", "--min-cosine 0.9", "--gt there", "--measure mre"})
  void optionsOfOtherComparisonsAreRefused(String options) {
    Path empty = new Scene(folder).emptyFolder("empty");
    Object[] words =
        Stream.concat(
                Stream.of("verify", "--ladder", empty.toString()), Stream.of(options.split(" ")))
            .toArray();
    PlumbRun run = PlumbRun.of(words);
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("error[usage]", "--ladder compares outputs of stages");
  }
}
