package io.plumbline.pipeline.verification.ladder;

import io.plumbline.tensor.Tensor;
import io.plumbline.verify.compare.ChannelFit;
import io.plumbline.verify.compare.RealValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a configuration makes of the channels of a picture. */
final class InputChannels {
  /** Channels whose scale and offset differ by less than this share are alike. */
  private static final double LIKE = 0.1;

  /**
   * The least correlation by which a channel is the same picture on another scale: one that lost
   * colour to a device differs in slope as well, but is less alike.
   */
  private static final double SAME_PICTURE = 0.98;

  private InputChannels() {}

  /**
   * Sentences on channels that are in another place or on another scale than expected; none for
   * tensors that are no pictures.
   *
   * @param expected as the network was trained on it
   * @param found of the same shape
   */
  static List<String> of(String input, Tensor expected, Tensor found) {
    Optional<Integer> axis = channelAxis(expected);
    if (axis.isEmpty()) {
      return List.of();
    }
    double size = 0;
    for (float value : expected.toFloats()) {
      size = Math.max(size, Math.abs(value));
    }
    List<ChannelFit> fits =
        ChannelFit.of(RealValues.of(expected), RealValues.of(found), axis.get());
    List<String> sentences = new ArrayList<>();
    if (ChannelFit.exchangesRedAndBlue(fits)) {
      sentences.add("input '%s': red and blue are exchanged".formatted(input));
    }
    for (ChannelFit fit : fits) {
      boolean rescaled = Math.abs(fit.slope() - 1) > LIKE || Math.abs(fit.offset()) > LIKE * size;
      if (fit.channel() != fit.expected() || (rescaled && fit.correlation() > SAME_PICTURE)) {
        sentences.add("input '%s': %s".formatted(input, fit.text()));
      }
    }
    return sentences;
  }

  /** The axis of a picture that has one or three indices. */
  private static Optional<Integer> channelAxis(Tensor tensor) {
    if (tensor.shape().rank() != 4) {
      return Optional.empty();
    }
    return tensor.shape().dim(1) == 3 || tensor.shape().dim(1) == 1
        ? Optional.of(1)
        : tensor.shape().dim(3) == 3 || tensor.shape().dim(3) == 1
            ? Optional.of(3)
            : Optional.empty();
  }
}
