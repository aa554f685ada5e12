package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.cli.console.ExitStatus;
import io.plumbline.device.agent.Agent;
import io.plumbline.device.agent.AgentIdentity;
import io.plumbline.device.agent.AgentLimits;
import io.plumbline.tensor.PlumblineException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What users are told who reach for a device in vain. */
class AgentMessageTests extends WithAgents {

  @AfterEach
  void forgetAgents() throws Exception {
    Files.deleteIfExists(folder.resolve("state/agents"));
  }

  private static String told(String code, Object... words) {
    PlumbRun run = PlumbRun.of(words);
    assertThat(run.status()).as(run.err()).isPositive();
    assertThat(run.err())
        .contains("error[" + code + "]")
        .doesNotContain("java.")
        .doesNotContain("Exception")
        .doesNotContain("/127.0.0.1");
    return run.err();
  }

  private static String there(String device) {
    return scene.module() + "@" + device;
  }

  @Test
  void anAgentThatSpeaksTlsIsNamedToWhoDoesNot() {
    AgentIdentity identity = AgentIdentity.make(folder.resolve("secured"));
    try (Agent agent = scene.agent("tls", AgentLimits.USUAL, identity)) {
      String place = there(AgentScene.address(agent).toString());
      assertThat(told("agent.tls", "perf", place, "--frames", 1))
          .contains("the agent speaks TLS", "put the line that it printed")
          .contains(folder.resolve("state/agents") + ", has no line")
          .contains("begin it with " + AgentScene.address(agent));
    }
  }

  @Test
  void anAgentThatSpeaksNoTlsIsNamedToWhoDoes() {
    AgentIdentity identity = AgentIdentity.make(folder.resolve("unused"));
    try (Agent agent = scene.agent("plain", AgentLimits.USUAL)) {
      scene.know(agent, identity.fingerprint(), identity.token());
      String place = there(AgentScene.address(agent).toString());
      assertThat(told("agent.no-tls", "perf", place, "--frames", 1))
          .contains("does not speak TLS", "take the line out");
    }
  }

  /** What is wrong with an identity is said, not what a library says of it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "keys.p12 | garbage | keys.p12 is damaged, or no file of keys",
        "keys.p12 | '' | keys.p12 is damaged, or no file of keys",
        "token | '' | token is empty",
        "token | another | keys.p12 was made with another token than token holds"
      })
  void anIdentityThatIsDamagedIsSaidToBe(String name, String content, String says)
      throws Exception {
    Path identity = Files.createTempDirectory(folder, "identity");
    AgentIdentity.make(identity);
    Files.writeString(identity.resolve(name), content);
    assertThat(told("agent.identity", "agent", "--port", 0, "--identity", identity)).contains(says);
  }

  /** The line as it is printed, copied with the word that stands for the token. */
  @Test
  void theWordForTheTokenIsNoToken() throws Exception {
    AgentIdentity identity = AgentIdentity.make(folder.resolve("copied"));
    try (Agent agent = scene.agent("copy", AgentLimits.USUAL, identity)) {
      scene.know(agent, identity.fingerprint(), "TOKEN");
      String place = there(AgentScene.address(agent).toString());
      assertThat(told("agent.known", "perf", place, "--frames", 1))
          .contains("holds the word TOKEN, not the token", "the file 'token' of the agent's");
    }
  }

  @Test
  void aStoreThatAnotherAgentHasIsNamed() {
    try (Agent _ = scene.agent("shared", AgentLimits.USUAL)) {
      assertThatThrownBy(() -> scene.agent("shared", AgentLimits.USUAL))
          .hasMessageContainingAll("another agent keeps its modules here", "this process")
          .satisfies(
              e -> {
                PlumblineException error = (PlumblineException) e;
                assertThat(error.code()).isEqualTo("agent.store-in-use");
                assertThat(error.remedy()).contains("--store");
              });
    }
  }

  @Test
  void anAddressThatIsTakenIsSpelledAsUsersDo() throws Exception {
    try (ServerSocket taken = new ServerSocket(0)) {
      InetSocketAddress address =
          new InetSocketAddress(
              InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), taken.getLocalPort());
      assertThatThrownBy(
              () ->
                  Agent.start(
                      address,
                      AgentIdentity.none(),
                      folder.resolve("taken"),
                      AgentLimits.USUAL,
                      false,
                      AgentScene.UNTOLD))
          .satisfies(
              e ->
                  assertThat(((PlumblineException) e).where())
                      .isEqualTo("127.0.0.1:" + taken.getLocalPort()));
    }
  }

  @Test
  void portsThatNoMachineHasAreWrongUsage() {
    for (String option : List.of("--port", "--metrics-port")) {
      for (String port : List.of("99999", "65536", "-1", "http")) {
        PlumbRun run = PlumbRun.of("agent", option, port);
        assertThat(run.status()).isEqualTo(ExitStatus.USAGE);
        assertThat(run.err())
            .contains("'" + option + "'", "a port from 0 to 65535, found '" + port + "'");
      }
    }
  }

  @Test
  void hostsAndPortsThatLackSomethingAreNamed() throws Exception {
    assertThat(told("agent.unreachable", "perf", there("no-such-host.invalid:7433")))
        .contains("no machine is known by the name 'no-such-host.invalid'");
    assertThat(told("device.address", "perf", there("127.0.0.1")))
        .contains("the port is missing", "MODULE@127.0.0.1:7433");
    Path log = Files.writeString(folder.resolve("c.log"), "not a model\n");
    assertThat(told("model.not-onnx", "infer", log + "@127.0.0.1:7433", "--input", log))
        .doesNotContain("float");
    assertThat(told("ssh.unreachable", "perf", there("ssh://me@no-such-host.invalid")))
        .contains("its name cannot be resolved");
  }
}
