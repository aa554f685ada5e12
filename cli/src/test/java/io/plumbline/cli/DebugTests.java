package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.cli.console.ExitStatus;
import java.nio.file.Path;
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
