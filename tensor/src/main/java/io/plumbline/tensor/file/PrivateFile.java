package io.plumbline.tensor.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files that hold a secret. Where a file system has no permissions of POSIX all are private. */
public final class PrivateFile {
  private static final Set<PosixFilePermission> OWNERS =
      Set.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  private PrivateFile() {}

  /** Whether nobody but the owner may read, write or run it. */
  public static boolean isPrivate(Path file) throws IOException {
    return !hasPermissions(file) || OWNERS.containsAll(Files.getPosixFilePermissions(file));
  }

  /** Lets the owner read and write it, and nobody else. */
  public static void keep(Path file) throws IOException {
    if (hasPermissions(file)) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
  }

  private static boolean hasPermissions(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
