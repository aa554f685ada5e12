package io.plumbline.device.ssh;

import io.plumbline.tensor.EnvironmentException;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.sshd.client.config.hosts.KnownHostEntry;
import org.apache.sshd.client.keyverifier.ServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;
import org.apache.sshd.common.signature.Signature;

/** The keys that a host is known by. A key that is not among them is refused, and none is added. */
final class HostKeys implements ServerKeyVerifier {
  private final SshAddress address;
  private final Path file;
  private final List<Known> known;
  private volatile Optional<EnvironmentException> refusal = Optional.empty();

  private HostKeys(SshAddress address, Path file, List<Known> known) {
    this.address = address;
    this.file = file;
    this.known = List.copyOf(known);
  }

  /** One entry for the host. */
  private record Known(PublicKey key, boolean revoked) {}

  /**
   * Reads the keys of a host.
   *
   * @throws EnvironmentException when the file cannot be read
   */
  static HostKeys of(SshAddress address, Path file) {
    List<Known> known = new ArrayList<>();
    try {
      List<KnownHostEntry> entries =
          Files.exists(file) ? KnownHostEntry.readKnownHostEntries(file) : List.of();
      for (KnownHostEntry entry : entries) {
        String marker = Optional.ofNullable(entry.getMarker()).orElse("");
        boolean revoked = marker.equals("revoked");
        if ((marker.isEmpty() || revoked) && entry.isHostMatch(address.host(), address.port())) {
          PublicKey key =
              entry.getKeyEntry().resolvePublicKey(null, PublicKeyEntryResolver.IGNORING);
          Optional.ofNullable(key).ifPresent(held -> known.add(new Known(held, revoked)));
        }
      }
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw new EnvironmentException(
          "ssh.known-hosts",
          file.toString(),
          "cannot be read: " + e.getMessage(),
          "mend the file, or name another with 'known-hosts'",
          e);
    }
    return new HostKeys(address, file, known);
  }

  /** Puts first what signs by keys that are known, so that the host shows one of them. */
  List<NamedFactory<Signature>> preferred(List<NamedFactory<Signature>> signatures) {
    List<String> types = known.stream().map(held -> KeyUtils.getKeyType(held.key())).toList();
    return signatures.stream()
        .sorted(
            Comparator.comparing(
                factory -> !types.contains(KeyUtils.getCanonicalKeyType(factory.getName()))))
        .toList();
  }

  @Override
  public boolean verifyServerKey(ClientSession session, SocketAddress remote, PublicKey shown) {
    List<Known> equal =
        known.stream().filter(held -> KeyUtils.compareKeys(held.key(), shown)).toList();
    boolean accepted = !equal.isEmpty() && equal.stream().noneMatch(Known::revoked);
    if (!accepted) {
      refusal = Optional.of(equal.isEmpty() ? unequal(shown) : revoked(shown));
    }
    return accepted;
  }

  /** Why the key that was shown is refused; empty when it was not. */
  Optional<EnvironmentException> refusal() {
    return refusal;
  }

  private EnvironmentException unequal(PublicKey shown) {
    if (known.isEmpty()) {
      return new EnvironmentException(
          "ssh.host-unknown",
          address.board(),
          "its host key is not in %s: %s".formatted(file, fingerprint(shown)),
          "compare the fingerprint with the board's own (ssh-keygen -lf /etc/ssh/ssh_host_…_key.pub"
              + " there), then add the line '%s' to that file".formatted(line(shown)));
    }
    return new EnvironmentException(
        "ssh.host-changed",
        address.board(),
        "its host key is another than those in %s: %s; it may be another machine that answers"
            .formatted(file, fingerprint(shown)),
        "find out why the key changed; if the board was set up anew, remove the old lines with"
            + " 'ssh-keygen -R %s -f %s' and add the new one".formatted(pattern(), file));
  }

  private EnvironmentException revoked(PublicKey shown) {
    return new EnvironmentException(
        "ssh.host-revoked",
        address.board(),
        "its host key is revoked in %s: %s".formatted(file, fingerprint(shown)),
        "do not use this machine until you know why");
  }

  private static String fingerprint(PublicKey key) {
    return KeyUtils.getKeyType(key) + " " + KeyUtils.getFingerPrint(key);
  }

  private String line(PublicKey key) {
    return pattern() + " " + PublicKeyEntry.toString(key);
  }

  private String pattern() {
    return address.port() == 22
        ? address.host()
        : "[%s]:%d".formatted(address.host(), address.port());
  }
}
