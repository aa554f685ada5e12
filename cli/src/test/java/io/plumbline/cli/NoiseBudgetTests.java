package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.plumbline.testkit.SharedData;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The noise budget of the example. */
class NoiseBudgetTests {
  private static final Path CONFIG = SharedData.root().resolve("examples/shapes/config.yaml");

  @TempDir private Path folder;

  @Test
  void isWrittenAndShownWhenAskedFor() {
    PlumbRun run = PlumbRun.of("compile", "-c", CONFIG, "--working-dir", folder, "--noise-budget");
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("Noise at the outputs by tensor", "activations, measured (dB)", "Channels");
    JsonNode root =
        JsonMapper.builder().build().readTree(folder.resolve("shapes_noise.json").toFile());
    JsonNode noise = root.get("noise");
    assertThat(noise.get("activations_predicted_db").asDouble())
        .isCloseTo(noise.get("activations_measured_db").asDouble(), within(1.0));
    double sum = 0;
    for (JsonNode share : root.get("activations")) {
      sum += share.get("share").asDouble();
    }
    assertThat(sum).isCloseTo(1, within(1e-9));
    assertThat(root.get("weights")).isNotEmpty();
    assertThat(root.get("unmeasured")).isEmpty();
  }

  @Test
  void isLeftOutOtherwise() {
    PlumbRun run = PlumbRun.of("compile", "-c", CONFIG, "--working-dir", folder);
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(Files.exists(folder.resolve("shapes_noise.json"))).isFalse();
  }
}
