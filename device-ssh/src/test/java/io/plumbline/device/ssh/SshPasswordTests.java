package io.plumbline.device.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.tensor.EnvironmentException;
import io.plumbline.testkit.LoopbackSshServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.shell.ProcessShellFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Boards that ask for a password, by a server in this process. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "boards have a POSIX shell")
class SshPasswordTests {
  private static final String SECRET = "right horse";

  @TempDir private static Path folder;
  private static SshServer server;
  private static final List<String> OFFERED = new CopyOnWriteArrayList<>();

  @BeforeAll
  static void start() throws IOException, GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    KeyPair host = generator.generateKeyPair();
    server = SshServer.setUpDefaultServer();
    server.setHost("127.0.0.1");
    server.setKeyPairProvider(KeyPairProvider.wrap(host));
    server.setPasswordAuthenticator(
        (user, password, _) -> {
          OFFERED.add(password);
          return user.equals("tester") && password.equals(SECRET);
        });
    server.setCommandFactory(
        (channel, command) ->
            new ProcessShellFactory(command, "/bin/sh", "-c", command).createShell(channel));
    server.start();
    Files.writeString(
        folder.resolve("known_hosts"),
        LoopbackSshServer.knownAs(server.getPort(), PublicKeyEntry.toString(host.getPublic())));
    Files.writeString(folder.resolve("nobody"), "");
  }

  @AfterAll
  static void stop() throws IOException {
    if (server != null) {
      server.stop(true);
    }
  }

  private static SshConnection open(String hosts, Map<String, String> environment) {
    String address =
        "ssh://tester@127.0.0.1:%d?known-hosts=%s/%s".formatted(server.getPort(), folder, hosts);
    return SshConnection.open(SshAddress.parse(address), new SshUser(folder, environment));
  }

  @Test
  void thePasswordOfTheEnvironmentLetsIn() {
    try (SshConnection connection = open("known_hosts", Map.of(SshUser.PASSWORD, SECRET))) {
      assertThat(connection.tell("echo here", new byte[0]).output()).isEqualTo("here\n");
    }
  }

  @Test
  void aWrongOneIsToldWithoutItself() {
    String wrong = "wrong mule";
    assertThatThrownBy(() -> open("known_hosts", Map.of(SshUser.PASSWORD, wrong)))
        .isInstanceOf(EnvironmentException.class)
        .satisfies(e -> assertThat(((EnvironmentException) e).code()).isEqualTo("ssh.refused"))
        .hasMessageContaining("the password in " + SshUser.PASSWORD)
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain(wrong));
    assertThatThrownBy(() -> open("known_hosts", Map.of())).hasMessageContaining("tried: nothing");
  }

  @Test
  void aHostThatIsNotKnownNeverHearsIt() {
    String mine = "for known hosts alone";
    assertThatThrownBy(() -> open("nobody", Map.of(SshUser.PASSWORD, mine)))
        .satisfies(
            e -> assertThat(((EnvironmentException) e).code()).isEqualTo("ssh.host-unknown"));
    assertThat(OFFERED).doesNotContain(mine);
  }
}
