package io.plumbline.pipeline.doctor;

import io.plumbline.data.picture.NamedTransformer;
import io.plumbline.tensor.colour.PictureType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Other colours. */
final class ColourVariations {
  private static final Map<String, String> SWINGS =
      Map.of(
          "RGB2YUV444Transformer", "RGB2YUVBT601VIDEOTransformer",
          "BGR2YUV444Transformer", "BGR2YUVBT601VIDEOTransformer",
          "RGB2YUVBT601VIDEOTransformer", "RGB2YUV444Transformer",
          "BGR2YUVBT601VIDEOTransformer", "BGR2YUV444Transformer");

  private ColourVariations() {}

  /**
   * Red and blue exchanged before anything is done to values, so that constants keep their places.
   */
  static List<Variation> exchanged(Recipe recipe, Frame frame) {
    if (frame.channels() != 3 || !recipe.isColour()) {
      return List.of();
    }
    List<Integer> swaps = recipe.places(StepKind.SWAP);
    if (!swaps.isEmpty()) {
      int place = swaps.getLast();
      return List.of(
          new Variation(
              Suspect.CHANNEL_ORDER,
              "remove " + recipe.steps().get(place).name(),
              declared(recipe.without(place))));
    }
    int place = recipe.afterGeometry();
    String name = recipe.isRedFirst() ? "RGB2BGRTransformer" : "BGR2RGBTransformer";
    NamedTransformer step = new NamedTransformer(name).with("data_format", recipe.format(place));
    return List.of(
        new Variation(
            Suspect.CHANNEL_ORDER,
            "add " + name + " before values are changed",
            declared(recipe.inserted(place, step))));
  }

  /** Declared to be what the steps make. */
  private static Recipe declared(Recipe recipe) {
    PictureType made = recipe.isRedFirst() ? PictureType.RGB : PictureType.BGR;
    return recipe.withModel(
        model ->
            model.training() == PictureType.RGB || model.training() == PictureType.BGR
                ? model.as(made)
                : model);
  }

  static List<Variation> otherSwing(Recipe recipe, Frame frame) {
    List<Variation> variations = new ArrayList<>();
    for (int place : recipe.places(StepKind.YUV)) {
      NamedTransformer step = recipe.steps().get(place);
      String other = SWINGS.get(step.name());
      if (other != null && frame.channels() == 3) {
        variations.add(
            new Variation(
                Suspect.SWING,
                "write %s for %s".formatted(other, step.name()),
                recipe.replaced(place, new NamedTransformer(other, step.parameters()))));
      }
    }
    return variations;
  }
}
