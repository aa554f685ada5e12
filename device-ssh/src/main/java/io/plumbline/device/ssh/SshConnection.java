package io.plumbline.device.ssh;

import io.plumbline.tensor.EnvironmentException;
import io.plumbline.tensor.parallel.Deadline;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.auth.UserAuthFactory;
import org.apache.sshd.client.auth.password.UserAuthPasswordFactory;
import org.apache.sshd.client.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.apache.sshd.core.CoreModuleProperties;

/** A board whose user has signed in; commands run by its POSIX shell. */
final class SshConnection implements AutoCloseable {
  private static final Duration REACHED = Duration.ofSeconds(20);

  /** More than any answer of the commands that are read whole. */
  private static final int LONGEST = 1 << 16;

  private final SshAddress address;
  private final SshClient client;
  private final ClientSession session;

  private SshConnection(SshAddress address, SshClient client, ClientSession session) {
    this.address = address;
    this.client = client;
    this.session = session;
  }

  /**
   * Signs in.
   *
   * @throws EnvironmentException when the board cannot be reached, shows a key that is not known,
   *     or does not let the user in
   */
  static SshConnection open(SshAddress address, SshUser user) {
    HostKeys hosts = HostKeys.of(address, user.knownHosts(address));
    SshClient client = client(hosts, user.agent(address), user.password().isPresent());
    boolean open = false;
    try {
      ClientSession session = session(client, address, hosts);
      signIn(session, address, user, hosts);
      open = true;
      return new SshConnection(address, client, session);
    } finally {
      if (!open) {
        client.close(true);
      }
    }
  }

  private static SshClient client(HostKeys hosts, Optional<Path> agent, boolean password) {
    SshClient client = SshClient.setUpDefaultClient();
    client.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
    client.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
    client.setServerKeyVerifier(hosts);
    CoreModuleProperties.TCP_NODELAY.set(client, true);
    client.setSignatureFactories(hosts.preferred(client.getSignatureFactories()));
    List<UserAuthFactory> ways = new ArrayList<>(List.of(UserAuthPublicKeyFactory.INSTANCE));
    if (password) {
      ways.add(UserAuthPasswordFactory.INSTANCE);
    }
    client.setUserAuthFactories(ways);
    agent.filter(Files::exists).map(AgentSocket::new).ifPresent(client::setAgentFactory);
    client.start();
    return client;
  }

  private static ClientSession session(SshClient client, SshAddress address, HostKeys hosts) {
    try {
      return client
          .connect(address.user(), address.host(), address.port())
          .verify(REACHED)
          .getClientSession();
    } catch (IOException e) {
      throw hosts
          .refusal()
          .orElseGet(
              () ->
                  new EnvironmentException(
                      "ssh.unreachable",
                      address.board(),
                      "cannot be reached: " + reason(e),
                      "see that the board is on, and that an SSH server listens at port "
                          + address.port(),
                      e));
    }
  }

  private static void signIn(
      ClientSession session, SshAddress address, SshUser user, HostKeys hosts) {
    List<String> tried = new ArrayList<>();
    user.keys(address).forEach(file -> tried.add(addKey(session, file)));
    user.agent(address).ifPresent(socket -> tried.add("the agent at " + socket));
    user.password().ifPresent(session::addPasswordIdentity);
    user.password().ifPresent(_ -> tried.add("the password in " + SshUser.PASSWORD));
    try {
      session.auth().verify(REACHED);
    } catch (IOException e) {
      throw hosts
          .refusal()
          .orElseGet(
              () ->
                  new EnvironmentException(
                      "ssh.refused",
                      address.board(),
                      "does not let the user in (%s); tried: %s"
                          .formatted(
                              reason(e), tried.isEmpty() ? "nothing" : String.join(", ", tried)),
                      "add your public key to the board's ~/.ssh/authorized_keys, name a key file"
                          + " with 'key', start an agent, or set "
                          + SshUser.PASSWORD,
                      e));
    }
  }

  /** Offers a key, and returns what to call it. */
  private static String addKey(ClientSession session, Path file) {
    try (var content = Files.newInputStream(file)) {
      SecurityUtils.loadKeyPairIdentities(
              session, NamedResource.ofName(file.toString()), content, FilePasswordProvider.EMPTY)
          .forEach(session::addPublicKeyIdentity);
      return file.toString();
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      return "%s (not used: %s; a key with a passphrase belongs into an agent)"
          .formatted(file, reason(e));
    }
  }

  private static String reason(Exception error) {
    return SshReason.of(error);
  }

  /**
   * What a command answered.
   *
   * @param lastWords how it ended and what it wrote to standard error
   */
  record Answer(String output, boolean succeeded, String lastWords) {}

  /**
   * Runs a script of the shell to its end.
   *
   * @param input what it reads
   * @throws EnvironmentException when it does not end in time, says too much, or the connection
   *     breaks
   */
  Answer tell(String script, byte[] input) {
    SshProcess process = start(script);
    Deadline deadline = new Deadline(patience(input.length), process::close);
    try {
      send(process, input);
      byte[] told = process.replies().readNBytes(LONGEST);
      if (told.length == LONGEST || deadline.hasPassed()) {
        throw broken(script, deadline.hasPassed() ? "did not end in time" : "says too much");
      }
      String output = new String(told, StandardCharsets.UTF_8);
      return new Answer(output, process.succeeded(), process.lastWords());
    } catch (IOException e) {
      throw broken(script, deadline.hasPassed() ? "did not end in time" : reason(e));
    } finally {
      deadline.close();
      process.close();
    }
  }

  /** A script that has ended does not take the rest; what it says tells why. */
  private static void send(SshProcess process, byte[] input) throws IOException {
    try (OutputStream requests = process.requests()) {
      requests.write(input);
    } catch (IOException e) {
      if (!process.hasEnded()) {
        throw e;
      }
    }
  }

  /** A slow line carries 100 KB a second. */
  private Duration patience(int bytes) {
    return address.patience().plusMillis(bytes / 100);
  }

  private EnvironmentException broken(String script, String why) {
    return new EnvironmentException(
        "ssh.command",
        address.board(),
        "%s: %s".formatted(script.lines().findFirst().orElse(""), why),
        "see that the board is reachable and idle; give it longer with 'timeout'");
  }

  /** Starts a script of the shell. */
  SshProcess start(String script) {
    try {
      ChannelExec channel = session.createExecChannel("exec /bin/sh -c " + quoted(script));
      return new SshProcess(channel, script, REACHED);
    } catch (IOException e) {
      throw broken(script, reason(e));
    }
  }

  /** A word of the shell that stands for itself. */
  static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }

  @Override
  public void close() {
    session.close(true);
    client.close(true);
  }
}
