package io.plumbline.formats.seal;

import static java.util.Objects.requireNonNull;

import io.plumbline.tensor.AtomicFile;
import io.plumbline.tensor.EnvironmentException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A secret of the user that runs this process: 32 random bytes in a file that nobody else may read.
 * Who can write a mark with it has it, so a file with the right mark was made by this user.
 */
public final class MakerKey {
  private static final String FILE_NAME = "maker-key";
  private static final int BYTES = 32;
  private static final Set<PosixFilePermission> OWNERS =
      EnumSet.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);
  private static final Set<PosixFilePermission> OTHERS_WRITE =
      EnumSet.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

  private final byte[] secret;

  private MakerKey(byte[] secret) {
    this.secret = secret;
  }

  /**
   * The folder where this user's programs keep what they remember: {@code plumbline.state} where
   * that property is set, {@code plumbline} in {@code XDG_STATE_HOME} if that is absolute, or in
   * {@code .local/state} of the home folder. It is relative, and good for no key, where Java knows
   * no home folder.
   */
  public static Path userFolder() {
    String told = System.getProperty("plumbline.state");
    if (told != null) {
      return Path.of(told).toAbsolutePath();
    }
    String state = System.getenv("XDG_STATE_HOME");
    return state == null || !Path.of(state).isAbsolute()
        ? Path.of(System.getProperty("user.home", ""), ".local", "state", "plumbline")
        : Path.of(state, "plumbline");
  }

  /**
   * The key in a folder; empty when there is none, or one that others could know or have put there.
   */
  public static Optional<MakerKey> find(Path folder) {
    Path file = folder.resolve(FILE_NAME);
    try {
      if (!folder.isAbsolute() || !isPrivate(file)) {
        return Optional.empty();
      }
      byte[] secret = Files.readAllBytes(file);
      return secret.length == BYTES ? Optional.of(new MakerKey(secret)) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * The key in a folder, made if there is none.
   *
   * @throws EnvironmentException when it cannot be written, or others can read or replace the one
   *     that is there
   */
  public static MakerKey make(Path folder) {
    Path file = folder.resolve(FILE_NAME);
    if (!folder.isAbsolute()) {
      throw unusable(
          file, "has no place: this user has no home folder", new IOException("relative"));
    }
    try {
      if (!Files.isDirectory(folder)) {
        Files.createDirectories(folder.getParent());
        Files.createDirectory(folder, only(folder, "rwx------"));
      }
      if (!Files.exists(file)) {
        write(file);
      }
    } catch (IOException e) {
      throw unusable(file, "cannot be written: " + e, e);
    }
    return find(folder)
        .orElseThrow(
            () ->
                unusable(
                    file,
                    "is damaged, or others may read or replace it",
                    new IOException("unusable")));
  }

  /** Whole or not at all; what is there stays. */
  private static void write(Path file) throws IOException {
    byte[] secret = new byte[BYTES];
    new SecureRandom().nextBytes(secret);
    Path fresh = AtomicFile.temporaryBeside(file);
    try {
      Files.createFile(fresh, only(file, "rw-------"));
      Files.write(fresh, secret, StandardOpenOption.WRITE);
      Files.move(fresh, file);
    } catch (FileAlreadyExistsException e) {
      // It is the key, of this process or another.
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  private static FileAttribute<?>[] only(Path file, String permissions) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  /** Whether this user alone can have written a file, and can read it. */
  private static boolean isPrivate(Path file) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    try {
      PosixFileAttributes folder = attributes(requireNonNull(file.getParent()));
      PosixFileAttributes own = attributes(file);
      UserPrincipal user = user();
      return OWNERS.containsAll(own.permissions())
          && Collections.disjoint(folder.permissions(), OTHERS_WRITE)
          && own.owner().equals(user)
          && folder.owner().equals(user);
    } catch (UnsupportedOperationException e) {
      return true; // the home folder of a user is closed to others there
    }
  }

  private static PosixFileAttributes attributes(Path file) throws IOException {
    return Files.readAttributes(file, PosixFileAttributes.class);
  }

  /** Whom files of this process belong to; Java tells the user's name only. */
  private static UserPrincipal user() throws IOException {
    Path probe = Files.createTempFile("plumbline", ".owner");
    try {
      return Files.getOwner(probe);
    } finally {
      Files.delete(probe);
    }
  }

  private static EnvironmentException unusable(Path file, String why, IOException e) {
    return new EnvironmentException(
        "environment.maker-key",
        file.toString(),
        "the key that marks what you build " + why,
        "remove it, and see that only you may write to its folder",
        e);
  }

  /** HMAC-SHA-256 (RFC 2104) of bytes, in lower-case hexadecimal digits. */
  String mark(MemorySegment bytes) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      mac.update(bytes.asByteBuffer());
      return HexFormat.of().formatHex(mac.doFinal());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }
}
