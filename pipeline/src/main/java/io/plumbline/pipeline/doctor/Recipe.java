package io.plumbline.pipeline.doctor;

import io.plumbline.data.picture.NamedTransformer;
import io.plumbline.data.picture.Preprocess;
import io.plumbline.data.picture.ReadMode;
import io.plumbline.tensor.colour.PictureLayout;
import io.plumbline.tensor.colour.PictureType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * How a configuration makes the input of a network of a picture file.
 *
 * @param steps in the order they are applied
 * @param inModel what the model itself does to pixels; empty where it takes what the steps make
 */
public record Recipe(ReadMode mode, List<NamedTransformer> steps, Optional<InModel> inModel) {
  public Recipe {
    steps = List.copyOf(steps);
  }

  /**
   * (pixel − mean) · scale inside the model.
   *
   * @param training the colours of the pixels
   * @param mean one number, or one for each channel
   * @param scale likewise
   */
  public record InModel(
      PictureType training, PictureLayout layout, List<Double> mean, List<Double> scale) {
    public InModel {
      mean = List.copyOf(mean);
      scale = List.copyOf(scale);
    }

    /** Whether pixels are changed at all. */
    boolean normalises() {
      return mean.stream().anyMatch(value -> value != 0)
          || scale.stream().anyMatch(value -> value != 1);
    }

    InModel with(List<Double> otherMean, List<Double> otherScale) {
      return new InModel(training, layout, otherMean, otherScale);
    }

    InModel as(PictureType other) {
      return new InModel(other, layout, mean, scale);
    }
  }

  /**
   * The steps.
   *
   * @throws io.plumbline.tensor.BadConfigurationException when one is none
   */
  public Preprocess preprocess() {
    return new Preprocess(mode, steps.stream().map(NamedTransformer::transformer).toList());
  }

  Recipe withSteps(List<NamedTransformer> other) {
    return new Recipe(mode, other, inModel);
  }

  Recipe withModel(UnaryOperator<InModel> change) {
    return new Recipe(mode, steps, inModel.map(change));
  }

  /** With a step at a place. */
  Recipe inserted(int place, NamedTransformer... added) {
    List<NamedTransformer> changed = new ArrayList<>(steps);
    changed.addAll(place, List.of(added));
    return withSteps(changed);
  }

  /** Without one step. */
  Recipe without(int place) {
    List<NamedTransformer> changed = new ArrayList<>(steps);
    changed.remove(place);
    return withSteps(changed);
  }

  /** With another step at a place. */
  Recipe replaced(int place, NamedTransformer step) {
    List<NamedTransformer> changed = new ArrayList<>(steps);
    changed.set(place, step);
    return withSteps(changed);
  }

  /** The places of the steps of a kind. */
  List<Integer> places(StepKind kind) {
    List<Integer> places = new ArrayList<>();
    for (int place = 0; place < steps.size(); place++) {
      if (StepKind.of(steps.get(place)) == kind) {
        places.add(place);
      }
    }
    return places;
  }

  /** The first step that is not of geometry; all of them are when it is the number of steps. */
  int afterGeometry() {
    int place = 0;
    while (place < steps.size() && StepKind.of(steps.get(place)) == StepKind.GEOMETRY) {
      place++;
    }
    return place;
  }

  /** Whether pixels have three colours all the way. */
  boolean isColour() {
    return places(StepKind.GREY).isEmpty() && places(StepKind.YUV).isEmpty();
  }

  /** Whether red comes first in what the steps make. */
  boolean isRedFirst() {
    boolean read = mode != ReadMode.OPENCV;
    return read == (places(StepKind.SWAP).size() % 2 == 0);
  }

  /** Whether channels are the first axis before a step. */
  boolean isChannelsFirst(int place) {
    boolean first = false;
    for (NamedTransformer step : steps.subList(0, place)) {
      first =
          switch (step.name()) {
            case "HWC2CHWTransformer" -> true;
            case "CHW2HWCTransformer" -> false;
            case "TransposeTransformer" ->
                step.parameters().get("order") instanceof List<?> order
                    && order.getFirst() instanceof Number axis
                    && axis.intValue() == 2;
            default -> first;
          };
    }
    return first;
  }

  /** The value of a full channel as it is read: 255, or 1 where fractions are. */
  double white() {
    return mode == ReadMode.SKIMAGE ? 1 : 255;
  }

  /** The order of axes at a place, as parameters of transformers say it. */
  String format(int place) {
    return isChannelsFirst(place) ? "CHW" : "HWC";
  }
}
