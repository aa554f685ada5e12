package io.plumbline.pipeline.verification;

import io.plumbline.tensor.BadDataException;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.EnvironmentException;
import io.plumbline.tensor.NpyFile;
import io.plumbline.tensor.RawTensorFile;
import io.plumbline.tensor.ReadFailure;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import io.plumbline.tensor.TextTensorFile;
import io.plumbline.tensor.file.TensorFileNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;

/**
 * A folder of dumped tensors, one to a file that is named after it: {@code .npy}, or {@code .bin}
 * or {@code .txt} without type and shape. Of a tensor that is there twice, {@code .npy} counts.
 *
 * @param files by the name of the file without its ending, in the order of names
 */
record GroundTruthFolder(Path folder, SequencedMap<String, Path> files) {
  private static final List<String> ENDINGS = List.of(".npy", ".bin", ".txt");

  /** Other files that lie in dumped folders. */
  private static final String NAMES = "filename.txt";

  GroundTruthFolder {
    files = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(files));
  }

  /**
   * Lists a folder.
   *
   * @throws BadDataException when it cannot be listed or holds no tensor
   */
  static GroundTruthFolder of(Path folder) {
    SequencedMap<String, Path> files = new LinkedHashMap<>();
    List<Path> listed = listed(folder);
    for (String ending : ENDINGS) {
      for (Path file : listed) {
        String name = String.valueOf(file.getFileName());
        if (name.endsWith(ending) && !name.equals(NAMES)) {
          files.putIfAbsent(name.substring(0, name.length() - ending.length()), file);
        }
      }
    }
    if (files.isEmpty()) {
      throw new BadDataException(
          "data.no-tensors",
          folder.toString(),
          "there is no .npy, .bin or .txt file in this folder",
          "name a folder of dumped tensors");
    }
    SequencedMap<String, Path> sorted = new LinkedHashMap<>();
    files.keySet().stream()
        .sorted()
        .forEach(name -> sorted.put(name, files.getOrDefault(name, folder)));
    return new GroundTruthFolder(folder, sorted);
  }

  private static List<Path> listed(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      throw new BadDataException(
          "data.folder", folder.toString(), ReadFailure.ofFolder(folder), "check the path", e);
    }
  }

  /** The file of a tensor by its name in a model. */
  Optional<String> fileOf(String tensor) {
    return Optional.of(TensorFileNames.of(List.of(tensor)).getOrDefault(tensor, tensor))
        .filter(files::containsKey);
  }

  /** Whether a file says its own type and shape. */
  boolean isTyped(String name) {
    return path(name).toString().endsWith(".npy");
  }

  private Path path(String name) {
    return files.getOrDefault(name, folder.resolve(name));
  }

  /**
   * Reads a tensor.
   *
   * @param dtype and
   * @param shape of a file that does not say them
   * @throws BadDataException when it is damaged, or of another size than these
   */
  Tensor read(String name, DType dtype, Shape shape) {
    Path file = path(name);
    if (isTyped(name)) {
      return NpyFile.read(file);
    }
    return file.toString().endsWith(".bin")
        ? RawTensorFile.read(file, dtype, shape)
        : TextTensorFile.read(file, dtype, shape);
  }

  /** How many bytes a file has. */
  long bytes(String name) {
    try {
      return Files.size(path(name));
    } catch (IOException e) {
      throw new BadDataException(
          "data.unreadable", path(name).toString(), "it cannot be read", "check the path", e);
    }
  }

  /**
   * Writes tensors as {@code .npy} and {@code .bin}, names as files can have them.
   *
   * @return the files
   */
  static List<Path> write(Path folder, Map<String, Tensor> tensors) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new EnvironmentException(
          "environment.write",
          folder.toString(),
          "the folder cannot be made: " + e.getMessage(),
          "choose another folder with --output-gt");
    }
    List<Path> written = new ArrayList<>();
    SequencedMap<String, String> names = TensorFileNames.of(tensors.keySet());
    tensors.forEach(
        (tensor, value) -> {
          String name = names.getOrDefault(tensor, tensor);
          NpyFile.write(folder.resolve(name + ".npy"), value);
          RawTensorFile.write(folder.resolve(name + ".bin"), value);
          written.add(folder.resolve(name + ".npy"));
          written.add(folder.resolve(name + ".bin"));
        });
    return written;
  }
}
