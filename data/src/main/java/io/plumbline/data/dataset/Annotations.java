package io.plumbline.data.dataset;

import io.plumbline.data.metric.TrueObject;
import io.plumbline.tensor.BadDataException;
import io.plumbline.tensor.ReadFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The objects in the pictures of a set.
 *
 * @param examples pictures with their objects, in the order of the file; pictures without objects
 *     too, where the file names them
 * @param classes names by class index; empty when the file has none
 */
public record Annotations(List<Example<List<TrueObject>>> examples, List<String> classes) {
  public Annotations {
    examples = List.copyOf(examples);
    classes = List.copyOf(classes);
  }

  /**
   * Reads annotations of any known form: COCO's JSON ({@code .json}), a table with a header ({@code
   * .tsv}: image, class, x1, y1, x2, y2 in pixels), a folder of PASCAL VOC's XML files, or a folder
   * of text files named as the pictures (class x y width height, centre and extent as shares of the
   * picture; what follows, such as key points, is not used).
   *
   * @param pictures folder of the pictures
   * @param classNames names by class index, which classes of a table or of XML files are looked up
   *     in; may be empty where those are VOC's, or only one
   * @throws io.plumbline.tensor.BadConfigurationException when names are needed and not given
   * @throws BadDataException when the annotations are missing or malformed
   */
  public static Annotations read(Path pictures, Path annotations, List<String> classNames) {
    if (Files.isDirectory(annotations)) {
      return VocFiles.isFolder(annotations)
          ? VocFiles.read(pictures, annotations, classNames)
          : RelativeBoxFiles.read(pictures, annotations, classNames);
    }
    return annotations.toString().endsWith(".json")
        ? CocoFile.read(pictures, annotations)
        : BoxTable.read(pictures, annotations, classNames);
  }

  static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  static BadDataException unreadable(Path file, IOException e) {
    return new BadDataException(
        "annotations.unreadable",
        file.toString(),
        "the annotations: " + ReadFailure.of(file, e),
        "check the path",
        e);
  }

  static BadDataException malformed(String where, String message) {
    return new BadDataException(
        "annotations.format",
        where,
        message,
        "give COCO's JSON, a .tsv with the columns image, class, x1, y1, x2, y2, or a folder of"
            + " text files");
  }
}
