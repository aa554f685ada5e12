package io.plumbline.pipeline.record;

import io.plumbline.tensor.BadDataException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** SHA-256 of files and folders, so that results can be traced to what they were made from. */
public final class Fingerprint {
  private static final int CHUNK = 1 << 16;

  private Fingerprint() {}

  /**
   * Of the bytes of a file, in lower-case hexadecimal digits.
   *
   * @throws BadDataException when it cannot be read
   */
  public static String ofFile(Path file) {
    MessageDigest digest = sha256();
    add(file, digest);
    return HexFormat.of().formatHex(digest.digest());
  }

  /**
   * Of the names and bytes of the visible files of a folder, in the order of their names.
   *
   * @throws BadDataException when it cannot be read
   */
  public static String ofFolder(Path folder) {
    MessageDigest digest = sha256();
    for (Path file : files(folder)) {
      digest.update(String.valueOf(file.getFileName()).getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
      add(file, digest);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static List<Path> files(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> !String.valueOf(file.getFileName()).startsWith("."))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    } catch (IOException e) {
      throw unreadable(folder, e);
    }
  }

  private static void add(Path file, MessageDigest digest) {
    byte[] buffer = new byte[CHUNK];
    try (InputStream stream = Files.newInputStream(file)) {
      for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
        digest.update(buffer, 0, read);
      }
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static BadDataException unreadable(Path path, IOException cause) {
    return new BadDataException(
        "data.unreadable",
        path.toString(),
        "cannot be read: " + cause.getMessage(),
        "check the path and its permissions",
        cause);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
