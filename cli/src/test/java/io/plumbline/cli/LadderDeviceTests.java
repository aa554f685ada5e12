package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.cli.console.ExitStatus;
import io.plumbline.device.agent.Agent;
import io.plumbline.device.agent.AgentLimits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The module and the device as stages of a ladder: program = module here = module there. */
class LadderDeviceTests extends WithAgents {
  private static Agent agent;

  @BeforeAll
  static void compile() {
    agent = scene.agent("ladder", AgentLimits.USUAL);
  }

  @AfterAll
  static void forget() {
    if (agent != null) {
      agent.close();
    }
  }

  private static String there(Path module) {
    return module + "@127.0.0.1:" + agent.port();
  }

  private static PlumbRun ladder(Object... more) {
    Object[] words = {"verify", "--ladder", folder.resolve("work"), "--limit", 2, "-m"};
    return PlumbRun.of(Stream.of(words, more).flatMap(Stream::of).toArray());
  }

  @Test
  void theDeviceIsTheLastStage() {
    JsonNode found = ladder(there(scene.module()), "--json").json();
    assertThat(found.get("pass").asBoolean()).as(found.toString()).isTrue();
    assertThat(found.get("ladder"))
        .extracting(rung -> rung.get("stage").asString())
        .endsWith("quantized", "module", "device");
    JsonNode device = found.get("ladder").get(found.get("ladder").size() - 1);
    assertThat(device.get("against").asString()).isEqualTo("module");
    assertThat(device.get("outputs").get(0).get("mismatches").asInt()).isZero();
    assertThat(found.get("checklist").get(5).get("answer").asString()).isEqualTo("yes");
    PlumbRun shown = ladder(there(scene.module()), "--report", folder.resolve("page"));
    String table = "Integer program = module here = module on the device: 0 of ";
    assertThat(shown.out()).contains(table);
    assertThat(folder.resolve("page/ladder.json")).content().contains(table);
  }

  @Test
  void anotherModuleIsFoundWhereItDiffers() throws IOException {
    Path other = otherModule();
    PlumbRun run = ladder(there(other), "--json");
    assertThat(run.status()).isEqualTo(ExitStatus.FAILED);
    assertThat(run.json().get("first").asString()).isEqualTo("module");
    assertThat(run.json().get("cause").asString()).isEqualTo("execution");
    assertThat(run.json().get("checklist").get(5).get("answer").asString()).isEqualTo("no");
  }

  @Test
  void whatIsNoModuleOfItIsRefused() {
    assertThat(ladder(Scene.MODEL).err()).contains("verify.other-module");
    assertThat(ladder(scene.module() + "," + scene.quantized()).err())
        .contains("2 models beside --ladder");
  }
}
