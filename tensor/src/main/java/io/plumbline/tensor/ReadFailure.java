package io.plumbline.tensor;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Why a file cannot be read, in words for a message. */
public final class ReadFailure {
  /** Folders of more names are not searched for one that is meant. */
  private static final int MOST_NAMES = 10_000;

  private static final Pattern ARCHIVE = Pattern.compile("(?i)\\.tar$");

  private ReadFailure() {}

  /**
   * What is the matter: that the file does not exist, with the nearest name in its folder; that its
   * folder does not; that it is a folder; or what the system said.
   */
  public static String of(Path file, IOException cause) {
    if (!Files.exists(file)) {
      return missing(file);
    }
    if (Files.isDirectory(file)) {
      return "this is a folder, not a file";
    }
    return cause instanceof AccessDeniedException
        ? "cannot be read: its permissions forbid it"
        : "cannot be read: " + Objects.requireNonNullElse(cause.getMessage(), cause.toString());
  }

  /**
   * Why a folder, or a tar file that stands for one, cannot be listed: that there is none, or a
   * file of its name, or permissions.
   */
  public static String ofFolder(Path folder) {
    if (Files.isDirectory(folder)) {
      return "the folder cannot be listed";
    }
    if (Files.exists(folder)) {
      return "this is a file, not a folder";
    }
    return ARCHIVE.matcher(folder.toString()).find() ? missing(folder) : "there is no such folder";
  }

  /** That a file is not there, with the nearest name in its folder if there is one. */
  public static String missing(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      return "there is no such file, and no folder " + folder;
    }
    String name = String.valueOf(file.getFileName());
    return "there is no such file" + NearestSpelling.suggestion(name, names(folder));
  }

  private static Collection<String> names(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .limit(MOST_NAMES)
          .map(entry -> String.valueOf(entry.getFileName()))
          .sorted()
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }
}
