package io.plumbline.verify.colour;

import java.util.List;
import java.util.Optional;

/**
 * What a route costs.
 *
 * @param channels errors of red, green and blue
 * @param output its effect on the model's output; empty when no model was run
 */
public record RouteCost(ColourRoute route, List<ChannelError> channels, Optional<Output> output) {
  public RouteCost {
    channels = List.copyOf(channels);
  }

  /**
   * The model's output on what the route leaves of a picture, against its output on the picture.
   *
   * @param meanCosine over the pictures
   * @param minCosine of the worst picture
   * @param worst that picture
   * @param agreement share of pictures with the same highest output; empty when the output is no
   *     vector of classes
   */
  public record Output(
      double meanCosine, double minCosine, String worst, Optional<Double> agreement) {}
}
