package io.plumbline.pipeline.record;

import io.plumbline.data.sample.DataArchive;
import io.plumbline.tensor.BadDataException;
import io.plumbline.tensor.ReadFailure;
import io.plumbline.tensor.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** SHA-256 of files and folders, so that results can be traced to what they were made from. */
public final class Fingerprint {
  private static final int CHUNK = 1 << 16;

  private Fingerprint() {}

  /**
   * Of the names and bytes of the visible files of a folder, of a tar file in the order of their
   * names, or of a file alone.
   *
   * @throws BadDataException when it cannot be read
   */
  public static String ofFolder(Path folder) {
    Sha256 hash = new Sha256();
    for (Path file : files(folder)) {
      hash.add(String.valueOf(file.getFileName()));
      add(file, hash);
    }
    return hash.hex();
  }

  /**
   * Of the bytes of a file.
   *
   * @throws BadDataException when it cannot be read
   */
  public static String ofFile(Path file) {
    Sha256 hash = new Sha256();
    add(file, hash);
    return hash.hex();
  }

  private static List<Path> files(Path folder) {
    if (DataArchive.isSingleFile(folder)) {
      return List.of(folder);
    }
    try (Stream<Path> files = Files.list(DataArchive.folder(folder))) {
      return files
          .filter(file -> !String.valueOf(file.getFileName()).startsWith("."))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    } catch (IOException e) {
      throw unreadable(folder, e);
    }
  }

  private static void add(Path file, Sha256 hash) {
    byte[] buffer = new byte[CHUNK];
    try (InputStream stream = Files.newInputStream(file)) {
      for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
        hash.add(buffer, read);
      }
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static BadDataException unreadable(Path path, IOException cause) {
    return new BadDataException(
        "data.unreadable",
        path.toString(),
        ReadFailure.of(path, cause),
        "check the path and its permissions",
        cause);
  }
}
