package io.plumbline.pipeline.request;

import io.plumbline.tensor.BadConfigurationException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How near a program must be to the float network for a compilation to count as good. Nothing is
 * done to come nearer, as a {@link Goal} does: what is made stays, and the result is a failure.
 *
 * @param cosine least cosine of every output, the mean over samples, −1…1
 * @param agreement least share of samples with the float network's highest score, 0…1; on the
 *     labelled samples where there are any, else on those of calibration
 * @param drop most share of samples that the float network answers rightly and the program does
 *     not, less those of which the opposite is true, 0…1
 * @param labelled what agreement and drop are measured on
 */
public record Gates(
    OptionalDouble cosine,
    OptionalDouble agreement,
    OptionalDouble drop,
    Optional<LabelledPictures> labelled) {
  /** Nothing is asked for. */
  public static final Gates NONE =
      new Gates(
          OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty(), Optional.empty());

  /**
   * Pictures with a class each.
   *
   * @param data a folder or file of them
   * @param labels their classes; empty where the data have them
   */
  public record LabelledPictures(Path data, Optional<Path> labels) {}

  /**
   * @throws BadConfigurationException when a drop is asked for without labels
   */
  public Gates {
    if (drop.isPresent() && labelled.isEmpty()) {
      throw new BadConfigurationException(
          "usage",
          "--max-drop",
          "how many answers are right is not known without labels",
          "name labelled pictures with --data and --labels, or use --min-agreement, which needs"
              + " none");
    }
  }

  /** Whether answers are to be counted. */
  public boolean countsAnswers() {
    return agreement.isPresent() || labelled.isPresent();
  }
}
