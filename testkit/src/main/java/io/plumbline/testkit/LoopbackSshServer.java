package io.plumbline.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * OpenSSH's server on the loopback interface, for the user of this process, with keys of its own:
 * {@code user_key} may enter, {@code other_key} may not, {@code known_hosts} has the server's.
 */
public final class LoopbackSshServer implements AutoCloseable {
  private static final Path PROGRAM = Path.of("/usr/sbin/sshd");

  /** Plainly, and where the folder is missing that it wants when root starts it. */
  private static final List<List<String>> WAYS =
      List.of(
          List.of(PROGRAM.toString(), "-D", "-e", "-f"),
          List.of(
              "unshare",
              "-m",
              "sh",
              "-c",
              "mount -t tmpfs none /run && mkdir /run/sshd && exec %s -D -e -f $0"
                  .formatted(PROGRAM)));

  private final Path folder;
  private final int port;
  private final Process process;

  private LoopbackSshServer(Path folder, int port, Process process) {
    this.folder = folder;
    this.port = port;
    this.process = process;
  }

  /**
   * Starts one; the test that asks is skipped, by name, where none can be.
   *
   * @param folder for keys and what it is told
   */
  public static LoopbackSshServer start(Path folder) throws IOException, InterruptedException {
    Assumptions.assumeTrue(
        Files.isExecutable(PROGRAM) && isInstalled("ssh-keygen"),
        () -> "skipped: no %s or ssh-keygen".formatted(PROGRAM));
    String host = key(folder.resolve("host_key"));
    Files.writeString(folder.resolve("authorized_keys"), key(folder.resolve("user_key")));
    key(folder.resolve("other_key"));
    int port = freePort();
    Files.writeString(folder.resolve("known_hosts"), knownAs(port, host));
    Path config =
        Files.writeString(
            folder.resolve("sshd_config"),
            """
            Port %1$d
            ListenAddress 127.0.0.1
            HostKey %2$s/host_key
            AuthorizedKeysFile %2$s/authorized_keys
            StrictModes no
            UsePAM no
            PidFile none
            PasswordAuthentication no
            """
                .formatted(port, folder));
    Path log = folder.resolve("sshd.log");
    for (List<String> way : WAYS) {
      if (isInstalled(way.getFirst())) {
        Process process = process(way, config, log);
        if (listens(process, port)) {
          return new LoopbackSshServer(folder, port, process);
        }
      }
    }
    return Assumptions.abort("skipped: " + Files.readString(log));
  }

  /** Whether a program is on the search path, or at its place. */
  public static boolean isInstalled(String program) {
    return Stream.of(System.getenv("PATH").split(":", -1))
        .anyMatch(place -> Files.isExecutable(Path.of(place).resolve(program)));
  }

  private static Process process(List<String> way, Path config, Path log) throws IOException {
    List<String> command = new ArrayList<>(way);
    command.add(config.toString());
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }

  private static boolean listens(Process process, int port) {
    while (process.isAlive()) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return true;
      } catch (IOException e) {
        Thread.onSpinWait();
      }
    }
    return false;
  }

  /** A port that nobody listens at now. */
  public static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** Makes a key in a new file; the line of its public part. */
  public static String key(Path file) throws IOException, InterruptedException {
    Process made =
        new ProcessBuilder(
                "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", file.toString())
            .inheritIO()
            .start();
    if (made.waitFor() != 0) {
      throw new IOException("ssh-keygen makes no key");
    }
    return Files.readString(file.resolveSibling(file.getFileName() + ".pub"));
  }

  /** The line of {@code known_hosts} for a server here. */
  public static String knownAs(int port, String key) {
    return "[127.0.0.1]:%d %s".formatted(port, key);
  }

  public int port() {
    return port;
  }

  /**
   * The address of a folder behind this server, for whoever has its key.
   *
   * @param more options, each with {@code &} before it
   */
  public String address(Path board, String more) {
    return address(board, "user_key", "known_hosts", more);
  }

  /** The same with a key and known hosts, by their names. */
  public String address(Path board, String key, String knownHosts, String more) {
    return "ssh://127.0.0.1:%d%s?key=%s/%s&known-hosts=%s/%s%s"
        .formatted(port, board, folder, key, folder, knownHosts, more);
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
