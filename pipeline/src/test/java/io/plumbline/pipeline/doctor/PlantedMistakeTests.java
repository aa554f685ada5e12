package io.plumbline.pipeline.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.data.picture.NamedTransformer;
import io.plumbline.data.picture.ReadMode;
import io.plumbline.pipeline.request.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Mistakes planted in right recipes of shared classifiers are named without labels. */
class PlantedMistakeTests {
  private static final NamedTransformer SWAP = Classifier.swap();
  private static final NamedTransformer PLANES = Classifier.planes();
  private static final NamedTransformer UNIT = Classifier.scale(1 / 255.0);
  private static final NamedTransformer MEAN = Classifier.mean(0.485, 0.456, 0.406);
  private static final NamedTransformer STD = Classifier.std(0.229, 0.224, 0.225);
  private static final NamedTransformer BYTE_MEAN = Classifier.mean(125.3, 123.0, 113.9);
  private static final NamedTransformer SHIFT = Classifier.add(-127.5);
  private static final NamedTransformer HALF = Classifier.scale(1 / 127.5);
  private static final NamedTransformer SHORT = Classifier.shortSide(146);
  private static final NamedTransformer CROP = Classifier.crop(128);
  private static final NamedTransformer PAD =
      Classifier.step("PadResizeTransformer", "target_size", List.of(128, 128));

  private record Case(Suspect planted, Recipe recipe) {}

  private static Case of(Suspect planted, NamedTransformer... steps) {
    return new Case(planted, new Recipe(ReadMode.OPENCV, List.of(steps), Optional.empty()));
  }

  private static List<Case> cases(Classifier classifier) {
    return switch (classifier) {
      case RESNET20 ->
          List.of(
              of(Suspect.CHANNEL_ORDER, PLANES, UNIT, MEAN, STD),
              of(Suspect.RANGE, SWAP, PLANES, MEAN, STD),
              of(Suspect.NOT_NORMALISED, SWAP, PLANES, UNIT),
              of(Suspect.NORMALISED_TWICE, SWAP, PLANES, UNIT, MEAN, STD, MEAN, STD),
              of(Suspect.OPERATION_ORDER, SWAP, PLANES, UNIT, STD, MEAN));
      case RESNET8 ->
          List.of(
              of(Suspect.CHANNEL_ORDER, PLANES),
              of(Suspect.RANGE, SWAP, PLANES, UNIT),
              of(Suspect.LAYOUT, SWAP),
              of(Suspect.NORMALISED_TWICE, SWAP, PLANES, SHIFT),
              new Case(
                  Suspect.RANGE, new Recipe(ReadMode.SKIMAGE, List.of(PLANES), Optional.empty())));
      case CIFAR_QUICK ->
          List.of(
              of(Suspect.CHANNEL_ORDER, PLANES, BYTE_MEAN),
              of(Suspect.NOT_NORMALISED, SWAP, PLANES),
              of(Suspect.NORMALISED_TWICE, SWAP, PLANES, BYTE_MEAN, BYTE_MEAN),
              of(Suspect.RANGE, SWAP, PLANES, UNIT, BYTE_MEAN),
              of(Suspect.RANGE, SWAP, PLANES, BYTE_MEAN, UNIT));
      case MOBILENET ->
          List.of(
              of(Suspect.CHANNEL_ORDER, SHORT, CROP, PLANES, SHIFT, HALF),
              of(Suspect.NOT_NORMALISED, SHORT, CROP, SWAP, PLANES),
              of(Suspect.NORMALISED_TWICE, SHORT, CROP, SWAP, PLANES, SHIFT, HALF, SHIFT, HALF),
              of(Suspect.OPERATION_ORDER, SHORT, CROP, SWAP, PLANES, HALF, SHIFT),
              of(Suspect.CROP, PAD, SWAP, PLANES, SHIFT, HALF));
    };
  }

  @Test
  void namesTheMistake() {
    List<String> missed = new ArrayList<>();
    for (Classifier classifier : Classifier.values()) {
      try (Laboratory laboratory = classifier.open()) {
        for (Case each : cases(classifier)) {
          List<Ranked> found = mistakes(laboratory, each.recipe());
          if (found.isEmpty() || found.getFirst().variation().suspect() != each.planted()) {
            missed.add("%s: %s, found %s".formatted(classifier, each.planted(), found));
          }
        }
        assertThat(mistakes(laboratory, classifier.right())).as("%s, right", classifier).isEmpty();
      }
    }
    assertThat(missed).isEmpty();
  }

  private static List<Ranked> mistakes(Laboratory laboratory, Recipe recipe) {
    return Doctor.diagnose(laboratory, recipe, Optional.empty(), Progress.SILENT).mistakes();
  }
}
