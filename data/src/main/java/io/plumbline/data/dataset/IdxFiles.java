package io.plumbline.data.dataset;

import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.BadDataException;
import io.plumbline.tensor.Count;
import io.plumbline.tensor.ReadFailure;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * MNIST and its like in idx files (LeCun, Cortes, Burges: "The MNIST database of handwritten
 * digits"): a big-endian magic 0x00000803 and three extents before the bytes of the pictures,
 * 0x00000801 and one extent before the labels. Files packed by gzip are read too.
 */
public final class IdxFiles {
  private static final int PICTURES = 0x803;
  private static final int LABELS = 0x801;
  private static final int LARGEST = 1 << 30;

  private IdxFiles() {}

  private record Idx(List<Integer> extents, ByteBuffer data) {}

  /**
   * The pictures of one file with the labels of another.
   *
   * @param data the picture file, or a folder with one of name {@code *images*idx3*}
   * @param labels the label file; empty for the one that is named like the picture file
   * @throws BadDataException when a file is damaged or of another kind, or the counts differ
   */
  public static List<Example<Integer>> read(Path data, Optional<Path> labels) {
    Path pictureFile = pictures(data);
    Path labelFile = labels.orElseGet(() -> labelsOf(pictureFile));
    Idx pictures = read(pictureFile, PICTURES, 3, "pictures");
    Idx classes = read(labelFile, LABELS, 1, "labels");
    int count = pictures.extents.get(0);
    if (count != classes.extents.get(0)) {
      throw new BadDataException(
          "idx.counts",
          labelFile.toString(),
          "%s for the %s of '%s'"
              .formatted(
                  Count.of(classes.extents.get(0), "label"),
                  Count.of(count, "picture"),
                  pictureFile.getFileName()),
          "give picture and label file of the same part of the set");
    }
    int height = pictures.extents.get(1);
    int width = pictures.extents.get(2);
    List<Example<Integer>> examples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int offset = i * height * width;
      examples.add(
          new Example<>(
              "%s#%d".formatted(pictureFile.getFileName(), i),
              new Origin.OfRecord(
                  "%s, picture %d".formatted(pictureFile, i),
                  () -> PortableMap.grey(pictures.data, offset, height, width)),
              classes.data.get(i) & 0xFF));
    }
    return examples;
  }

  /** Whether a folder has files named as the published ones are. */
  static boolean isFolder(Path folder) {
    return DatasetKind.names(folder).stream().anyMatch(IdxFiles::namesPictures);
  }

  /** Whether a file starts as a file of pictures does. */
  static boolean isPictures(Path file) {
    try (InputStream in = open(file)) {
      byte[] start = in.readNBytes(4);
      return start.length == 4 && ByteBuffer.wrap(start).getInt() == PICTURES;
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean namesPictures(String name) {
    return name.contains("images") && name.contains("idx3");
  }

  private static Path pictures(Path data) {
    if (!Files.isDirectory(data)) {
      return data;
    }
    List<String> names =
        DatasetKind.names(data).stream().filter(IdxFiles::namesPictures).sorted().toList();
    if (names.size() == 1) {
      return data.resolve(names.getFirst());
    }
    throw new BadConfigurationException(
        "idx.files",
        data.toString(),
        "expected one file named *images*idx3*, found %s".formatted(names),
        "name the picture file itself with --data");
  }

  private static Path labelsOf(Path pictures) {
    String name = String.valueOf(pictures.getFileName());
    Path labels = pictures.resolveSibling(name.replace("images", "labels").replace("idx3", "idx1"));
    if (labels.equals(pictures) || !Files.isRegularFile(labels)) {
      throw new BadConfigurationException(
          "idx.no-labels",
          pictures.toString(),
          "there is no label file '%s' beside it".formatted(labels.getFileName()),
          "name the label file with --labels");
    }
    return labels;
  }

  private static Idx read(Path file, int magic, int rank, String what) {
    try (InputStream in = open(file)) {
      int found = ByteBuffer.wrap(exactly(in, Integer.BYTES)).getInt();
      if (found != magic) {
        throw bad(
            file,
            "expected an idx file of %s, magic 0x%08X, found 0x%08X".formatted(what, magic, found));
      }
      ByteBuffer header = ByteBuffer.wrap(exactly(in, rank * Integer.BYTES));
      List<Integer> extents = new ArrayList<>();
      long elements = 1;
      for (int axis = 0; axis < rank; axis++) {
        int extent = header.getInt();
        elements *= extent;
        if (extent <= 0 || elements > LARGEST) {
          throw bad(file, "extent %d of axis %d makes no sense".formatted(extent, axis));
        }
        extents.add(extent);
      }
      byte[] data = exactly(in, (int) elements);
      if (in.read() >= 0) {
        throw bad(
            file,
            "the file goes on after the %s it announces".formatted(Count.of(elements, "byte")));
      }
      return new Idx(extents, ByteBuffer.wrap(data));
    } catch (EOFException | ZipException e) {
      throw bad(file, "the file ends early or is damaged: " + e.getMessage());
    } catch (IOException e) {
      throw new BadDataException(
          "data.unreadable", file.toString(), ReadFailure.of(file, e), "check the path", e);
    }
  }

  private static InputStream open(Path file) throws IOException {
    BufferedInputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    try {
      in.mark(2);
      boolean packed = in.read() == 0x1F && in.read() == 0x8B;
      in.reset();
      return packed ? new BufferedInputStream(new GZIPInputStream(in, 1 << 16)) : in;
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  private static byte[] exactly(InputStream in, int count) throws IOException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw new EOFException(
          "expected %s more, found %d".formatted(Count.of(count, "byte"), bytes.length));
    }
    return bytes;
  }

  private static BadDataException bad(Path file, String message) {
    return new BadDataException(
        "idx.format",
        file.toString(),
        message,
        "give --data the *-images-idx3-ubyte file and --labels the *-labels-idx1-ubyte file");
  }
}
