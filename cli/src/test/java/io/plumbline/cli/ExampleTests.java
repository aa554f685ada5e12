package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.pipeline.Plumbline;
import io.plumbline.runtime.Engine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The shipped example through every command, as a user would run it. */
class ExampleTests {
  private static final List<String> MODELS =
      List.of("original_float", "optimized_float", "calibrated", "ptq", "quantized");

  @TempDir private static Path folder;
  private static JsonNode compiled;

  @BeforeAll
  static void compile() {
    PlumbRun run =
        PlumbRun.of(
            "compile",
            "-c",
            Scene.EXAMPLE.resolve("config.yaml"),
            "--working-dir",
            folder.resolve("two"),
            "--threads",
            "2",
            "--json");
    assertThat(run.status()).describedAs(run.err()).isZero();
    compiled = run.json();
  }

  private static Path artifact(String stage) {
    return Path.of(compiled.get("artifacts").get(stage).asString());
  }

  @Test
  void everyArtefactIsThereAndEveryModelRuns() {
    compiled
        .get("artifacts")
        .forEach(path -> assertThat(Path.of(path.asString())).isNotEmptyFile());
    assertThat(folder.resolve("two/plumb_compile.log")).isNotEmptyFile();
    for (String stage : MODELS) {
      try (Engine engine = Plumbline.load(artifact(stage))) {
        assertThat(engine.inputs()).hasSize(1);
      }
      assertThat(PlumbRun.of("info", artifact(stage), "--json").json().get("ports")).hasSize(2);
    }
  }

  @Test
  void outputsStayTrue() {
    JsonNode output = compiled.get("outputs").get(0);
    assertThat(output.get("name").asString()).isEqualTo("logits");
    assertThat(output.get("calibrated_cosine").asDouble()).isGreaterThan(0.995);
    assertThat(output.get("quantized_cosine").asDouble()).isGreaterThan(0.995);
  }

  @Test
  void artefactsDoNotDependOnTheNumberOfThreads() {
    PlumbRun run =
        PlumbRun.of(
            "compile",
            "-c",
            Scene.EXAMPLE.resolve("config.yaml"),
            "--working-dir",
            folder.resolve("one"),
            "--threads",
            "1",
            "--json");
    assertThat(run.status()).describedAs(run.err()).isZero();
    run.json()
        .get("artifacts")
        .forEach(
            path -> {
              Path one = Path.of(path.asString());
              assertThat(one)
                  .hasSameBinaryContentAs(folder.resolve("two").resolve(one.getFileName()));
            });
  }

  @Test
  void integersLoseAtMostOneAndAHalfPoints() {
    PlumbRun run =
        PlumbRun.of(
            "eval",
            Scene.MODEL + "," + artifact("quantized"),
            "--data",
            Scene.EVALUATION,
            "--labels",
            Scene.LABELS,
            "--preprocess",
            Scene.PREPROCESS,
            "--json");
    assertThat(run.status()).describedAs(run.err()).isZero();
    JsonNode models = run.json().get("models");
    assertThat(models.get(0).get("top1").asDouble()).isGreaterThan(0.9);
    assertThat(models.get(1).get("drop").asDouble()).isLessThanOrEqualTo(0.015);
    assertThat(models.get(1).get("agreement").asDouble()).isGreaterThan(0.95);
  }

  @Test
  void inferDumpsWhatItComputes() {
    for (String format : List.of("npy", "bin", "txt")) {
      Path dump = folder.resolve("dump_" + format);
      PlumbRun run =
          PlumbRun.of(
              "infer",
              artifact("quantized"),
              "--input",
              Scene.picture(0),
              "--preprocess",
              Scene.PREPROCESS,
              "--dump-intermediate",
              "--dump",
              dump,
              "--format",
              format,
              "--json");
      assertThat(run.status()).describedAs(run.err()).isZero();
      assertThat(Scene.files(dump)).hasSameSizeAs(run.json().get("tensors").values());
    }
  }

  @Test
  void checkFindsEveryNodeInteger() {
    JsonNode nodes = PlumbRun.of("check", "-m", Scene.MODEL, "--json").json().get("nodes");
    assertThat(nodes).isNotEmpty();
    nodes.forEach(node -> assertThat(node.get("precision").asString()).isEqualTo("int8"));
  }

  @Test
  void initWritesWhatCompileReads() throws Exception {
    Path config = folder.resolve("own.yaml");
    assertThat(PlumbRun.of("init", "-m", Scene.MODEL, "-o", config).status()).isZero();
    String text = Files.readString(config);
    assertThat(text).contains("onnx_model:", "# Calibration samples");
    PlumbRun run =
        PlumbRun.of(
            "compile",
            "-c",
            config,
            "--cal-data-dir",
            Scene.EXAMPLE.resolve("calibration"),
            "--preprocess",
            Scene.PREPROCESS,
            "--working-dir",
            folder.resolve("own"),
            "--json");
    assertThat(run.status()).describedAs(run.err()).isZero();
    assertThat(run.json().get("prefix").asString()).isEqualTo("model");
  }
}
