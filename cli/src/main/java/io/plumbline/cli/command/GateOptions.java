package io.plumbline.cli.command;

import io.plumbline.data.dataset.DatasetKind;
import io.plumbline.data.sample.DataArchive;
import io.plumbline.pipeline.record.MissedGate;
import io.plumbline.pipeline.request.Gates;
import io.plumbline.tensor.BadConfigurationException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What {@code plumb compile} fails on after everything is written. */
final class GateOptions {
  private static final String LEAST_COSINE = "--min-cosine";
  private static final String LEAST_AGREEMENT = "--min-agreement";
  private static final String MOST_DROP = "--max-drop";

  @Option(
      names = LEAST_COSINE,
      paramLabel = "COSINE",
      description =
          "Exit with status 1 when an output's mean cosine to the float model's is lower.")
  private @Nullable Double cosine;

  @Option(
      names = LEAST_AGREEMENT,
      paramLabel = "PERCENT",
      description =
          "Exit with status 1 when a smaller share of the samples gets the float model's answer:"
              + " of those of --data, or of calibration.")
  private @Nullable Double agreement;

  @Option(
      names = MOST_DROP,
      paramLabel = "POINTS",
      description =
          "Exit with status 1 when top-1 is lower than the float model's by more points of percent,"
              + " on the labelled pictures of --data.")
  private @Nullable Double drop;

  @Option(
      names = "--data",
      description = "Labelled pictures to judge the result by: whatever 'plumb eval' takes.")
  private @Nullable Path data;

  @Option(
      names = "--labels",
      description = "The classes of the pictures of --data, where they do not say it themselves.")
  private @Nullable Path labels;

  /** What was asked for; what no option says is as configured. */
  Gates gates(Gates configured) {
    return new Gates(
        cosine == null
            ? configured.cosine()
            : OptionalDouble.of(NumberRange.within(LEAST_COSINE, cosine, -1, 1)),
        agreement == null ? configured.agreement() : share(LEAST_AGREEMENT, agreement),
        drop == null ? configured.drop() : share(MOST_DROP, drop),
        labelled(configured.labelled()));
  }

  /** What is said of a gate that was missed. */
  String failure(MissedGate missed) {
    return "failed: %s of %s (plumb explain %s)"
        .formatted(missed.reason(), name(missed.option()), MissedGate.CODE);
  }

  /** The option of a gate, or the key of the configuration where that asked for it. */
  private String name(String option) {
    boolean given =
        switch (option) {
          case LEAST_COSINE -> cosine != null;
          case LEAST_AGREEMENT -> agreement != null;
          case MOST_DROP -> drop != null;
          default -> throw new IllegalArgumentException(option);
        };
    return given ? option : option.replaceFirst("--", "").replace('-', '_');
  }

  private static OptionalDouble share(String option, double percent) {
    return OptionalDouble.of(NumberRange.within(option, percent, 0, 100) / 100);
  }

  private Optional<Gates.LabelledPictures> labelled(Optional<Gates.LabelledPictures> configured) {
    Optional<Path> classes = Optional.ofNullable(labels);
    if (data == null) {
      if (classes.isPresent()) {
        throw usage("--labels goes with --data", "name the pictures with --data");
      }
      return configured;
    }
    if (DatasetKind.isUnlabelled(DataArchive.folder(data), classes)) {
      throw usage("nothing says the classes of --data", "name them with --labels");
    }
    return Optional.of(new Gates.LabelledPictures(data, classes));
  }

  private static BadConfigurationException usage(String message, String remedy) {
    return new BadConfigurationException("usage", "plumb compile", message, remedy);
  }
}
