package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.formats.ModelFormats;
import io.plumbline.formats.onnx.OnnxWriter;
import io.plumbline.formats.source.ModelFiles;
import io.plumbline.graph.Graph;
import io.plumbline.tensor.Tensor;
import io.plumbline.testkit.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Mistakes in calibrated models of real networks: {@code run-all} names node and cause first. */
@Tag("slow")
class PlantedFaultTests {
  private static final int PICTURES = 8;
  private static final String CALIBRATED = "net_calibrated_model.onnx";

  private static final String IMAGENET =
      """
      transformers:
        - ShortSideResizeTransformer: {short_size: 256}
        - CenterCropTransformer: {crop_size: 224}
        - BGR2RGBTransformer: {data_format: HWC}
        - HWC2CHWTransformer: {}
        - AddTransformer: {value: -127.5}
        - ScaleTransformer: {scale_value: 0.00784313725490196}
      """;

  private static final String CIFAR =
      """
      transformers:
        - BGR2RGBTransformer: {data_format: HWC}
        - HWC2CHWTransformer: {}
        - MeanTransformer: {means: [123.675, 116.28, 103.53]}
        - NormalizeTransformer: {std: [58.395, 57.12, 57.375]}
      """;

  @TempDir private Path folder;

  /**
   * A mistake.
   *
   * @param constant what is multiplied
   * @param channel of its first axis; −1 for all
   * @param node that is to be named
   */
  private record Mistake(String constant, int channel, float factor, String node, String cause) {
    Graph in(Graph graph) {
      SequencedMap<String, Tensor> constants = new LinkedHashMap<>(graph.constants());
      Tensor tensor = Objects.requireNonNull(constants.get(constant), constant);
      float[] numbers = tensor.toFloats();
      int size = channel < 0 ? numbers.length : (int) (numbers.length / tensor.shape().dim(0));
      int from = Math.max(0, channel) * size;
      for (int i = from; i < from + size; i++) {
        numbers[i] *= factor;
      }
      constants.put(constant, Tensor.of(tensor.shape(), numbers));
      return new Graph(
          graph.name(),
          graph.info(),
          graph.inputs(),
          graph.outputs(),
          graph.nodes(),
          constants,
          graph.types());
    }
  }

  private Path pictures(String from) throws IOException {
    Path target = Files.createDirectories(folder.resolve("pictures"));
    try (Stream<Path> all = Files.walk(SharedData.require(from))) {
      for (Path picture : all.filter(Files::isRegularFile).sorted().limit(PICTURES).toList()) {
        Files.copy(picture, target.resolve(String.valueOf(picture.getFileName())));
      }
    }
    return target;
  }

  private Path compiled(String model, String pictures, String preprocess, String... more)
      throws IOException {
    Path working = folder.resolve("out");
    Path transformers = Files.writeString(folder.resolve("preprocess.yaml"), preprocess);
    List<Object> arguments =
        new ArrayList<>(
            List.of(
                "compile",
                "-m",
                SharedData.require(model),
                "--cal-data-dir",
                pictures(pictures),
                "--preprocess",
                transformers,
                "--effort",
                "fast",
                "--prefix",
                "net",
                "--working-dir",
                working));
    arguments.addAll(List.of(more));
    PlumbRun run = PlumbRun.of(arguments.toArray());
    assertThat(run.status()).as(run.err()).isZero();
    return working;
  }

  private static void requireFound(Path working, Mistake mistake) {
    Path file = working.resolve(CALIBRATED);
    Graph right = ModelFormats.read(ModelFiles.of(file)).graph();
    OnnxWriter.write(mistake.in(right), file);
    PlumbRun run =
        PlumbRun.of(
            "debug", "run-all", working, "-dn", "4", "-s", working.resolve("debug"), "--json");
    assertThat(run.status()).as(run.err()).isZero();
    JsonNode first = run.json().get("diagnosis").get("suspects").get(0);
    assertThat(first.get("name").asString()).as("%s", mistake).isEqualTo(mistake.node());
    assertThat(first.get("cause").asString()).as("%s", mistake).isEqualTo(mistake.cause());
    OnnxWriter.write(right, file);
  }

  @Test
  void ofResNet20() throws IOException {
    Path working =
        compiled(
            "models/resnet_cifar10_onnx/resnet20.onnx",
            "images/cifar10/calibration",
            CIFAR,
            "--input-shape",
            "input",
            "1x3x32x32");
    for (Mistake mistake :
        List.of(
            new Mistake("layer2.1_out_scale", -1, 4, "layer2.1_add+layer2.1_out", "rounding"),
            new Mistake("layer2.2_b1/weights", 3, 50, "layer2.2_c1+layer2.2_r1", "weight-spread"),
            new Mistake("layer3.1_b2/bias", -1, 0, "layer3.1_c2", "bias"),
            new Mistake("layer3.1_b2_scale", -1, 0.5f, "layer3.1_c2", "clipping"))) {
      requireFound(working, mistake);
    }
  }

  @Test
  void ofMobileNetV2() throws IOException {
    Path working =
        compiled(
            "models/mobilenet_v2_imagenet_onnx/mobilenet_v2_1.0_224.onnx",
            "images/imagenet/calibration",
            IMAGENET);
    for (Mistake mistake :
        List.of(
            new Mistake("conv_86_scale", -1, 4, "conv_86", "rounding"),
            new Mistake("w_25", 3, 50, "conv_27+relu6_28", "weight-spread"),
            new Mistake("b_34", -1, 0, "conv_35", "bias"),
            new Mistake("add_98_scale", -1, 0.5f, "add_98", "clipping"))) {
      requireFound(working, mistake);
    }
  }
}
