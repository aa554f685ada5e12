package io.plumbline.pipeline.doctor;

import io.plumbline.data.picture.NamedTransformer;
import io.plumbline.data.picture.Picture;
import io.plumbline.data.picture.Preprocess;
import io.plumbline.data.picture.Transformer;
import io.plumbline.data.sample.InputSpec;
import io.plumbline.tensor.BadDataException;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.List;

/** Makes the input of the network of pictures, as one recipe says. */
final class Rendering {
  private final PictureSource pictures;
  private final InputSpec input;
  private final Recipe recipe;
  private final List<Transformer> geometry;
  private final Preprocess values;

  /**
   * @throws io.plumbline.tensor.BadConfigurationException when a step of the recipe is none
   */
  Rendering(PictureSource pictures, InputSpec input, Recipe recipe) {
    this.pictures = pictures;
    this.input = input;
    this.recipe = recipe;
    List<Transformer> steps = recipe.steps().stream().map(NamedTransformer::transformer).toList();
    int place = recipe.afterGeometry();
    this.geometry = steps.subList(0, place);
    this.values = new Preprocess(recipe.mode(), steps.subList(place, steps.size()));
  }

  /**
   * The input made of one picture.
   *
   * @return float32 of rank 4
   * @throws BadDataException when the picture does not fit the steps or the network
   */
  Tensor input(int index) {
    Picture sized = pictures.sized(index, recipe.mode(), geometry);
    Tensor made = values.apply(sized).pixels();
    Tensor fitted = input.fit(Tensor.of(made.shape(), made.toFloats()), pictures.where(index));
    return recipe.inModel().map(model -> normalised(fitted, model, index)).orElse(fitted);
  }

  private Tensor normalised(Tensor picture, Recipe.InModel model, int index) {
    if (!model.normalises()) {
      return picture;
    }
    int axis = model.layout().channelAxis();
    Shape shape = picture.shape();
    int channels = shape.intDim(axis);
    if (isNotOf(model.mean(), channels) || isNotOf(model.scale(), channels)) {
      throw new BadDataException(
          "doctor.channels",
          pictures.where(index),
          "mean and scale are not of the channels of %s as %s".formatted(shape, model.layout()),
          "check input_layout_train, mean_value and scale_value");
    }
    int inner = (int) shape.strides()[axis];
    float[] values = picture.toFloats();
    for (int i = 0; i < values.length; i++) {
      int channel = i / inner % channels;
      values[i] = (float) ((values[i] - at(model.mean(), channel)) * at(model.scale(), channel));
    }
    return Tensor.of(shape, values);
  }

  private static boolean isNotOf(List<Double> values, int channels) {
    return values.size() != 1 && values.size() != channels;
  }

  private static double at(List<Double> values, int channel) {
    return values.get(values.size() == 1 ? 0 : channel);
  }
}
