package io.plumbline.device.ssh;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;

/** OpenSSH's server on the loopback interface, for the user of this process. */
final class BoardServer implements AutoCloseable {
  /** Plainly, and where the folder is missing that it wants when root starts it. */
  private static final List<List<String>> WAYS =
      List.of(
          List.of("/usr/sbin/sshd", "-D", "-e", "-f"),
          List.of(
              "unshare",
              "-m",
              "sh",
              "-c",
              "mount -t tmpfs none /run && mkdir /run/sshd && exec /usr/sbin/sshd -D -e -f $0"));

  private final Path folder;
  private final int port;
  private final Process process;

  private BoardServer(Path folder, int port, Process process) {
    this.folder = folder;
    this.port = port;
    this.process = process;
  }

  /** Starts one, with new keys in a folder; the test is skipped where none can be. */
  static BoardServer start(Path folder) throws Exception {
    if (!Files.isExecutable(Path.of("/usr/sbin/sshd"))) {
      abort("skipped: no /usr/sbin/sshd");
    }
    KeyPair host = key(folder.resolve("host_key"));
    KeyPair user = key(folder.resolve("user_key"));
    key(folder.resolve("other_key"));
    Files.writeString(folder.resolve("authorized_keys"), text(user.getPublic()) + "\n");
    int port = freePort();
    Files.writeString(folder.resolve("known_hosts"), knownAs(port, host.getPublic()));
    Path config =
        Files.writeString(
            folder.resolve("sshd_config"),
            """
            Port %d
            ListenAddress 127.0.0.1
            HostKey %2$s/host_key
            AuthorizedKeysFile %2$s/authorized_keys
            StrictModes no
            UsePAM no
            PidFile none
            PasswordAuthentication no
            """
                .formatted(port, folder));
    for (List<String> way : WAYS) {
      Process process = process(way, config, folder.resolve("sshd.log"));
      if (listens(process, port)) {
        return new BoardServer(folder, port, process);
      }
    }
    return abort("skipped: " + Files.readString(folder.resolve("sshd.log")));
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

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** A new key in a file. */
  static KeyPair key(Path file) throws Exception {
    KeyPair pair = KeyUtils.generateKeyPair("ssh-ed25519", 256);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try (var out = Files.newOutputStream(file)) {
      OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(pair, "test", null, out);
    }
    return pair;
  }

  static String text(PublicKey key) {
    return PublicKeyEntry.toString(key);
  }

  static String knownAs(int port, PublicKey key) {
    return "[127.0.0.1]:%d %s\n".formatted(port, text(key));
  }

  int port() {
    return port;
  }

  /** The address of a folder on the board. */
  SshAddress address(Path board, String more) {
    return address(board, "user_key", "known_hosts", more);
  }

  SshAddress address(Path board, String key, String knownHosts, String more) {
    return SshAddress.parse(
        "ssh://127.0.0.1:%d%s?key=%s/%s&known-hosts=%s/%s%s"
            .formatted(port, board, folder, key, folder, knownHosts, more));
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
