package io.plumbline.pipeline.doctor;

import io.plumbline.data.picture.NamedTransformer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Constants that networks are commonly trained with, instead of the user's. */
final class ConstantVariations {
  private ConstantVariations() {}

  /** Where there is no mean. */
  static List<Variation> added(Recipe recipe, Frame frame) {
    return isShifted(recipe)
        ? List.of()
        : Stream.of(KnownNormalisation.values())
            .filter(KnownNormalisation::shifts)
            .filter(known -> fits(known, frame))
            .map(
                known ->
                    new Variation(
                        Suspect.NOT_NORMALISED,
                        "normalise with " + known.label(),
                        with(recipe, known, frame)))
            .toList();
  }

  static List<Variation> replaced(Recipe recipe, Frame frame) {
    return Stream.of(KnownNormalisation.values())
        .filter(known -> fits(known, frame))
        .map(
            known ->
                new Variation(
                    Suspect.CONSTANTS,
                    "normalise with " + known.label(),
                    with(recipe, known, frame)))
        .toList();
  }

  private static boolean fits(KnownNormalisation known, Frame frame) {
    return !known.isColour() || frame.channels() == 3;
  }

  private static boolean isShifted(Recipe recipe) {
    return recipe.places(StepKind.VALUE).stream()
            .anyMatch(place -> recipe.steps().get(place).name().matches("(Mean|Add)Transformer"))
        || recipe.inModel().stream()
            .anyMatch(model -> model.mean().stream().anyMatch(value -> value != 0));
  }

  /** In the model where that normalises, in the steps otherwise. */
  private static Recipe with(Recipe recipe, KnownNormalisation known, Frame frame) {
    boolean red = recipe.isRedFirst();
    Recipe bare = recipe.withSteps(ValueVariations.without(recipe, recipe.places(StepKind.VALUE)));
    if (recipe.inModel().isPresent()) {
      Recipe pixels = recipe.white() == 1 ? bare.inserted(bare.steps().size(), scale(255)) : bare;
      return pixels.withModel(
          model ->
              model.with(
                  known.mean(red, 255),
                  known.deviation(red, 255).stream().map(value -> 1 / value).toList()));
    }
    int end = bare.steps().size();
    return bare.inserted(end, steps(known, bare, frame).toArray(NamedTransformer[]::new));
  }

  private static List<NamedTransformer> steps(KnownNormalisation known, Recipe bare, Frame frame) {
    String format = bare.format(bare.steps().size());
    List<NamedTransformer> steps = new ArrayList<>();
    List<Double> mean = known.mean(bare.isRedFirst(), bare.white());
    List<Double> deviation = known.deviation(bare.isRedFirst(), bare.white());
    if (known.shifts()) {
      steps.add(
          new NamedTransformer("MeanTransformer")
              .with("means", spread(mean, frame))
              .with("data_format", format));
    }
    if (deviation.stream().anyMatch(value -> value != 1)) {
      steps.add(
          new NamedTransformer("NormalizeTransformer")
              .with("std", spread(deviation, frame))
              .with("data_format", format));
    }
    return steps;
  }

  private static List<Double> spread(List<Double> values, Frame frame) {
    return values.size() == frame.channels()
        ? values
        : Stream.generate(values::getFirst).limit(frame.channels()).toList();
  }

  private static NamedTransformer scale(double factor) {
    return new NamedTransformer("ScaleTransformer").with("scale_value", factor);
  }
}
