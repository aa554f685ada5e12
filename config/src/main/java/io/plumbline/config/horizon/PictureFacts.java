package io.plumbline.config.horizon;

import io.plumbline.data.picture.Picture;
import io.plumbline.data.picture.PictureReader;
import io.plumbline.data.picture.ReadMode;
import io.plumbline.data.sample.DataArchive;
import io.plumbline.data.sample.FileFormat;
import io.plumbline.tensor.BadDataException;
import io.plumbline.tensor.ReadFailure;
import io.plumbline.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What some pictures of a folder are.
 *
 * @param size height and width, where all of them have the same
 * @param grey whether red, green and blue are equal in each
 */
record PictureFacts(Optional<List<Long>> size, boolean grey) {
  /** So many say enough. */
  private static final int LOOKED_AT = 16;

  /** Of the first pictures of a folder; empty where it holds none. */
  static Optional<PictureFacts> of(Path folder) {
    List<Picture> pictures = files(folder).stream().flatMap(file -> read(file).stream()).toList();
    if (pictures.isEmpty()) {
      return Optional.empty();
    }
    List<List<Long>> sizes = pictures.stream().map(PictureFacts::size).distinct().toList();
    return Optional.of(
        new PictureFacts(
            sizes.size() == 1 ? Optional.of(sizes.getFirst()) : Optional.empty(),
            pictures.stream().allMatch(PictureFacts::isGrey)));
  }

  private static List<Path> files(Path folder) {
    if (DataArchive.isSingleFile(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(DataArchive.folder(folder))) {
      return files.filter(PictureFacts::isPicture).sorted().limit(LOOKED_AT).toList();
    } catch (IOException e) {
      throw new BadDataException(
          "data.folder", folder.toString(), ReadFailure.ofFolder(folder), "check the path", e);
    }
  }

  private static boolean isPicture(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    return FileFormat.Pictures.EXTENSIONS.contains(name.substring(name.lastIndexOf('.') + 1));
  }

  /** What cannot be read is told of when the samples are. */
  private static Optional<Picture> read(Path file) {
    try {
      return Optional.of(PictureReader.read(file, ReadMode.OPENCV));
    } catch (BadDataException e) {
      return Optional.empty();
    }
  }

  private static List<Long> size(Picture picture) {
    return List.of(picture.pixels().shape().dim(0), picture.pixels().shape().dim(1));
  }

  private static boolean isGrey(Picture picture) {
    Tensor pixels = picture.pixels();
    long channels = pixels.shape().dim(2);
    for (long i = 0; i < pixels.shape().elements(); i += channels) {
      for (long channel = 1; channel < channels; channel++) {
        if (pixels.getFloat(i) != pixels.getFloat(i + channel)) {
          return false;
        }
      }
    }
    return true;
  }
}
