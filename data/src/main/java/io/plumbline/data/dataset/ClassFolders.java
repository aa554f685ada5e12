package io.plumbline.data.dataset;

import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.BadDataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder for each class with the samples of that class in it, at any depth. Class indices follow
 * the names of the folders in the order of their characters, as torchvision's {@code ImageFolder}
 * counts them, unless the names of the network's classes are given.
 */
public final class ClassFolders {
  private ClassFolders() {}

  /** Whether the folder holds nothing but folders, two or more, and each of them holds files. */
  static boolean isFolder(Path data) {
    List<Path> entries = entries(data);
    return entries.size() > 1
        && entries.stream().allMatch(each -> Files.isDirectory(each) && !files(each).isEmpty());
  }

  /** The names of the classes by index. */
  public static List<String> names(Path data) {
    return entries(data).stream()
        .filter(Files::isDirectory)
        .map(folder -> String.valueOf(folder.getFileName()))
        .toList();
  }

  /**
   * All samples, class by class, in the order of their paths.
   *
   * @param classes names by index of the network's classes; empty where the folders are these
   * @throws BadConfigurationException when a folder is named as no class
   * @throws BadDataException when the folder cannot be listed or holds no sample
   */
  static List<Example<Integer>> read(Path data, List<String> classes) {
    List<String> order = classes.isEmpty() ? names(data) : classes;
    List<Example<Integer>> examples = new ArrayList<>();
    for (String name : names(data)) {
      int index = order.indexOf(name);
      if (index < 0) {
        throw new BadConfigurationException(
            "data.class-folder",
            data.resolve(name).toString(),
            "no class of the network is named '%s'".formatted(name),
            "name the folders as the file of --classes does, or leave --classes out");
      }
      for (Path file : files(data.resolve(name))) {
        examples.add(
            new Example<>(data.relativize(file).toString(), new Origin.OfFile(file), index));
      }
    }
    if (examples.isEmpty()) {
      throw new BadDataException(
          "data.no-samples",
          data.toString(),
          "no folder in it holds a file",
          "give a folder with a folder of samples for each class");
    }
    return examples;
  }

  private static List<Path> entries(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return shown(files);
    } catch (IOException e) {
      throw unlisted(folder, e);
    }
  }

  private static List<Path> files(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return shown(files.filter(Files::isRegularFile));
    } catch (IOException e) {
      throw unlisted(folder, e);
    }
  }

  private static List<Path> shown(Stream<Path> files) {
    return files
        .filter(file -> !String.valueOf(file.getFileName()).startsWith("."))
        .sorted((a, b) -> a.toString().compareTo(b.toString()))
        .toList();
  }

  private static BadDataException unlisted(Path folder, IOException e) {
    return new BadDataException(
        "data.folder", folder.toString(), "the folder cannot be listed", "check the path", e);
  }
}
