package io.plumbline.data.dataset;

import io.plumbline.data.metric.Box;
import io.plumbline.data.metric.TrueObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.w3c.dom.Element;

/**
 * PASCAL VOC's annotations, one XML file a picture: {@code filename} and {@code object}s of {@code
 * name}, {@code bndbox} (xmin, ymin, xmax, ymax, the first pixel is 1) and {@code difficult}. Boxes
 * become pixels from 0, both edges inclusive still.
 */
final class VocFiles {
  private static final String SUFFIX = ".xml";

  /** The classes of VOC 2007 to 2012 in the order of their indices, which is that of names. */
  private static final List<String> CLASSES =
      List.of(
          "aeroplane",
          "bicycle",
          "bird",
          "boat",
          "bottle",
          "bus",
          "car",
          "cat",
          "chair",
          "cow",
          "diningtable",
          "dog",
          "horse",
          "motorbike",
          "person",
          "pottedplant",
          "sheep",
          "sofa",
          "train",
          "tvmonitor");

  private VocFiles() {}

  /** Whether a folder holds XML files. */
  static boolean isFolder(Path folder) {
    return DatasetKind.names(folder).stream().anyMatch(name -> name.endsWith(SUFFIX));
  }

  /** One object as its file says, before its class has a number. */
  private record Named(String category, Box box, boolean difficult, String where) {}

  private record Annotated(String picture, List<Named> objects) {}

  /**
   * @param given names by class index; empty for those of VOC, or the only one there is
   */
  static Annotations read(Path pictures, Path folder, List<String> given) {
    List<Annotated> files =
        DatasetKind.names(folder).stream()
            .filter(name -> name.endsWith(SUFFIX))
            .sorted()
            .map(name -> annotated(pictures, folder.resolve(name)))
            .toList();
    List<String> found =
        files.stream()
            .flatMap(file -> file.objects().stream())
            .map(Named::category)
            .distinct()
            .sorted()
            .toList();
    List<String> names =
        given.isEmpty() && CLASSES.containsAll(found)
            ? CLASSES
            : ClassNames.of(given, found, folder);
    return new Annotations(
        files.stream()
            .map(
                file ->
                    new Example<>(
                        file.picture(),
                        new Origin.OfFile(pictures.resolve(file.picture())),
                        file.objects().stream().map(each -> object(each, names)).toList()))
            .toList(),
        names);
  }

  private static TrueObject object(Named named, List<String> names) {
    int category = ClassNames.index(names, named.category(), named.where());
    return new TrueObject(category, named.box(), named.difficult());
  }

  private static Annotated annotated(Path pictures, Path file) {
    Element root = PlainXml.read(file);
    List<Named> objects = new ArrayList<>();
    for (Element each : PlainXml.children(root, "object")) {
      String where = "%s, object %d".formatted(file, objects.size() + 1);
      objects.add(
          new Named(
              PlainXml.text(each, "name", where),
              box(PlainXml.child(each, "bndbox", where), where),
              !PlainXml.optional(each, "difficult").orElse("0").equals("0"),
              where));
    }
    return new Annotated(picture(pictures, file, root), objects);
  }

  private static Box box(Element bounds, String where) {
    Box box =
        new Box(
            number(bounds, "xmin", where) - 1,
            number(bounds, "ymin", where) - 1,
            number(bounds, "xmax", where) - 1,
            number(bounds, "ymax", where) - 1);
    if (!(box.x1() <= box.x2() && box.y1() <= box.y2())) {
      throw Annotations.malformed(where, "bndbox ends before it begins");
    }
    return box;
  }

  private static double number(Element bounds, String name, String where) {
    String text = PlainXml.text(bounds, name, where);
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw Annotations.malformed(
          where, "expected a number as %s, found '%s'".formatted(name, text));
    }
  }

  /**
   * The picture named after the annotation file where there is one, as tools that rename pictures
   * leave {@code filename} behind; what {@code filename} says otherwise. Never a path out of the
   * folder.
   */
  private static String picture(Path pictures, Path file, Element root) {
    String stem = String.valueOf(file.getFileName());
    stem = stem.substring(0, stem.length() - SUFFIX.length());
    for (String extension : List.of("jpg", "jpeg", "png", "bmp")) {
      String name = stem + "." + extension;
      if (Files.isRegularFile(pictures.resolve(name))) {
        return name;
      }
    }
    return PlainXml.optional(root, "filename")
        .map(name -> lastPart(name))
        .filter(name -> !name.isEmpty())
        .orElse(stem + ".jpg");
  }

  private static String lastPart(String name) {
    return Stream.of('/', '\\')
        .map(name::lastIndexOf)
        .max(Integer::compare)
        .map(at -> name.substring(at + 1))
        .orElse(name);
  }
}
