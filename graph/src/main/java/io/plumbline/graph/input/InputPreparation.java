package io.plumbline.graph.input;

import io.plumbline.tensor.colour.PictureInput;
import java.util.List;

/**
 * What the model does itself to a picture: {@code (pixel − mean) · scale} in the training colour
 * space.
 *
 * @param mean one value for all channels or one for each, in pixel units 0…255
 * @param scale one value for all channels or one for each
 */
public record InputPreparation(PictureInput picture, List<Double> mean, List<Double> scale) {
  public InputPreparation {
    mean = List.copyOf(mean);
    scale = List.copyOf(scale);
  }

  double mean(int channel) {
    return mean.get(mean.size() == 1 ? 0 : channel);
  }

  double scale(int channel) {
    return scale.get(scale.size() == 1 ? 0 : channel);
  }
}
