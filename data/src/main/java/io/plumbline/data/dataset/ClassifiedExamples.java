package io.plumbline.data.dataset;

import io.plumbline.data.sample.LabelledSet;
import io.plumbline.tensor.BadConfigurationException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Samples with one class each, from any form of data set. */
public final class ClassifiedExamples {
  private ClassifiedExamples() {}

  /**
   * Reads the list of samples; pictures are not decoded yet.
   *
   * @throws io.plumbline.tensor.BadDataException when files are missing, damaged or empty
   * @throws BadConfigurationException when a folder comes without labels
   */
  public static List<Example<Integer>> read(DatasetKind kind, Path data, Optional<Path> labels) {
    return read(kind, data, labels, List.of());
  }

  /**
   * Likewise.
   *
   * @param classes the names of the network's classes, by index; empty where nobody says them
   */
  public static List<Example<Integer>> read(
      DatasetKind kind, Path data, Optional<Path> labels, List<String> classes) {
    return switch (kind) {
      case CIFAR10 -> CifarFiles.read(data);
      case MNIST -> IdxFiles.read(data, labels);
      case FOLDER -> folder(data, labels);
      case CLASS_FOLDERS -> ClassFolders.read(data, classes);
    };
  }

  private static List<Example<Integer>> folder(Path data, Optional<Path> labels) {
    Path file =
        labels.orElseThrow(
            () ->
                new BadConfigurationException(
                    "data.no-labels",
                    data.toString(),
                    "a folder of samples needs a labels file",
                    "name it with --labels"));
    return LabelledSet.open(data, file).entries().stream()
        .map(entry -> new Example<>(entry.name(), new Origin.OfFile(entry.file()), entry.label()))
        .toList();
  }
}
