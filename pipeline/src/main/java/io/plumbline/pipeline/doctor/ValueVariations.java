package io.plumbline.pipeline.doctor;

import io.plumbline.data.picture.NamedTransformer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Other arithmetic on the values of pixels, of the constants that are there. */
final class ValueVariations {
  private static final double WHITE = 255;

  /** As constants are written with few digits. */
  private static final double NEARLY = 0.02;

  private ValueVariations() {}

  /** Without one step that changes values, without all of them, or without what the model does. */
  static List<Variation> withoutOne(Recipe recipe, Frame frame) {
    List<Variation> variations = new ArrayList<>();
    List<Integer> places = recipe.places(StepKind.VALUE);
    boolean inModel = recipe.inModel().filter(Recipe.InModel::normalises).isPresent();
    if (inModel && !places.isEmpty()) {
      variations.add(
          twice(
              "remove " + names(recipe, places) + ": the model normalises pixels itself",
              recipe.withSteps(without(recipe, places))));
      variations.add(
          twice(
              "remove mean_value and scale_value: the steps normalise already",
              recipe.withModel(model -> model.with(List.of(0.0), List.of(1.0)))));
    }
    for (int count = places.size() - 1; count > 1; count--) {
      List<Integer> last = places.subList(places.size() - count, places.size());
      variations.add(
          twice("remove " + names(recipe, last), recipe.withSteps(without(recipe, last))));
    }
    for (int place : places) {
      NamedTransformer step = recipe.steps().get(place);
      if (!changesRange(step)) {
        variations.add(twice("remove " + step.name(), recipe.without(place)));
      }
    }
    return variations;
  }

  private static Variation twice(String change, Recipe recipe) {
    return new Variation(Suspect.NORMALISED_TWICE, change, recipe);
  }

  static List<NamedTransformer> without(Recipe recipe, List<Integer> places) {
    List<NamedTransformer> kept = new ArrayList<>();
    for (int place = 0; place < recipe.steps().size(); place++) {
      if (!places.contains(place)) {
        kept.add(recipe.steps().get(place));
      }
    }
    return kept;
  }

  private static String names(Recipe recipe, List<Integer> places) {
    return String.join(
        " and ", places.stream().map(place -> recipe.steps().get(place).name()).toList());
  }

  /** Whether a step does nothing but make 0…1 of 0…255, or the other way. */
  private static boolean changesRange(NamedTransformer step) {
    return step.name().equals("ScaleTransformer")
        && step.parameters().get("scale_value") instanceof Number factor
        && List.of(WHITE, 1 / WHITE).stream()
            .anyMatch(known -> Math.abs(factor.doubleValue() / known - 1) < NEARLY);
  }

  /** Pixels 255 times as large, or as small, before anything else is done to them or after all. */
  static List<Variation> otherRange(Recipe recipe, Frame frame) {
    List<Variation> variations = new ArrayList<>();
    List<Integer> values = recipe.places(StepKind.VALUE);
    for (int place : values) {
      NamedTransformer step = recipe.steps().get(place);
      if (changesRange(step)) {
        variations.add(
            new Variation(Suspect.RANGE, "remove " + step.name(), recipe.without(place)));
      }
    }
    int first = values.isEmpty() ? recipe.steps().size() : values.getFirst();
    int last = values.isEmpty() ? recipe.steps().size() : values.getLast() + 1;
    for (double factor : List.of(1 / WHITE, WHITE)) {
      variations.add(scaled(recipe, first, factor, "first"));
      if (last != first) {
        variations.add(scaled(recipe, last, factor, "last"));
      }
      if (recipe.inModel().isPresent()) {
        variations.add(
            new Variation(
                Suspect.RANGE,
                "multiply scale_value by " + text(factor),
                recipe.withModel(model -> model.with(model.mean(), times(model.scale(), factor)))));
        variations.add(
            new Variation(
                Suspect.RANGE,
                "multiply mean_value by %s and divide scale_value by it".formatted(text(factor)),
                recipe.withModel(
                    model ->
                        model.with(
                            times(model.mean(), factor), times(model.scale(), 1 / factor)))));
      }
    }
    return variations;
  }

  private static Variation scaled(Recipe recipe, int place, double factor, String where) {
    return new Variation(
        Suspect.RANGE,
        "add ScaleTransformer {scale_value: %s} as the %s of the steps that change values"
            .formatted(text(factor), where),
        recipe.inserted(
            place, new NamedTransformer("ScaleTransformer").with("scale_value", factor)));
  }

  private static String text(double factor) {
    return factor == WHITE ? "255" : "1/255";
  }

  private static List<Double> times(List<Double> values, double factor) {
    return values.stream().map(value -> value * factor).toList();
  }

  /** Two neighbouring steps exchanged. */
  static List<Variation> reordered(Recipe recipe, Frame frame) {
    List<Variation> variations = new ArrayList<>();
    List<Integer> places = recipe.places(StepKind.VALUE);
    for (int i = 0; i + 1 < places.size(); i++) {
      NamedTransformer one = recipe.steps().get(places.get(i));
      NamedTransformer other = recipe.steps().get(places.get(i + 1));
      variations.add(
          new Variation(
              Suspect.OPERATION_ORDER,
              "put %s before %s".formatted(other.name(), one.name()),
              recipe
                  .replaced(places.get(i), formatted(other, one))
                  .replaced(places.get(i + 1), formatted(one, other))));
    }
    recipe
        .inModel()
        .filter(Recipe.InModel::normalises)
        .ifPresent(
            model ->
                variations.add(
                    new Variation(
                        Suspect.OPERATION_ORDER,
                        "divide mean_value by scale_value: the mean is subtracted before pixels"
                            + " are scaled",
                        recipe.withModel(_ -> model.with(quotient(model), model.scale())))));
    return variations;
  }

  private static List<Double> quotient(Recipe.InModel model) {
    List<Double> quotient = new ArrayList<>();
    for (int i = 0; i < Math.max(model.mean().size(), model.scale().size()); i++) {
      quotient.add(
          model.mean().get(Math.min(i, model.mean().size() - 1))
              / model.scale().get(Math.min(i, model.scale().size() - 1)));
    }
    return quotient;
  }

  /** A step with the axes of the place it moves to. */
  private static NamedTransformer formatted(NamedTransformer step, NamedTransformer at) {
    Object format = at.parameters().get("data_format");
    return format == null || !step.parameters().containsKey("data_format")
        ? step
        : step.with("data_format", format);
  }

  /** Factors inverted, means with the other sign. */
  static List<Variation> inverted(Recipe recipe, Frame frame) {
    List<Variation> variations = new ArrayList<>();
    for (int place : recipe.places(StepKind.VALUE)) {
      NamedTransformer step = recipe.steps().get(place);
      String parameter = parameter(step);
      boolean shift = step.name().matches("(Mean|Add)Transformer");
      Object values = mapped(step.parameters().get(parameter), value -> shift ? -value : 1 / value);
      variations.add(
          new Variation(
              Suspect.INVERTED,
              "%s the %s of %s".formatted(shift ? "negate" : "invert", parameter, step.name()),
              recipe.replaced(place, step.with(parameter, values))));
    }
    recipe
        .inModel()
        .filter(model -> model.scale().stream().anyMatch(value -> value != 1 && value != 0))
        .ifPresent(
            model ->
                variations.add(
                    new Variation(
                        Suspect.INVERTED,
                        "invert scale_value",
                        recipe.withModel(
                            _ ->
                                model.with(
                                    model.mean(),
                                    model.scale().stream().map(value -> 1 / value).toList())))));
    return variations;
  }

  private static String parameter(NamedTransformer step) {
    return switch (step.name()) {
      case "MeanTransformer" -> "means";
      case "NormalizeTransformer" -> "std";
      case "ScaleTransformer" -> "scale_value";
      default -> "value";
    };
  }

  private interface Change {
    double of(double value);
  }

  private static Object mapped(@Nullable Object values, Change change) {
    return switch (values) {
      case List<?> list -> list.stream().map(value -> mapped(value, change)).toList();
      case Number number -> change.of(number.doubleValue());
      case null, default -> List.of();
    };
  }

  /** Constants of three channels written for the other order of channels. */
  static List<Variation> mirrored(Recipe recipe, Frame frame) {
    Recipe changed = recipe;
    for (int place : recipe.places(StepKind.VALUE)) {
      NamedTransformer step = recipe.steps().get(place);
      if (step.parameters().get(parameter(step)) instanceof List<?> list && list.size() == 3) {
        changed = changed.replaced(place, step.with(parameter(step), list.reversed()));
      }
    }
    changed = changed.withModel(model -> model.with(turned(model.mean()), turned(model.scale())));
    return changed.equals(recipe)
        ? List.of()
        : List.of(
            new Variation(
                Suspect.CONSTANT_ORDER, "write mean and deviation in the other order", changed));
  }

  private static List<Double> turned(List<Double> values) {
    return values.size() == 3 ? values.reversed() : values;
  }
}
