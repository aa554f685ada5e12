package io.plumbline.benchmarks.accuracy;

import io.plumbline.data.metric.decode.DetectionDecoder;
import java.util.Optional;

/** What the answers of a model are held against, besides those of its float model. */
sealed interface Truth {
  /** Nothing: only outputs are compared. */
  record None() implements Truth {}

  /**
   * A class for each picture.
   *
   * @param pictures their folder
   * @param labels file in it
   */
  record Classes(String pictures, String labels) implements Truth {}

  /**
   * Boxes in pictures, by a table. Pictures of the table have no part in calibration.
   *
   * @param pictures their folder
   * @param labels table in it
   * @param classNames file in it that names classes by index; empty to number them by name
   * @param only class to which the table is cut down; empty for all
   */
  record Boxes(
      String pictures,
      String labels,
      DetectionDecoder decoder,
      Optional<String> classNames,
      Optional<String> only)
      implements Truth {}
}
