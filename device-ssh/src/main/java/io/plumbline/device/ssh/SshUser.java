package io.plumbline.device.ssh;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Who signs in: where keys and known hosts of a user lie, and what the environment adds. */
public final class SshUser {
  /** The variable of the environment that holds a password. */
  public static final String PASSWORD = "PLUMB_SSH_PASSWORD";

  private static final List<String> KEYS = List.of("id_ed25519", "id_ecdsa", "id_rsa");

  private final Path folder;
  private final Map<String, String> environment;

  /**
   * A user.
   *
   * @param folder with keys and {@code known_hosts}
   * @param environment in which {@code SSH_AUTH_SOCK} and {@link #PASSWORD} may be
   */
  public SshUser(Path folder, Map<String, String> environment) {
    this.folder = folder;
    this.environment = Map.copyOf(environment);
  }

  /** The user of this process. */
  public static SshUser current() {
    return new SshUser(Path.of(System.getProperty("user.home", ""), ".ssh"), System.getenv());
  }

  Path knownHosts(SshAddress address) {
    return address.knownHosts().map(Path::of).orElse(folder.resolve("known_hosts"));
  }

  /** The key that an address names, or those that lie at the usual places. */
  List<Path> keys(SshAddress address) {
    return address.key().isPresent()
        ? Stream.of(address.key().get()).map(Path::of).toList()
        : KEYS.stream().map(folder::resolve).filter(Files::isRegularFile).toList();
  }

  /** The socket of an agent; none where an address names a key. */
  Optional<Path> agent(SshAddress address) {
    return Optional.ofNullable(environment.get("SSH_AUTH_SOCK"))
        .filter(socket -> !socket.isEmpty() && address.key().isEmpty())
        .map(Path::of);
  }

  Optional<String> password() {
    return Optional.ofNullable(environment.get(PASSWORD)).filter(word -> !word.isEmpty());
  }
}
