package io.plumbline.data.dataset;

import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.BadDataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The forms a labelled set may have. */
public enum DatasetKind {
  /** Files in a folder, and a labels file beside them. */
  FOLDER,
  /** {@link ClassFolders}. */
  CLASS_FOLDERS,
  /** {@link CifarFiles}. */
  CIFAR10,
  /** {@link IdxFiles}. */
  MNIST;

  /**
   * Tells the form by what lies there.
   *
   * @param data folder or file
   * @param labels the labels file, when one was named
   * @throws BadConfigurationException when it cannot be told
   */
  public static DatasetKind infer(Path data, Optional<Path> labels) {
    if (!Files.exists(data)) {
      throw new BadDataException(
          "data.missing", data.toString(), "there is no such file or folder", "check --data");
    }
    if (Files.isDirectory(data)) {
      return inferFolder(data, labels);
    }
    if (IdxFiles.isPictures(data)) {
      return MNIST;
    }
    if (data.toString().endsWith(".bin") && labels.isEmpty()) {
      return CIFAR10;
    }
    throw new BadConfigurationException(
        "data.kind",
        data.toString(),
        "expected a folder, a CIFAR-10 .bin file or an idx file of pictures (magic 0x803)",
        "name the form with --dataset folder, class_folders, cifar10 or mnist");
  }

  /** Whether there is a folder of samples and nothing that says what is true of them. */
  public static boolean isUnlabelled(Path data, Optional<Path> labels) {
    return labels.isEmpty()
        && Files.isDirectory(data)
        && !CifarFiles.isFolder(data)
        && !IdxFiles.isFolder(data)
        && !ClassFolders.isFolder(data);
  }

  private static DatasetKind inferFolder(Path data, Optional<Path> labels) {
    if (labels.isPresent()) {
      return labels.get().toString().contains("idx1") ? MNIST : FOLDER;
    }
    if (CifarFiles.isFolder(data)) {
      return CIFAR10;
    }
    if (IdxFiles.isFolder(data)) {
      return MNIST;
    }
    if (ClassFolders.isFolder(data)) {
      return CLASS_FOLDERS;
    }
    throw new BadConfigurationException(
        "data.no-labels",
        data.toString(),
        "the folder holds neither CIFAR-10 batches nor idx files nor a folder for each class, and"
            + " no labels file was named",
        "name the labels with --labels, or give two models to compare them without labels");
  }

  static List<String> names(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> String.valueOf(file.getFileName())).toList();
    } catch (IOException e) {
      throw new BadDataException(
          "data.folder", folder.toString(), "the folder cannot be listed", "check the path", e);
    }
  }
}
