package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.cli.console.ExitStatus;
import io.plumbline.device.agent.Agent;
import io.plumbline.device.agent.AgentIdentity;
import io.plumbline.device.agent.AgentLimits;
import io.plumbline.device.client.AgentAddress;
import io.plumbline.device.client.AgentEngine;
import io.plumbline.device.client.KnownAgents;
import io.plumbline.runtime.Engine;
import io.plumbline.runtime.InstructionTime;
import io.plumbline.runtime.RunOptions;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.BadDataException;
import io.plumbline.tensor.EnvironmentException;
import io.plumbline.tensor.PlumblineException;
import io.plumbline.tensor.Tensor;
import io.plumbline.tensor.file.PrivateFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Modules that an agent on loopback runs. */
class AgentTests extends WithAgents {
  private static final int CLIENTS = 64;
  private static final int RUNS = 5;

  @Test
  void everyTensorHasTheBitsOfTheReference() {
    try (Agent agent = scene.agent("bits", AgentLimits.USUAL);
        Engine reference = scene.reference()) {
      for (String executor : List.of("", "reference", "vector")) {
        try (AgentEngine there = scene.open(agent, executor)) {
          assertThat(there.tensors()).isEqualTo(reference.tensors());
          RunOptions all = RunOptions.fetching(reference.tensors());
          Map<String, Tensor> inputs = AgentScene.inputs(reference, 3);
          assertSame(there.run(inputs, all), reference.run(inputs, all));
        }
      }
    }
  }

  private static void assertSame(
      SequencedMap<String, Tensor> found, SequencedMap<String, Tensor> expected) {
    assertThat(found.sequencedKeySet()).containsExactlyElementsOf(expected.sequencedKeySet());
    expected.forEach(
        (name, tensor) ->
            assertThat(Objects.requireNonNull(found.get(name)).sameAs(tensor)).as(name).isTrue());
  }

  @Test
  void timesOfInstructionsAreMeasuredThere() {
    try (Agent agent = scene.agent("times", AgentLimits.USUAL);
        AgentEngine there = scene.open(agent)) {
      List<InstructionTime> times =
          there.profile(AgentScene.inputs(there, 1), RunOptions.DEFAULT, 3);
      assertThat(times).isNotEmpty().allMatch(time -> time.nanoseconds() > 0);
    }
  }

  @Test
  void manyClientsAtOnceGetTheirOwnAnswers() throws Exception {
    AgentLimits limits = limits(2 * CLIENTS, 1L << 20, 64L << 20);
    try (Agent agent = scene.agent("many", limits);
        Engine reference = scene.reference();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> clients = new ArrayList<>();
      for (int client = 0; client < CLIENTS; client++) {
        int seed = client;
        clients.add(
            threads.submit(
                () -> {
                  try (AgentEngine there = scene.open(agent)) {
                    for (int run = 0; run < RUNS; run++) {
                      Map<String, Tensor> inputs = AgentScene.inputs(there, seed * RUNS + run);
                      assertSame(there.run(inputs), reference.run(inputs));
                    }
                  }
                  return null;
                }));
      }
      for (Future<?> client : clients) {
        client.get();
      }
      assertThat(agent.metrics()).contains("plumbline_agent_runs_total " + CLIENTS * RUNS);
    }
  }

  private static AgentLimits limits(int connections, long module, long memory) {
    return new AgentLimits(
        connections,
        module,
        CLIENTS * module,
        2,
        memory,
        Duration.ofSeconds(20),
        Duration.ofMinutes(1),
        Duration.ofMinutes(1));
  }

  @Test
  void whatIsTooLargeIsRefusedBeforeItIsSent() {
    try (Agent agent = scene.agent("small", limits(4, 1000, 1 << 20))) {
      assertThatThrownBy(() -> scene.open(agent))
          .isInstanceOf(BadDataException.class)
          .satisfies(e -> assertThat(code(e)).isEqualTo("agent.module-size"));
    }
    try (Agent agent = scene.agent("narrow", limits(4, 1 << 20, 1000));
        AgentEngine there = scene.open(agent)) {
      assertThatThrownBy(() -> there.run(AgentScene.inputs(there, 1)))
          .isInstanceOf(EnvironmentException.class)
          .satisfies(e -> assertThat(code(e)).isEqualTo("agent.memory"));
      assertThat(there.tensors()).as("the connection stays").isNotEmpty();
    }
  }

  private static String code(Throwable e) {
    return ((PlumblineException) e).code();
  }

  @Test
  void errorsOfRunsTravelAsWhatTheyAre() {
    try (Agent agent = scene.agent("errors", AgentLimits.USUAL);
        AgentEngine there = scene.open(agent)) {
      assertThatThrownBy(() -> there.run(Map.of())).isInstanceOf(BadDataException.class);
      Map<String, Tensor> inputs = AgentScene.inputs(there, 1);
      assertThatThrownBy(() -> there.run(inputs, RunOptions.fetching(List.of("nobody"))))
          .isInstanceOf(BadConfigurationException.class);
      assertThat(there.run(inputs)).isNotEmpty();
    }
  }

  @Test
  void withAnIdentityOnlyWhoKnowsItGetsIn() {
    AgentIdentity identity = AgentIdentity.make(folder.resolve("identity"));
    assertThat(AgentIdentity.read(folder.resolve("identity")).fingerprint())
        .isEqualTo(identity.fingerprint());
    try (Agent agent = scene.agent("proven", AgentLimits.USUAL, identity);
        Engine reference = scene.reference()) {
      scene.know(agent, identity.fingerprint(), identity.token());
      try (AgentEngine there = scene.open(agent)) {
        Map<String, Tensor> inputs = AgentScene.inputs(there, 8);
        assertSame(there.run(inputs), reference.run(inputs));
      }
      scene.know(agent, identity.fingerprint(), "wrong");
      assertThatThrownBy(() -> scene.open(agent))
          .satisfies(e -> assertThat(code(e)).isEqualTo("agent.broken"));
      scene.know(agent, "0".repeat(64), identity.token());
      assertThatThrownBy(() -> scene.open(agent))
          .satisfies(e -> assertThat(code(e)).isEqualTo("agent.certificate"))
          .hasMessageContaining(identity.fingerprint());
    }
  }

  /** As ssh does with keys. */
  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "it has no permissions of POSIX")
  void tokensThatOthersMayReadAreRefused() throws IOException {
    Path state = Files.createDirectories(folder.resolve("open"));
    Path file = state.resolve("agents");
    Files.writeString(file, "127.0.0.1:1 %s token%n".formatted("0".repeat(64)));
    KnownAgents agents = new KnownAgents(state);
    for (String open : List.of("rw-r-----", "rw-----w-")) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(open));
      assertThatThrownBy(() -> agents.find(new AgentAddress("127.0.0.1", 1)))
          .satisfies(e -> assertThat(code(e)).isEqualTo("agent.known-open"));
    }
    PrivateFile.keep(file);
    assertThat(agents.find(new AgentAddress("127.0.0.1", 1))).isPresent();
  }

  /** An agent that has a new identity; the old line would be taken, and the certificate refused. */
  @Test
  void oneAgentHasOneLine() throws IOException {
    Path state = Files.createDirectories(folder.resolve("twice"));
    Path file = state.resolve("agents");
    String line = "127.0.0.1:1 %s token%n".formatted("0".repeat(64));
    Files.writeString(file, line + line + line.replace("127.0.0.1:1 ", "127.0.0.1:2 "));
    PrivateFile.keep(file);
    KnownAgents agents = new KnownAgents(state);
    assertThat(agents.find(new AgentAddress("127.0.0.1", 1))).isPresent();
    Files.writeString(file, line + line.replace("token", "other"));
    PrivateFile.keep(file);
    assertThatThrownBy(() -> agents.find(new AgentAddress("127.0.0.1", 1)))
        .hasMessageContaining("2 different lines")
        .satisfies(e -> assertThat(code(e)).isEqualTo("agent.known"));
  }

  @Test
  void nobodyListensBeyondLoopbackWithoutProof() {
    assertThatThrownBy(
            () ->
                Agent.start(
                    new InetSocketAddress("0.0.0.0", 0),
                    AgentIdentity.none(),
                    folder.resolve("beyond"),
                    AgentLimits.USUAL,
                    false,
                    AgentScene.UNTOLD))
        .satisfies(e -> assertThat(code(e)).isEqualTo("agent.open"));
  }

  /**
   * As a disk may change it between two starts; the client's file is whole and goes there again.
   */
  @Test
  void aDamagedModuleIsDeletedAndComesAgain() throws IOException {
    Path kept = folder.resolve("damaged").resolve(scene.digest() + ".plm");
    try (Agent agent = scene.agent("damaged", AgentLimits.USUAL);
        AgentEngine there = scene.open(agent)) {
      assertThat(there.tensors()).isNotEmpty();
    }
    byte[] whole = Files.readAllBytes(kept);
    byte[] damaged = whole.clone();
    damaged[whole.length / 2] ^= 1;
    Files.write(kept, damaged);
    List<String> log = new ArrayList<>();
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (Agent agent =
            Agent.start(
                address,
                AgentIdentity.none(),
                folder.resolve("damaged"),
                AgentLimits.USUAL,
                false,
                log::add);
        Engine reference = scene.reference()) {
      for (int client = 0; client < 2; client++) {
        try (AgentEngine there = scene.open(agent)) {
          Map<String, Tensor> inputs = AgentScene.inputs(there, 4);
          assertSame(there.run(inputs), reference.run(inputs));
        }
      }
      assertThat(agent.metrics()).contains("plumbline_agent_uploads_total 1");
    }
    assertThat(log).singleElement().asString().contains("deleted " + kept, "damaged");
    assertThat(kept).hasBinaryContent(whole);
  }

  @Test
  void nativeCodeOfOthersIsRefusedByName() throws IOException {
    try (Agent agent = scene.agent("foreign", AgentLimits.USUAL)) {
      Path key = folder.resolve("state/maker-key");
      byte[] secret = Files.readAllBytes(key);
      Files.delete(key);
      try {
        assertThatThrownBy(() -> scene.open(agent, "native"))
            .satisfies(e -> assertThat(code(e)).isEqualTo("agent.native-refused"));
        String there = scene.module() + "@127.0.0.1:" + agent.port();
        assertThat(PlumbRun.of("hrt_model_exec", "perf", "--model_file", there).err())
            .contains("[module.untrusted]", "start the agent with --native")
            .doesNotContain("--executor");
      } finally {
        Files.write(key, secret);
      }
    }
  }

  @Test
  void aModelMayBeSaidToRunThereWhereverOneStands() throws IOException {
    try (Agent agent = scene.agent("commands", AgentLimits.USUAL)) {
      String there = scene.module() + "@127.0.0.1:" + agent.port();
      PlumbRun verified =
          PlumbRun.of("verify", "-m", scene.quantized() + "," + scene.module() + "," + there);
      assertThat(verified.status()).as(verified.err()).isZero();
      assertThat(verified.out()).contains("shapes.plm@127.0.0.1");
      assertThat(PlumbRun.of("perf", there, "--frames", 5).status()).isZero();
      PlumbRun info = PlumbRun.of("info", there, "--json");
      assertThat(info.status()).as(info.err()).isZero();
      assertThat(info.json().at("/device/executor").asString())
          .endsWith(" at 127.0.0.1:" + agent.port());
      PlumbRun eval =
          PlumbRun.of(
              "eval",
              scene.quantized() + "," + there,
              "--data",
              Scene.EVALUATION,
              "--labels",
              Scene.LABELS,
              "--preprocess",
              Scene.PREPROCESS,
              "--json");
      assertThat(eval.status()).as(eval.err()).isZero();
      assertThat(eval.json().at("/models/1/agreement").asDouble()).isEqualTo(1.0);
      PlumbRun floating =
          PlumbRun.of("perf", Scene.MODEL + "@127.0.0.1:" + agent.port(), "--frames", 5);
      assertThat(floating.status()).isEqualTo(ExitStatus.USAGE);
      assertThat(floating.err()).contains("device.not-a-module");
    }
    assertThat(PlumbRun.of("perf", scene.module() + "@nowhere").err()).contains("device.address");
    try (Stream<Path> kept = Files.list(folder.resolve("commands"))) {
      assertThat(kept.map(file -> file.getFileName().toString()))
          .singleElement()
          .asString()
          .endsWith(".plm");
    }
  }
}
