package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.plumbline.cli.console.ExitStatus;
import io.plumbline.device.agent.Agent;
import io.plumbline.device.agent.AgentLimits;
import io.plumbline.report.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** {@code plumb debug} of a module that an agent runs. */
class DeviceDebugTests extends WithAgents {
  private static Agent agent;

  @BeforeAll
  static void compile() {
    agent = scene.agent("debug", AgentLimits.USUAL);
  }

  @AfterAll
  static void forget() {
    if (agent != null) {
      agent.close();
    }
  }

  private static String there() {
    return scene.module() + "@127.0.0.1:" + agent.port();
  }

  private static JsonNode run(Object... words) {
    PlumbRun run = PlumbRun.of(words);
    assertThat(run.status()).as(run.err()).isZero();
    return run.json();
  }

  /** All executors give the same bits, so the device has the figures of this machine. */
  @Test
  void causesHaveEveryNodeOnTheDeviceBesideTheFloatModel() {
    Path kept = folder.resolve("kept");
    JsonNode here = run("debug", "causes", scene.module(), "-d", 2, "-s", kept, "--json");
    JsonNode device = run("debug", "causes", there(), "-d", 2, "-s", kept, "--json");
    assertThat(OutputSchema.of("debug").problems(Json.parse(device.toString()))).isEmpty();
    JsonNode rows = device.get("program").get("rows");
    assertThat(device.get("program").get("program").asString()).startsWith("shapes.plm@127.0.0.1:");
    assertThat(rows).isEqualTo(here.get("program").get("rows"));
    assertThat(rows.size()).isGreaterThan(3);
    for (JsonNode row : rows) {
      assertThat(row.get("cosine").asDouble()).as(row.toString()).isGreaterThan(0.98);
    }
    for (JsonNode node : device.get("nodes")) {
      for (JsonNode row : rows) {
        if (row.has("steps") && row.get("node").equals(node.get("name"))) {
          assertThat(row.get("steps").asDouble())
              .as("the calibrated model rounds as the program: %s", row)
              .isCloseTo(node.get("same_input").get("largest").asDouble(), within(1.0));
        }
      }
    }
    assertThat(rows.get(rows.size() - 1).get("node").asString()).isEqualTo("classifier");
    assertThat(kept.resolve("op_error/op_error_of_program.csv")).isNotEmptyFile();
  }

  @Test
  void accumulatedErrorsAreThoseOfTheDevice() {
    Path kept = folder.resolve("curves");
    JsonNode curves = run("debug", "accumulate", there(), "-q", "weight", "-s", kept, "--json");
    assertThat(OutputSchema.of("debug").problems(Json.parse(curves.toString()))).isEmpty();
    JsonNode own = curves.get("program");
    assertThat(own.get("curves").propertyNames().iterator().next())
        .startsWith("shapes.plm@127.0.0.1:");
    assertThat(own.get("curves").iterator().next().size()).isEqualTo(own.get("nodes").size());
    assertThat(curves.has("quantize_node")).isTrue();
    assertThat(PlumbRun.of("debug", "accumulate", there(), "-s", kept).status()).isZero();
  }

  @Test
  void whatLooksAtNoProgramSaysSo() throws IOException {
    for (String command : new String[] {"sensitivity", "sensitivity-analysis"}) {
      PlumbRun run = PlumbRun.of("debug", command, there());
      assertThat(run.status()).isEqualTo(ExitStatus.USAGE);
      assertThat(run.err()).contains("debug.no-program", "debug accumulate");
    }
    PlumbRun floating =
        PlumbRun.of(
            "debug",
            "causes",
            folder.resolve("work/shapes_calibrated_model.onnx") + "@127.0.0.1:" + agent.port());
    assertThat(floating.err()).contains("device.not-a-module");
    Path alone = Files.copy(scene.module(), folder.resolve("alone.plm"));
    PlumbRun lonely = PlumbRun.of("debug", "causes", alone + "@127.0.0.1:" + agent.port());
    assertThat(lonely.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(lonely.err()).contains("debug.no-calibrated");
  }
}
