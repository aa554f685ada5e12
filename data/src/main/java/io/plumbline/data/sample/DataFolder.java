package io.plumbline.data.sample;

import io.plumbline.tensor.BadDataException;
import io.plumbline.tensor.Count;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.ReadFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The data files of a folder.
 *
 * @param files of the wanted format, sorted by name; hidden files are not there
 * @param ignored names of the other files
 * @param special names of links that lead nowhere, pipes and devices
 */
record DataFolder(Path folder, List<Path> files, List<String> ignored, List<String> special) {
  private static final int NAMED = 5;

  /**
   * Lists a folder, or what a tar file holds, not its sub-folders.
   *
   * @throws BadDataException when it cannot be listed or holds no file of the format
   */
  static DataFolder list(Path folder, FileFormat format) {
    List<Path> files = new ArrayList<>();
    List<String> ignored = new ArrayList<>();
    List<String> special = new ArrayList<>();
    try (Stream<Path> entries = Files.list(DataArchive.folder(folder))) {
      entries
          .filter(file -> !Files.isDirectory(file) && !name(file).startsWith("."))
          .sorted(Comparator.comparing(DataFolder::name))
          .forEach(
              file -> {
                if (!Files.isRegularFile(file)) {
                  special.add(name(file));
                } else if (format.accepts(file)) {
                  files.add(file);
                } else {
                  ignored.add(name(file));
                }
              });
    } catch (IOException e) {
      throw new BadDataException(
          "data.folder", folder.toString(), ReadFailure.ofFolder(folder), "check the path", e);
    }
    if (files.isEmpty()) {
      throw new BadDataException(
          "data.empty-folder",
          folder.toString(),
          "expected %s, found %s".formatted(describe(format), found(ignored, special)),
          "give the folder that holds the data itself, not one above it");
    }
    return new DataFolder(folder, List.copyOf(files), List.copyOf(ignored), List.copyOf(special));
  }

  /** One file in place of a folder. */
  static DataFolder of(Path file) {
    return new DataFolder(file, List.of(file), List.of(), List.of());
  }

  /** Whether it is a file, which every sample takes. */
  boolean isOneFile() {
    return files.getFirst().equals(folder);
  }

  /** The same with one file as often as samples are there. */
  DataFolder repeated(int size) {
    return new DataFolder(folder, Collections.nCopies(size, files.getFirst()), ignored, special);
  }

  static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  private static String describe(FileFormat format) {
    return switch (format) {
      case FileFormat.Pictures pictures -> "pictures";
      case FileFormat.Arrays arrays -> ".npy files";
      case FileFormat.Raw raw -> "raw files of %s[%s]".formatted(raw.dtype().label(), raw.shape());
    };
  }

  private static String found(List<String> ignored, List<String> special) {
    if (ignored.isEmpty() && !special.isEmpty()) {
      return "only links that lead nowhere, pipes or devices: " + some(special);
    }
    return ignored.isEmpty() ? "no files" : "only " + some(ignored);
  }

  private static String some(List<String> names) {
    String first = String.join(", ", names.subList(0, Math.min(NAMED, names.size())));
    return names.size() > NAMED
        ? first + String.format(Locale.ROOT, " and %d more", names.size() - NAMED)
        : first;
  }

  /** What a user should know about files that are not used. */
  List<Finding> findings() {
    return Stream.concat(ofIgnored().stream(), ofSpecial().stream()).toList();
  }

  private Optional<Finding> ofSpecial() {
    return special.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Finding.warning(
                "data.special-files",
                folder.toString(),
                String.format(
                    Locale.ROOT,
                    "%s not used: %s",
                    Count.of(
                        special.size(),
                        "entry is a link that leads nowhere, a pipe or a device and is",
                        "entries are links that lead nowhere, pipes or devices and are"),
                    some(special))));
  }

  private Optional<Finding> ofIgnored() {
    return ignored.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Finding.info(
                "data.ignored-files",
                folder.toString(),
                String.format(
                    Locale.ROOT,
                    "%s not used: %s",
                    Count.of(
                        ignored.size(),
                        "file is of another kind and is",
                        "files are of another kind and are"),
                    some(ignored))));
  }
}
