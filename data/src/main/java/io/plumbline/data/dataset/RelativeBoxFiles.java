package io.plumbline.data.dataset;

import io.plumbline.data.metric.Box;
import io.plumbline.data.metric.TrueObject;
import io.plumbline.data.picture.Picture;
import io.plumbline.data.picture.PictureReader;
import io.plumbline.data.picture.ReadMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** One text file a picture: class, centre and extent of each box as shares of the picture. */
final class RelativeBoxFiles {
  private static final int NUMBERS = 5;

  private RelativeBoxFiles() {}

  static Annotations read(Path pictures, Path folder, List<String> classNames) {
    List<Example<List<TrueObject>>> examples = new ArrayList<>();
    DatasetKind.names(folder).stream()
        .filter(name -> name.endsWith(".txt"))
        .sorted()
        .forEach(name -> examples.add(example(pictures, folder.resolve(name))));
    if (examples.isEmpty()) {
      throw Annotations.malformed(folder.toString(), "expected .txt files, found none");
    }
    return new Annotations(examples, classNames);
  }

  /** A picture that is not there is left to be reported when the sample is prepared. */
  private static Example<List<TrueObject>> example(Path pictures, Path file) {
    String stem = String.valueOf(file.getFileName()).replaceFirst("\\.txt$", "");
    Path picture =
        Stream.of("jpg", "jpeg", "png", "bmp")
            .map(extension -> pictures.resolve(stem + "." + extension))
            .filter(Files::isRegularFile)
            .findFirst()
            .orElseGet(() -> pictures.resolve(stem + ".jpg"));
    return new Example<>(
        String.valueOf(picture.getFileName()),
        new Origin.OfFile(picture),
        Files.isRegularFile(picture) ? objects(picture, file) : List.of());
  }

  private static List<TrueObject> objects(Path picture, Path file) {
    Picture read = PictureReader.read(picture, ReadMode.OPENCV);
    int height = read.pixels().shape().intDim(0);
    int width = read.pixels().shape().intDim(1);
    List<TrueObject> objects = new ArrayList<>();
    List<String> lines = Annotations.lines(file);
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).isBlank()) {
        objects.add(object(lines.get(i), height, width, "%s:%d".formatted(file, i + 1)));
      }
    }
    return List.copyOf(objects);
  }

  private static TrueObject object(String line, double height, double width, String where) {
    String[] words = line.strip().split("\\s+", -1);
    if (words.length >= NUMBERS) {
      try {
        double x = Double.parseDouble(words[1]) * width;
        double y = Double.parseDouble(words[2]) * height;
        double halfWidth = Double.parseDouble(words[3]) * width / 2;
        double halfHeight = Double.parseDouble(words[4]) * height / 2;
        return new TrueObject(
            Integer.parseInt(words[0]),
            new Box(x - halfWidth, y - halfHeight, x + halfWidth, y + halfHeight),
            false);
      } catch (NumberFormatException e) {
        throw expected(line, where);
      }
    }
    throw expected(line, where);
  }

  private static RuntimeException expected(String line, String where) {
    return Annotations.malformed(
        where, "expected 'class x y width height', found '%s'".formatted(line));
  }
}
