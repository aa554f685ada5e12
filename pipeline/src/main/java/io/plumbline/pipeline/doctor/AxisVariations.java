package io.plumbline.pipeline.doctor;

import io.plumbline.data.picture.NamedTransformer;
import io.plumbline.tensor.colour.PictureLayout;
import java.util.ArrayList;
import java.util.List;

/** Other orders of the axes. */
final class AxisVariations {
  private AxisVariations() {}

  static List<Variation> moved(Recipe recipe, Frame frame) {
    List<Variation> variations = new ArrayList<>();
    int end = recipe.steps().size();
    boolean first = recipe.isChannelsFirst(end);
    if (first != frame.channelsFirst()) {
      variations.add(appended(recipe, frame.channelsFirst()));
    }
    recipe
        .inModel()
        .filter(model -> (model.layout() == PictureLayout.NCHW) != frame.channelsFirst())
        .ifPresent(_ -> variations.addAll(declared(recipe, frame, first)));
    return variations;
  }

  /** What the model is declared to take, and what the steps make where that differs too. */
  private static List<Variation> declared(Recipe recipe, Frame frame, boolean first) {
    PictureLayout layout = frame.channelsFirst() ? PictureLayout.NCHW : PictureLayout.NHWC;
    Recipe changed =
        recipe.withModel(
            model -> new Recipe.InModel(model.training(), layout, model.mean(), model.scale()));
    String change = "say input_layout_train: " + layout;
    if (first == frame.channelsFirst()) {
      return List.of(new Variation(Suspect.LAYOUT, change, changed));
    }
    Variation both = appended(changed, frame.channelsFirst());
    return List.of(new Variation(Suspect.LAYOUT, change + ", and " + both.change(), both.recipe()));
  }

  private static Variation appended(Recipe recipe, boolean first) {
    String name = first ? "HWC2CHWTransformer" : "CHW2HWCTransformer";
    int end = recipe.steps().size();
    boolean undoes =
        end > 0
            && recipe
                .steps()
                .getLast()
                .name()
                .equals(first ? "CHW2HWCTransformer" : "HWC2CHWTransformer");
    return undoes
        ? new Variation(
            Suspect.LAYOUT, "remove " + recipe.steps().getLast().name(), recipe.without(end - 1))
        : new Variation(
            Suspect.LAYOUT, "add " + name, recipe.inserted(end, new NamedTransformer(name)));
  }
}
