package io.plumbline.benchmarks.accuracy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Pictures with a table of boxes, and those without, which are left for calibration. */
record BoxPictures(Path shared, Truth.Boxes truth) {
  static final String IMAGES = "images";

  private static final List<String> OTHERS = List.of("faces", "imagenet/evaluation");
  private static final int CLASS_COLUMN = 1;

  Path folder() {
    return shared.resolve(truth.pictures());
  }

  /** Names by class index; empty to number the classes of the table by name. */
  List<String> classNames() throws IOException {
    return truth.classNames().isPresent()
        ? Files.readAllLines(folder().resolve(truth.classNames().get()))
        : List.of();
  }

  /**
   * A table of the pictures that there are, cut down to the class that is wanted.
   *
   * @param target folder it is written into
   */
  Path table(Path target) throws IOException {
    Path file = target.resolve("boxes.tsv");
    Files.write(file, lines());
    return file;
  }

  /**
   * A table of pictures of any kind that calibration does not see, in which no box stands for
   * anything: for what needs no annotation.
   *
   * @param target folder it is written into
   */
  Path unlabelled(Path target) throws IOException {
    List<String> table = new ArrayList<>(lines().subList(0, 1));
    String name = classNames().stream().findFirst().orElse("any");
    for (String folder : OTHERS) {
      try (Stream<Path> files = Files.list(shared.resolve(IMAGES).resolve(folder))) {
        files
            .map(file -> file.getFileName().toString())
            .filter(file -> file.endsWith(".jpg"))
            .sorted()
            .forEach(file -> table.add("%s/%s\t%s\t0\t0\t1\t1".formatted(folder, file, name)));
      }
    }
    return Files.write(target.resolve("unlabelled.tsv"), table);
  }

  /** Copies the pictures that have no boxes in the table. */
  Path unscored(Path pictures, Path target) throws IOException {
    Files.createDirectories(target);
    Set<String> scored =
        lines().stream().skip(1).map(line -> cells(line).getFirst()).collect(Collectors.toSet());
    try (Stream<Path> files = Files.list(pictures)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".jpg")).toList()) {
        if (!scored.contains(file.getFileName().toString())) {
          Files.copy(
              file,
              target.resolve(file.getFileName().toString()),
              StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
    return target;
  }

  private List<String> lines() throws IOException {
    List<String> all = Files.readAllLines(folder().resolve(truth.labels()));
    return Stream.concat(
            all.stream().limit(1), all.stream().skip(1).filter(line -> isWanted(cells(line))))
        .toList();
  }

  private boolean isWanted(List<String> cells) {
    return Files.exists(folder().resolve(cells.getFirst()))
        && truth.only().map(cells.get(CLASS_COLUMN)::equals).orElse(true);
  }

  private static List<String> cells(String line) {
    return List.of(line.split("\t", -1));
  }
}
