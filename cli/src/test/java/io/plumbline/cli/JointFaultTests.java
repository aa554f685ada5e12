package io.plumbline.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.formats.ModelFormats;
import io.plumbline.formats.onnx.OnnxWriter;
import io.plumbline.formats.source.ModelFiles;
import io.plumbline.graph.Graph;
import io.plumbline.testkit.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/**
 * Faults in compilations of real networks, as a user meets them: the ladder names the stage, {@code
 * debug causes}, as {@code run-all} does, the node and the cause, and the doctor what is wrong with
 * the preparation of pictures.
 */
@Tag("slow")
class JointFaultTests {
  private static final int CALIBRATED = 16;
  private static final int DARK = 32;
  private static final String SWAP = "{BGR2RGBTransformer: {data_format: HWC}}, ";

  @TempDir private Path folder;

  /** A network, with one place of it for each fault in a node. */
  private enum Network {
    RESNET20(
        "resnet_cifar10_onnx/resnet20.onnx",
        "cifar10",
        "1x3x32x32",
        "123.675 116.28 103.53",
        "0.0174 0.0174 0.0174",
        "",
        new Place("layer2.1_out_scale", "layer2.1_add+layer2.1_out"),
        new Place("layer2.2_b1/weights", "layer2.2_c1+layer2.2_r1"),
        new Place("layer3.1_b2/bias", "layer3.1_c2"),
        new Place("layer3.1_b2_scale", "layer3.1_c2")),
    MOBILENET(
        "mobilenet_v2_imagenet_onnx/mobilenet_v2_1.0_224.onnx",
        "imagenet",
        "1x3x224x224",
        "127.5 127.5 127.5",
        "0.00784313725 0.00784313725 0.00784313725",
        "{ShortSideResizeTransformer: {short_size: 256}}, {CenterCropTransformer: {crop_size:"
            + " 224}}, ",
        new Place("conv_86_scale", "conv_86"),
        new Place("w_25", "conv_27+relu6_28"),
        new Place("b_34", "conv_35"),
        new Place("add_98_scale", "add_98"));

    private final String model;
    private final String pictures;
    private final String shape;
    private final String mean;
    private final String scale;
    private final String crop;
    private final Place coarse;
    private final Place spread;
    private final Place bias;
    private final Place clipped;

    Network(
        String model,
        String pictures,
        String shape,
        String mean,
        String scale,
        String crop,
        Place coarse,
        Place spread,
        Place bias,
        Place clipped) {
      this.model = model;
      this.pictures = pictures;
      this.shape = shape;
      this.mean = mean;
      this.scale = scale;
      this.crop = crop;
      this.coarse = coarse;
      this.spread = spread;
      this.bias = bias;
      this.clipped = clipped;
    }

    private List<Fault> faults() {
      return List.of(
          new Fault(coarse, -1, 4, "rounding"),
          new Fault(spread, 3, 50, "weight-spread"),
          new Fault(bias, -1, 0, "bias"),
          new Fault(clipped, -1, 0.5f, "clipping"));
    }

    private Path evaluation() {
      return SharedData.require("images/" + pictures + "/evaluation");
    }

    private String configuration(
        String name, String samples, String mean, String scale, String swap) {
      return """
      model_parameters:
        onnx_model: %s
        march: generic
        output_model_file_prefix: p
        working_dir: %s
      input_parameters:
        input_name: input
        input_shape: %s
        input_type_rt: rgb
        input_type_train: rgb
        input_layout_train: NCHW
        norm_type: data_mean_and_scale
        mean_value: %s
        scale_value: %s
      calibration_parameters:
        cal_data_dir: %s
        calibration_type: max
        effort: fast
        preprocess: {read_mode: opencv, transformers: [%s%s{HWC2CHWTransformer: {}}]}
      """
          .formatted(
              SharedData.require("models/" + model), name, shape, mean, scale, samples, crop, swap);
    }

    private String pixels() {
      return """
      read_mode: opencv
      transformers: [%s%s{HWC2CHWTransformer: {}}]
      """
          .formatted(crop, SWAP);
    }

    private String trained() {
      return """
      read_mode: opencv
      transformers: [%s%s{HWC2CHWTransformer: {}}, {MeanTransformer: {means: [%s]}}, {ScaleTransformer: {scale_value: %s}}]
      """
          .formatted(crop, SWAP, mean.replace(" ", ", "), scale.split(" ", 2)[0]);
    }
  }

  /**
   * Where a fault is put.
   *
   * @param constant of the calibrated model
   * @param node that is to be named
   */
  private record Place(String constant, String node) {}

  /**
   * A fault in a node.
   *
   * @param channel of the first axis; −1 for all
   */
  private record Fault(Place place, int channel, float factor, String cause) {
    Graph in(Graph graph) {
      return PlantedFault.times(graph, place.constant(), channel, factor);
    }
  }

  /** Of one compilation, in whose files they are planted. */
  @ParameterizedTest
  @EnumSource(Network.class)
  void everyFaultInAStageIsLocalised(Network network) throws IOException {
    prepare(network);
    SoftAssertions softly = new SoftAssertions();
    compile("right", network.configuration("right", "samples", network.mean, network.scale, SWAP));
    for (Fault fault : network.faults()) {
      inANode(softly, fault);
    }
    replaced(softly);
    softly.assertAll();
  }

  @ParameterizedTest
  @EnumSource(Network.class)
  void everyFaultInTheConfigurationIsLocalised(Network network) throws IOException {
    prepare(network);
    SoftAssertions softly = new SoftAssertions();
    doubled(softly, network);
    swapped(softly, network);
    black(softly, network);
    softly.assertAll();
  }

  private void inANode(SoftAssertions softly, Fault fault) {
    CompiledCopy copy = CompiledCopy.of(folder.resolve("right"), "p", "fault_" + fault.cause());
    Path file = copy.stage("calibrated");
    OnnxWriter.write(fault.in(ModelFormats.read(ModelFiles.of(file)).graph()), file);
    JsonNode ladder = copy.ladder("--limit", 4);
    expect(softly, fault.toString(), ladder, "calibrated", "quantization");
    JsonNode first = suspect(copy.folder());
    softly.assertThat(first.get("name").asString()).as("%s", fault).isEqualTo(fault.place().node());
    softly.assertThat(first.get("cause").asString()).as("%s", fault).isEqualTo(fault.cause());
  }

  private static JsonNode suspect(Path working, Object... data) {
    Object[] arguments = {"debug", "causes", working, "-d", 4, "--json"};
    PlumbRun run =
        PlumbRun.of(Stream.concat(Arrays.stream(arguments), Arrays.stream(data)).toList());
    assertThat(run.status()).as(run.err()).isZero();
    return run.json().get("suspects").get(0);
  }

  private void replaced(SoftAssertions softly) {
    CompiledCopy copy = CompiledCopy.of(folder.resolve("right"), "p", "replaced");
    PlantedFault.weights(copy.stage("optimized_float"));
    JsonNode ladder = copy.ladder("--limit", 4);
    expect(softly, "replaced", ladder, "optimized_float", "optimisation");
    softly.assertThat(ladder.get("replaced").toString()).contains("optimized_float");
  }

  private void doubled(SoftAssertions softly, Network network) {
    String mean = twice(network.mean);
    String scale = twice(network.scale);
    Path config = compile("double", network.configuration("double", "samples", mean, scale, SWAP));
    JsonNode ladder =
        new CompiledCopy(folder.resolve("double"), "p")
            .ladder("--float-preprocess", folder.resolve("trained.yaml"), "--limit", 4);
    expect(softly, "doubled", ladder, "configured", "configuration");
    softly
        .assertThat(doctor(config, network))
        .as("doubled")
        .startsWith("doctor.")
        .isIn("doctor.constants", "doctor.normalised-twice", "doctor.range");
  }

  private void swapped(SoftAssertions softly, Network network) {
    Path config =
        compile("swap", network.configuration("swap", "samples", network.mean, network.scale, ""));
    JsonNode ladder =
        new CompiledCopy(folder.resolve("swap"), "p")
            .ladder("--float-preprocess", folder.resolve("trained.yaml"), "--limit", 4);
    expect(softly, "swapped", ladder, "configured", "configuration");
    softly.assertThat(doctor(config, network)).as("swapped").isEqualTo("doctor.channel-order");
  }

  /** Black pictures calibrate to ranges of a point, which other pictures leave at once. */
  private void black(SoftAssertions softly, Network network) {
    Path config =
        compile("black", network.configuration("black", "dark", network.mean, network.scale, SWAP));
    JsonNode ladder =
        new CompiledCopy(folder.resolve("black"), "p").ladder("-i", folder.resolve("samples"));
    expect(softly, "black", ladder, "calibrated", "quantization");
    JsonNode first =
        suspect(
            folder.resolve("black"),
            folder.resolve("samples"),
            "--preprocess",
            folder.resolve("pixels.yaml"));
    softly.assertThat(first.get("cause").asString()).as("black").isEqualTo("clipping");
    softly.assertThat(doctor(config, network)).as("black").isEqualTo("doctor.unseen-range");
  }

  private static void expect(
      SoftAssertions softly, String fault, JsonNode ladder, String stage, String cause) {
    softly.assertThat(ladder.path("first").asString("none")).as(fault).isEqualTo(stage);
    softly.assertThat(ladder.path("cause").asString("none")).as(fault).isEqualTo(cause);
  }

  /** The first finding of the doctor's own on pictures that calibration did not see. */
  private static String doctor(Path config, Network network) {
    PlumbRun run =
        PlumbRun.of(
            "doctor", "-c", config, "--data", network.evaluation(), "--json", "--limit", 200);
    assertThat(run.status()).as(run.err()).isZero();
    return run.json().get("findings").values().stream()
        .map(finding -> finding.get("code").asString())
        .filter(code -> code.startsWith("doctor."))
        .findFirst()
        .orElse("nothing");
  }

  private static String twice(String values) {
    return String.join(
        " ",
        Stream.of(values.split(" ", -1))
            .map(value -> String.valueOf(2 * Double.parseDouble(value)))
            .toList());
  }

  private void prepare(Network network) throws IOException {
    Scene scene = new Scene(folder);
    scene.write("trained.yaml", network.trained());
    scene.write("pixels.yaml", network.pixels());
    Path samples = scene.emptyFolder("samples");
    Path all = SharedData.require("images/" + network.pictures + "/calibration");
    try (Stream<Path> files = Files.walk(all)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().limit(CALIBRATED).toList()) {
        Files.copy(file, samples.resolve(file.getFileName()));
      }
    }
    int side = network.crop.isEmpty() ? 32 : 256;
    byte[] header = "P6\n%d %d\n255\n".formatted(side, side).getBytes(US_ASCII);
    for (int i = 0; i < DARK; i++) {
      scene.write(
          "dark/%d.ppm".formatted(i), Arrays.copyOf(header, header.length + side * side * 3));
    }
  }

  private Path compile(String name, String configuration) {
    Path config = new Scene(folder).write(name + ".yaml", configuration);
    PlumbRun run = PlumbRun.of("compile", "-c", config);
    assertThat(run.status()).as(run.err()).isZero();
    return config;
  }
}
