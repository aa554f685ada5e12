package io.plumbline.data.dataset;

import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.Count;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The class names of annotations that have no numbers of their own. */
final class ClassNames {
  /** COCO's name for what PASCAL VOC names otherwise. */
  private static final Map<String, String> VOC_NAMES =
      Map.of(
          "aeroplane", "airplane",
          "motorbike", "motorcycle",
          "sofa", "couch",
          "tvmonitor", "tv");

  private static final int NAMED = 5;

  private ClassNames() {}

  /**
   * Names by class index: those given, or the only one there is.
   *
   * @param found the distinct names that the annotations use
   * @throws BadConfigurationException when several are used and none are given: nothing says which
   *     class of the network is which
   */
  static List<String> of(List<String> given, List<String> found, Path annotations) {
    if (!given.isEmpty() || found.size() <= 1) {
      return given.isEmpty() ? found : given;
    }
    throw new BadConfigurationException(
        "annotations.no-classes",
        annotations.toString(),
        "it names %s (%s%s), and nothing says which output of the network each one is"
            .formatted(
                Count.of(found.size(), "class"),
                String.join(", ", found.subList(0, Math.min(NAMED, found.size()))),
                found.size() > NAMED ? ", …" : ""),
        "name a file with --classes: the network's classes, one a line, the first of index 0");
  }

  /**
   * The index of a name.
   *
   * @param where the object stands, for the error
   * @throws io.plumbline.tensor.BadDataException when it is none of them
   */
  static int index(List<String> names, String name, String where) {
    int index = names.stream().map(ClassNames::canonical).toList().indexOf(canonical(name));
    if (index < 0) {
      throw Annotations.malformed(
          where, "class '%s' is none of the %d class names".formatted(name, names.size()));
    }
    return index;
  }

  /** Without case and blanks, as names of the same class differ between lists. */
  private static String canonical(String name) {
    String plain = name.toLowerCase(Locale.ROOT).replace(" ", "");
    return VOC_NAMES.getOrDefault(plain, plain);
  }
}
