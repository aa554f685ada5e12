package io.plumbline.formats.seal;

import io.plumbline.tensor.AtomicFile;
import io.plumbline.tensor.EnvironmentException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
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

  private final byte[] secret;

  private MakerKey(byte[] secret) {
    this.secret = secret;
  }

  /**
   * The folder where this user's programs keep what they remember: {@code plumbline.state} where
   * that property is set, {@code plumbline} in {@code XDG_STATE_HOME}, or in {@code .local/state}
   * of the home folder.
   */
  public static Path userFolder() {
    String told = System.getProperty("plumbline.state");
    if (told != null) {
      return Path.of(told);
    }
    String state = System.getenv("XDG_STATE_HOME");
    return state == null || state.isBlank()
        ? Path.of(System.getProperty("user.home", ""), ".local", "state", "plumbline")
        : Path.of(state, "plumbline");
  }

  /** The key in a folder; empty when there is none, or one that others could know. */
  public static Optional<MakerKey> find(Path folder) {
    Path file = folder.resolve(FILE_NAME);
    try {
      if (!isPrivate(file)) {
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
   * @throws EnvironmentException when it cannot be written, or others can read the one that is
   *     there
   */
  public static MakerKey make(Path folder) {
    Path file = folder.resolve(FILE_NAME);
    try {
      Files.createDirectories(folder);
      if (!Files.exists(file)) {
        write(file);
      }
    } catch (IOException e) {
      throw unusable(file, "cannot be written: " + e, e);
    }
    return find(folder)
        .orElseThrow(
            () -> unusable(file, "is damaged, or others may read it", new IOException("unusable")));
  }

  /** Whole or not at all; what is there stays. */
  private static void write(Path file) throws IOException {
    byte[] secret = new byte[BYTES];
    new SecureRandom().nextBytes(secret);
    Path fresh = AtomicFile.temporaryBeside(file);
    try {
      Files.createFile(fresh, privately(file));
      Files.write(fresh, secret, StandardOpenOption.WRITE);
      Files.move(fresh, file);
    } catch (FileAlreadyExistsException e) {
      // It is the key, of this process or another.
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  private static FileAttribute<?>[] privately(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  private static boolean isPrivate(Path file) throws IOException {
    try {
      return OWNERS.containsAll(Files.getPosixFilePermissions(file));
    } catch (NoSuchFileException e) {
      return false;
    } catch (UnsupportedOperationException e) {
      return Files.isRegularFile(file); // the home folder of a user is closed to others there
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
