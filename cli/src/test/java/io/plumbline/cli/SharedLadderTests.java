package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.testkit.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** The faults of {@link LadderTests} in the stages of real networks. */
class SharedLadderTests {
  private static final int SAMPLES = 6;

  @TempDir private Path folder;

  /** A network, its data, and how pictures become its inputs. */
  private enum Network {
    MOBILENET(
        "mobilenet_v2_imagenet_onnx/mobilenet_v2_1.0_224.onnx",
        "images/imagenet/calibration",
        "nv12",
        "1x3x224x224",
        "127.5;127.5;127.5",
        "0.00784313725",
        """
          - ShortSideResizeTransformer: {short_size: 256}
          - CenterCropTransformer: {crop_size: 224}
        """),
    RESNET20(
        "resnet_cifar10_onnx/resnet20.onnx",
        "images/cifar10/calibration",
        "rgb",
        "1x3x32x32",
        "123.675;116.28;103.53",
        "0.0174",
        "");

    private final String model;
    private final String data;
    private final String device;
    private final String shape;
    private final String means;
    private final String scale;
    private final String crop;

    Network(
        String model,
        String data,
        String device,
        String shape,
        String means,
        String scale,
        String crop) {
      this.model = model;
      this.data = data;
      this.device = device;
      this.shape = shape;
      this.means = means;
      this.scale = scale;
      this.crop = crop;
    }

    String pixels() {
      return "read_mode: opencv\ntransformers:\n"
          + crop
          + "  - BGR2RGBTransformer: {data_format: HWC}\n  - HWC2CHWTransformer: {}\n";
    }

    String trained() {
      return pixels()
          + "  - MeanTransformer: {means: [%s]}\n".formatted(means.replace(";", ", "))
          + "  - ScaleTransformer: {scale_value: %s}\n".formatted(scale);
    }

    String configuration(String work, String meanValues, String scaleValue) {
      return """
      model_parameters:
        onnx_model: %s
        march: generic
        output_model_file_prefix: p
        working_dir: %s
      input_parameters:
        input_name: input
        input_shape: %s
        input_type_rt: %s
        input_type_train: rgb
        input_layout_train: NCHW
        norm_type: data_mean_and_scale
        mean_value: %s
        scale_value: %s
      calibration_parameters:
        cal_data_dir: samples
        preprocess: pixels.yaml
        calibration_type: max
        effort: fast
      """
          .formatted(
              SharedData.require("models/" + model),
              work,
              shape,
              device,
              meanValues.replace(';', ' '),
              scaleValue.replace(';', ' '));
    }
  }

  @ParameterizedTest
  @EnumSource
  void plantedFaultsAreLocalised(Network network) throws IOException {
    prepare(network);
    compile(network, "right", network.means, network.scale);
    Path trained = folder.resolve("trained.yaml");
    JsonNode right = copy("untouched").ladder("--float-preprocess", trained, "--limit", "3");
    assertThat(right.get("pass").asBoolean()).describedAs(right.toString()).isTrue();

    CompiledCopy weights = copy("weights");
    Set<String> layer = PlantedFault.weightScale(weights.stage("ptq"));
    JsonNode found = weights.ladder("--limit", "2");
    expect(found, "ptq", "quantization");
    assertThat(firstTensor(found, "ptq")).isIn(layer);

    CompiledCopy program = copy("program");
    String tensor = PlantedFault.multiplier(program.stage("quantized"));
    found = program.ladder("--limit", "2");
    expect(found, "quantized", "integer arithmetic");
    assertThat(firstTensor(found, "quantized")).isEqualTo(tensor);

    CompiledCopy replaced = copy("replaced");
    PlantedFault.weights(replaced.stage("original_float"));
    found = replaced.ladder("--limit", "2");
    expect(found, "original_float", "configuration");
    assertThat(found.get("replaced").get(0).asString()).isEqualTo("original_float");

    compile(network, "doubled", doubled(network.means), doubled(network.scale));
    found =
        new CompiledCopy(folder.resolve("doubled"), "p")
            .ladder("--float-preprocess", trained, "--limit", "2");
    expect(found, "configured", "configuration");
    assertThat(found.get("evidence").get(0).asString()).contains("channel 0 is");
  }

  private static void expect(JsonNode found, String stage, String cause) {
    assertThat(found.get("first").asString()).isEqualTo(stage);
    assertThat(found.get("cause").asString()).isEqualTo(cause);
  }

  private static String firstTensor(JsonNode found, String stage) {
    for (JsonNode rung : found.get("ladder")) {
      if (rung.get("stage").asString().equals(stage)) {
        return rung.get("first_tensor").asString();
      }
    }
    return "";
  }

  private static String doubled(String values) {
    return String.join(
        ";",
        Stream.of(values.split(";", -1))
            .map(value -> String.valueOf(2 * Double.parseDouble(value)))
            .toList());
  }

  private CompiledCopy copy(String name) {
    return CompiledCopy.of(folder.resolve("right"), "p", name);
  }

  private void prepare(Network network) throws IOException {
    Scene scene = new Scene(folder);
    scene.write("pixels.yaml", network.pixels());
    scene.write("trained.yaml", network.trained());
    Path samples = scene.emptyFolder("samples");
    try (Stream<Path> files = Files.list(SharedData.require(network.data))) {
      List<Path> first = files.sorted().limit(SAMPLES).toList();
      for (Path file : first) {
        Files.copy(file, samples.resolve(file.getFileName()));
      }
    }
  }

  private void compile(Network network, String name, String means, String scale) {
    Path config =
        new Scene(folder).write(name + ".yaml", network.configuration(name, means, scale));
    PlumbRun run = PlumbRun.of("compile", "-c", config);
    assertThat(run.status()).describedAs(run.err()).isZero();
  }
}
