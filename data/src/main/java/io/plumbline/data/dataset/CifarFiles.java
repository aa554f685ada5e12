package io.plumbline.data.dataset;

import io.plumbline.tensor.BadDataException;
import io.plumbline.tensor.ReadFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * CIFAR-10 in its binary form (Krizhevsky: "Learning Multiple Layers of Features from Tiny Images",
 * 2009, the "binary version" of the data set's page): records of one label byte 0…9 and 3 × 1024
 * bytes, the red, green and blue planes of 32 × 32 pixels, row by row. The published files hold 10
 * 000 records each; any whole number is read.
 */
public final class CifarFiles {
  private static final int SIDE = 32;
  private static final int CLASSES = 10;
  private static final int RECORD = 1 + 3 * SIDE * SIDE;

  private CifarFiles() {}

  /**
   * All records of a file, or of all {@code .bin} files of a folder in the order of their names.
   *
   * @throws BadDataException when there are none, a file's size is no whole number of records, or a
   *     label is above 9
   */
  public static List<Example<Integer>> read(Path data) {
    List<Example<Integer>> examples = new ArrayList<>();
    for (Path file : files(data)) {
      examples.addAll(records(file));
    }
    return examples;
  }

  /** Whether a folder has files named as the published ones are. */
  static boolean isFolder(Path folder) {
    return DatasetKind.names(folder).stream().anyMatch(name -> name.matches(".*_batch.*\\.bin"));
  }

  private static List<Path> files(Path data) {
    if (!Files.isDirectory(data)) {
      return List.of(data);
    }
    try (Stream<Path> files = Files.list(data)) {
      List<Path> found = files.filter(file -> file.toString().endsWith(".bin")).sorted().toList();
      if (found.isEmpty()) {
        throw new BadDataException(
            "cifar.no-files",
            data.toString(),
            "expected .bin files of CIFAR-10 records, found none",
            "give the folder of the binary version, such as cifar-10-batches-bin");
      }
      return found;
    } catch (IOException e) {
      throw unreadable(data, e);
    }
  }

  private static List<Example<Integer>> records(Path file) {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
    if (bytes.length == 0 || bytes.length % RECORD != 0) {
      throw new BadDataException(
          "cifar.size",
          file.toString(),
          "expected a whole number of records of %d bytes (label, 3 x 32 x 32), found %d bytes: %d records and %d bytes more"
              .formatted(RECORD, bytes.length, bytes.length / RECORD, bytes.length % RECORD),
          "fetch the file again, in the binary version; CIFAR-100 has two label bytes and is not"
              + " read");
    }
    List<Example<Integer>> examples = new ArrayList<>();
    for (int record = 0; record < bytes.length / RECORD; record++) {
      examples.add(example(file, bytes, record));
    }
    return examples;
  }

  private static Example<Integer> example(Path file, byte[] bytes, int record) {
    int offset = record * RECORD;
    int label = bytes[offset] & 0xFF;
    if (label >= CLASSES) {
      throw new BadDataException(
          "cifar.label",
          "%s, record %d".formatted(file, record),
          "expected a label of 0 to 9 in the first byte, found %d".formatted(label),
          "check that the file holds CIFAR-10 records in the binary version");
    }
    String name = "%s#%d".formatted(file.getFileName(), record);
    return new Example<>(
        name,
        new Origin.OfRecord(
            "%s, record %d".formatted(file, record),
            () -> PortableMap.planes(bytes, offset + 1, SIDE, SIDE)),
        label);
  }

  private static BadDataException unreadable(Path file, IOException e) {
    return new BadDataException(
        "data.unreadable", file.toString(), ReadFailure.of(file, e), "check the path", e);
  }
}
