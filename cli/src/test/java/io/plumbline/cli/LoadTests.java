package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.cli.console.ExitStatus;
import io.plumbline.formats.onnx.OnnxReader;
import io.plumbline.formats.onnx.OnnxWriter;
import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.pass.RemoveDeadCode;
import io.plumbline.pipeline.Plumbline;
import io.plumbline.runtime.Engine;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Models with fake quantization keep their scales. The models are those that a compilation of the
 * shipped example leaves behind: one with float weights in front of their pairs, one with integer
 * weights.
 */
class LoadTests {
  @TempDir static Path folder;
  private static Path first;

  @BeforeAll
  static void compile() {
    first = folder.resolve("first");
    PlumbRun run =
        PlumbRun.of(
            "compile",
            "-m",
            Scene.MODEL,
            "--cal-data-dir",
            Scene.EXAMPLE.resolve("calibration"),
            "--preprocess",
            Scene.PREPROCESS,
            "--working-dir",
            first,
            "--prefix",
            "x");
    assertThat(run.status()).as(run.err()).isZero();
  }

  @Test
  void integerWeightsAndScalesGiveTheSameProgram() {
    assertSame(load("integer", first.resolve("x_ptq_model.onnx"), ""));
  }

  @Test
  void fakeQuantizedWeightsGiveTheSameProgram() {
    assertSame(load("fake", first.resolve("x_calibrated_model.onnx"), ""));
  }

  @Test
  void aPartOfTheScalesIsCompletedByCalibration() {
    Path partial = folder.resolve("partial.onnx");
    OnnxWriter.write(withoutSomePairs(OnnxReader.read(first.resolve("x_ptq_model.onnx"))), partial);
    PlumbRun incomplete = load("incomplete", partial, "");
    assertThat(incomplete.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(incomplete.err()).contains("error[load.incomplete]", "cal_data_dir");
    PlumbRun completed =
        load(
            "completed",
            partial,
            "  cal_data_dir: '%s'\n  preprocess: '%s'\n"
                .formatted(Scene.EXAMPLE.resolve("calibration"), Scene.PREPROCESS));
    assertThat(completed.status()).as(completed.err()).isZero();
    assertThat(codes(completed)).contains("load.completed", "load.kept");
  }

  @Test
  void aModelWithoutScalesIsNotLoaded() {
    PlumbRun run = load("none", Scene.MODEL, "");
    assertThat(run.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(run.err()).contains("error[load.nothing]");
  }

  private static List<String> codes(PlumbRun run) {
    List<String> codes = new ArrayList<>();
    for (JsonNode finding : run.json().get("findings")) {
      codes.add(finding.get("code").asString());
    }
    return codes;
  }

  private static PlumbRun load(String name, Path model, String calibration) {
    Path file =
        new Scene(folder)
            .write(
                name + ".yaml",
                "model_parameters:\n  onnx_model: '%s'\n  working_dir: '%s'\n"
                        .formatted(model, folder.resolve(name))
                    + "calibration_parameters:\n  calibration_type: load\n"
                    + calibration);
    return PlumbRun.of("compile", "-c", file, "--json");
  }

  /** Bit for bit, on one picture. */
  private static void assertSame(PlumbRun run) {
    assertThat(run.status()).as(run.err()).isZero();
    Path again = Path.of(run.json().get("artifacts").get("quantized").asString());
    try (Engine before = Plumbline.load(first.resolve("x_quantized_model.onnx"));
        Engine after = Plumbline.load(again)) {
      Map<String, Tensor> sample = new LinkedHashMap<>();
      before
          .inputs()
          .forEach(
              port -> {
                float[] values = new float[(int) Shape.of(port.dims()).elements()];
                Random random = new Random(1);
                for (int i = 0; i < values.length; i++) {
                  values[i] = (float) random.nextGaussian();
                }
                sample.put(port.name(), Tensor.of(Shape.of(port.dims()), values));
              });
      Tensor expected = before.run(sample).firstEntry().getValue();
      assertThat(after.run(sample).firstEntry().getValue()).matches(expected::sameAs);
    }
  }

  /** Every third pair of an activation is taken out. */
  private static Graph withoutSomePairs(Graph graph) {
    Map<String, String> bypassed = new LinkedHashMap<>();
    int seen = 0;
    for (Node node : graph.nodes()) {
      boolean dequantizes = node.op().type().equals("DequantizeLinear");
      Node quantizer = dequantizes ? graph.producer(node.input(0)).orElse(null) : null;
      if (quantizer != null && seen++ % 3 == 1) {
        bypassed.put(node.output(), quantizer.input(0));
      }
    }
    List<Node> nodes =
        graph.nodes().stream()
            .map(
                node ->
                    node.withInputs(
                        node.inputs().stream()
                            .map(input -> bypassed.getOrDefault(input, input))
                            .toList()))
            .toList();
    return RemoveDeadCode.apply(graph.withNodes(nodes));
  }
}
