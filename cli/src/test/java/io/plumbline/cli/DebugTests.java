package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.cli.console.ExitStatus;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.NpyFile;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** {@code plumb debug} on the shipped example. */
class DebugTests {
  @TempDir private Path folder;
  private Path working = Path.of(".");

  @BeforeEach
  void compile() {
    Scene scene = new Scene(folder);
    working = folder.resolve("out");
    PlumbRun run =
        PlumbRun.of(
            "compile",
            "-m",
            Scene.MODEL,
            "--cal-data-dir",
            scene.pictures(8),
            "--preprocess",
            Scene.PREPROCESS,
            "--prefix",
            "net",
            "--working-dir",
            working);
    assertThat(run.status()).as(run.err()).isZero();
  }

  @Test
  void ranksActivationsWithTheirThresholds() {
    PlumbRun run =
        PlumbRun.of(
            "debug",
            "get-sensitivity-of-nodes",
            working,
            "-n",
            "activation",
            "-m",
            "['cosine-similarity','mse']",
            "-d",
            "3",
            "-s",
            folder.resolve("kept"),
            "--json");
    assertThat(run.status()).as(run.err()).isZero();
    JsonNode json = run.json();
    assertThat(json.get("samples").asInt()).isEqualTo(3);
    JsonNode first = json.get("rows").get(0);
    JsonNode second = json.get("rows").get(1);
    assertThat(first.get("rounding").get(0).get("threshold").asDouble()).isPositive();
    assertThat(first.get("figures").get("cosine").asDouble())
        .isLessThanOrEqualTo(second.get("figures").get("cosine").asDouble());
    assertThat(folder.resolve("kept/node_sensitivity/sensitivity_of_activation.log"))
        .content()
        .contains("cosine-similarity", "threshold", "bit", "relu1.out");
  }

  /** Its program takes integers where the calibrated model takes whole numbers in float32. */
  @Test
  void findsCausesInAModelOfPicturesOfADevice() {
    Scene scene = new Scene(folder);
    scene.write(
        "pixels.yaml",
        """
        read_mode: opencv
        transformers: [{BGR2RGBTransformer: {data_format: HWC}}, {HWC2CHWTransformer: {}}]
        """);
    Path config =
        scene.write(
            "device.yaml",
            """
            model_parameters: {onnx_model: %s, march: generic, working_dir: device}
            input_parameters:
              input_name: input
              input_type_rt: rgb
              input_type_train: rgb
              input_layout_train: NCHW
              norm_type: data_mean_and_scale
              mean_value: 128
              scale_value: 0.015625
            calibration_parameters: {cal_data_dir: pictures, preprocess: pixels.yaml, effort: fast}
            """
                .formatted(Scene.MODEL));
    PlumbRun compiled = PlumbRun.of("compile", "-c", config);
    assertThat(compiled.status()).as(compiled.err()).isZero();
    PlumbRun run = PlumbRun.of("debug", "causes", folder.resolve("device"), "-d", "2", "--json");
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.json().get("nodes")).isNotEmpty();
    assertThat(run.json().get("do_first").asString()).startsWith("do first: ");
  }

  /** A cause that is found in a mixture of two compilations is none of the model's. */
  @Test
  void aStageThatWasReplacedIsTold() throws IOException {
    Path mixed = Files.createDirectory(folder.resolve("mixed"));
    for (Path file : Scene.files(working)) {
      if (working.equals(file.getParent())) {
        Files.copy(file, mixed.resolve(file.getFileName()));
      }
    }
    Path stage = mixed.resolve("net_optimized_float_model.onnx");
    Files.copy(Scene.MODEL, stage, StandardCopyOption.REPLACE_EXISTING);
    PlumbRun run =
        PlumbRun.of(
            "debug",
            "causes",
            mixed,
            Scene.EXAMPLE.resolve("calibration"),
            "-d",
            "1",
            "--preprocess",
            Scene.PREPROCESS);
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.err()).contains("debug.replaced", stage.toString());
    PlumbRun whole = PlumbRun.of("debug", "causes", working, "-d", "1");
    assertThat(whole.err()).doesNotContain("debug.replaced", "debug.blank", "debug.equal-samples");
  }

  /** Eight times the same black picture is one picture, and shows nothing. */
  @Test
  void equalAndBlankSamplesAreNoEvidence() throws IOException {
    Path black = Files.createDirectory(folder.resolve("black"));
    Tensor blank = Tensor.allocate(DType.FLOAT32, Shape.of(1, 3, 48, 48));
    for (int sample = 0; sample < 8; sample++) {
      NpyFile.write(black.resolve(sample + ".npy"), blank);
    }
    PlumbRun run = PlumbRun.of("debug", "causes", working, black, "--json");
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.err()).contains("debug.blank", "debug.equal-samples", "7 samples");
    assertThat(run.json().get("samples").asInt()).isEqualTo(1);
  }

  @Test
  void runsAll() {
    Path results = folder.resolve("debug");
    PlumbRun run = PlumbRun.of("debug", "run-all", working, "-dn", "2", "-s", results, "--json");
    assertThat(run.status()).as(run.err()).isZero();
    JsonNode diagnosis = run.json().get("diagnosis");
    assertThat(diagnosis.get("suspects").get(0).get("cures").size()).isPositive();
    assertThat(diagnosis.get("nodes").get(0).get("same_input").get("rmse").asDouble())
        .isBetween(0.0, 1.0);
    assertThat(run.json().get("analysis").get("steps").size()).isPositive();
    assertThat(run.json().get("files")).hasSizeGreaterThan(20);
    for (String file :
        new String[] {
          "node_sensitivity/sensitivity_of_weight.log",
          "node_sensitivity/sensitivity_of_activation.log",
          "accumulate_error/accumulate_error_of_quantize_node.json",
          "sensitivity_analysis/sensitivity_analysis.csv",
          "op_error/diagnosis.json",
          "data_distribution/input.json",
          "channelwise_distribution/input.csv"
        }) {
      assertThat(results.resolve(file)).isNotEmptyFile();
    }
  }

  @Test
  void followsErrorsAndDistributions() {
    Path results = folder.resolve("debug");
    PlumbRun curves =
        PlumbRun.of(
            "debug",
            "plot-acc-error",
            working,
            "-s",
            results,
            "-nq",
            "[['conv1'],['conv1','conv2']]",
            "-a",
            "--json");
    assertThat(curves.status()).as(curves.err()).isZero();
    assertThat(curves.json().get("non_quantize_node").get("curves").propertyNames())
        .containsExactly("partial_qmodel_0", "partial_qmodel_1");
    assertThat(PlumbRun.of("debug", "accumulate", working, "-nq", "weight").status())
        .isEqualTo(ExitStatus.USAGE);
    assertThat(PlumbRun.of("debug", "accumulate", working).status()).isEqualTo(ExitStatus.USAGE);
    PlumbRun beyond = PlumbRun.of("debug", "channels", working, "-n", "conv1", "-a", "9");
    assertThat(beyond.status()).isEqualTo(2);
    assertThat(beyond.err()).contains("error[debug.axis]", "there is no axis 9: it has axes 0 to");
    PlumbRun channels =
        PlumbRun.of("debug", "channels", working, "-s", results, "-n", "conv1", "--json");
    assertThat(channels.status()).as(channels.err()).isZero();
    assertThat(channels.json().get("channels").get(0).get("channels").size()).isPositive();
    PlumbRun histograms =
        PlumbRun.of("debug", "distribution", working, "-s", results, "-n", "[conv1,input]");
    assertThat(histograms.status()).as(histograms.err()).isZero();
    assertThat(histograms.out()).contains("Largest magnitude", "wrote");
    PlumbRun again =
        PlumbRun.of("debug", "distribution", working, "-s", results, "-n", "[conv1,conv2]");
    assertThat(again.out()).contains("conv1.json, in place of an earlier run's\n", "conv2.json\n");
  }

  @Test
  void resultsLieInTheWorkingFolderWhereReportsLookForThem() {
    PlumbRun run = PlumbRun.of("debug", "sensitivity", working);
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).contains("cosine-similarity");
    assertThat(working.resolve("debug_result/node_sensitivity/sensitivity_of_node.json"))
        .isNotEmptyFile();
    PlumbRun all =
        PlumbRun.of("debug", "sensitivity-analysis", working, "-p", "0.5", "--data_num", "2");
    assertThat(all.out()).endsWith("0.5 holds already, with all nodes quantized\n");
    assertThat(working.resolve("debug_result/sensitivity_analysis/sensitivity_analysis.json"))
        .isNotEmptyFile();
    assertThat(PlumbRun.of("report", working).status()).isZero();
    assertThat(working.resolve("net.html"))
        .content()
        .contains("Each node rounded alone, on 1 sample: 1 − cosine-similarity");
    PlumbRun ofFile =
        PlumbRun.of("debug", "sensitivity", working.resolve("net_calibrated_model.onnx"), "--json");
    assertThat(ofFile.json().get("files")).isEmpty();
  }

  @Test
  void tellsWhatItDoesNotKnow() {
    assertThat(PlumbRun.of("debug", "sensitivity", working, "-m", "cosin").status())
        .isEqualTo(ExitStatus.USAGE);
    assertThat(PlumbRun.of("debug", "sensitivity", working, "-i", "conv0").status())
        .isEqualTo(ExitStatus.USAGE);
    assertThat(PlumbRun.of("debug", "sensitivity", folder).status()).isEqualTo(ExitStatus.USAGE);
    PlumbRun floats =
        PlumbRun.of("debug", "sensitivity", working.resolve("net_optimized_float_model.onnx"));
    assertThat(floats.status()).isEqualTo(ExitStatus.INPUT);
    assertThat(floats.err()).contains("debug.not-calibrated", "_calibrated_model.onnx");
  }
}
