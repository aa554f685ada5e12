package io.plumbline.data.sample;

import io.plumbline.tensor.BadDataException;
import io.plumbline.tensor.EnvironmentException;
import io.plumbline.tensor.ReadFailure;
import io.plumbline.tensor.file.ScratchFolder;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * Tar files, which may stand wherever a folder of data is named. Each is unpacked once, into a new
 * folder among the temporary ones that is deleted when the process ends. Only files and folders are
 * taken, below the place where they are unpacked; an archive with anything else is refused as a
 * whole.
 */
public final class DataArchive {
  private static final String ENDING = ".tar";
  private static final Map<Path, Path> UNPACKED = new ConcurrentHashMap<>();

  private DataArchive() {}

  /** Whether a path is a file that is no folder's stand-in, but data itself. */
  public static boolean isSingleFile(Path path) {
    return Files.isRegularFile(path) && folder(path).equals(path);
  }

  /**
   * The folder that holds the data of a path: of a tar file what is unpacked of it, without outer
   * folders that hold nothing but one folder; any other path itself.
   *
   * @throws BadDataException when a tar file is damaged, or holds a link, a device or a path that
   *     leads out of it
   * @throws EnvironmentException when it cannot be unpacked
   */
  public static Path folder(Path path) {
    String name = String.valueOf(path.getFileName());
    if (!name.toLowerCase(Locale.ROOT).endsWith(ENDING) || !Files.isRegularFile(path)) {
      return path;
    }
    return UNPACKED.computeIfAbsent(
        path.toAbsolutePath().normalize(), file -> unpacked(file, name));
  }

  private static Path unpacked(Path file, String name) {
    Path place = scratch().resolve(name);
    try (InputStream bytes = new BufferedInputStream(Files.newInputStream(file));
        TarArchiveInputStream archive = new TarArchiveInputStream(bytes, "UTF-8")) {
      Files.createDirectory(place);
      for (TarArchiveEntry entry = archive.getNextEntry();
          entry != null;
          entry = archive.getNextEntry()) {
        unpack(archive, entry, place, file);
      }
      return inner(place);
    } catch (IOException | IllegalArgumentException e) {
      throw new BadDataException(
          "data.archive",
          file.toString(),
          "it cannot be read as a tar file: " + ReadFailure.of(file, asIo(e)),
          "make it again with 'tar -cf', or name a folder with the files",
          e);
    }
  }

  private static IOException asIo(Exception e) {
    return e instanceof IOException io ? io : new IOException(e.getMessage(), e);
  }

  private static void unpack(
      TarArchiveInputStream archive, TarArchiveEntry entry, Path place, Path file)
      throws IOException {
    Path target = target(entry, place, file);
    if (entry.isDirectory()) {
      Files.createDirectories(target);
    } else if (isPlain(entry)) {
      Path parent = target.getParent();
      Files.createDirectories(parent == null ? place : parent);
      Files.copy(archive, target);
    } else {
      throw refused(entry, file, "is a link, a device or a sparse file");
    }
  }

  private static boolean isPlain(TarArchiveEntry entry) {
    boolean link = entry.isLink() || entry.isSymbolicLink();
    boolean device = entry.isFIFO() || entry.isCharacterDevice() || entry.isBlockDevice();
    return entry.isFile() && !link && !device && !entry.isSparse();
  }

  private static Path target(TarArchiveEntry entry, Path place, Path file) {
    try {
      Path target = place.resolve(entry.getName()).normalize();
      boolean absolute = entry.getName().startsWith("/");
      if (!absolute && target.startsWith(place) && (entry.isDirectory() || !target.equals(place))) {
        return target;
      }
    } catch (InvalidPathException e) {
      throw refused(entry, file, "has a name that no file can have");
    }
    throw refused(entry, file, "leads out of the archive");
  }

  private static BadDataException refused(TarArchiveEntry entry, Path file, String why) {
    return new BadDataException(
        "data.archive",
        file.toString(),
        "its entry '%s' %s, expected files and folders".formatted(entry.getName(), why),
        "make the archive of the data alone, with paths relative to their folder");
  }

  /** The folder itself, or the only one in it, as often as nothing stands beside it. */
  private static Path inner(Path folder) throws IOException {
    List<Path> entries;
    try (Stream<Path> all = Files.list(folder)) {
      entries = all.filter(entry -> !DataFolder.name(entry).startsWith(".")).toList();
    }
    boolean nested = entries.size() == 1 && Files.isDirectory(entries.getFirst());
    return nested ? inner(entries.getFirst()) : folder;
  }

  private static Path scratch() {
    try {
      return ScratchFolder.create("plumbline-data-").path();
    } catch (IOException e) {
      throw new EnvironmentException(
          "data.scratch",
          "temporary folder",
          "cannot be made to unpack a tar file: " + e.getMessage(),
          "make room there, or name a folder with the files",
          e);
    }
  }
}
