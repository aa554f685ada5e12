package io.plumbline.config.dialect;

import io.plumbline.tensor.colour.PictureLayout;
import io.plumbline.tensor.colour.PictureType;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a configuration says of one input, before it is judged: what is not said or cannot be
 * understood is absent.
 *
 * @param name empty when the configuration names none
 * @param device what the device hands over
 * @param training what the model was trained on
 * @param studio whether Y of the device's pictures lies in 16…235
 * @param mean one, or one for each channel; empty when there is none or it is no number
 * @param scale likewise
 * @param deviation likewise
 * @param normalisation the word that says which of these there are
 * @param span of the values that mean and deviation are of: 255 of pixels, 1 of fractions
 * @param assumed which of device and training are not said, so that the channels of the model
 *     decide; what stands there is what three channels are taken as
 */
public record InputStatement(
    String name,
    Optional<PictureType> device,
    Optional<PictureType> training,
    Optional<PictureLayout> trainingLayout,
    boolean studio,
    List<Double> mean,
    List<Double> scale,
    List<Double> deviation,
    Optional<String> normalisation,
    double span,
    Set<Setting> assumed) {
  public InputStatement {
    assumed = Set.copyOf(assumed);
    mean = List.copyOf(mean);
    scale = List.copyOf(scale);
    deviation = List.copyOf(deviation);
  }

  /** The same where the channels of the model make it another type than is assumed. */
  public InputStatement withAssumed(PictureType type) {
    return new InputStatement(
        name,
        assumed.contains(Setting.DEVICE_TYPE) ? Optional.of(type) : device,
        assumed.contains(Setting.TRAINING_TYPE) ? Optional.of(type) : training,
        trainingLayout,
        studio,
        mean,
        scale,
        deviation,
        normalisation,
        span,
        assumed);
  }
}
