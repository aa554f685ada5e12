package io.plumbline.data.inspect;

import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.colour.PictureLayout;
import io.plumbline.tensor.colour.PictureType;
import java.util.Optional;

/**
 * What model and configuration say about the samples of one input.
 *
 * @param source the folder they come from, for messages
 * @param shape of one sample, batch axis included
 * @param layout as declared; empty where nobody said
 * @param type what the model was trained on: pixels 0…255, or anything for FEATUREMAP
 * @param normalisation what the model does to the samples itself
 */
public record ExpectedInput(
    String name,
    String source,
    DType dtype,
    Shape shape,
    Optional<PictureLayout> layout,
    PictureType type,
    Normalisation normalisation) {
  /** A tensor about whose meaning nothing is known. */
  public static ExpectedInput tensor(String name, String source, DType dtype, Shape shape) {
    return new ExpectedInput(
        name, source, dtype, shape, Optional.empty(), PictureType.FEATUREMAP, Normalisation.NONE);
  }

  /**
   * The layout that is declared or, where none is, that the extents show: 1 or 3 channels on one of
   * the two axes only. Empty for what is no picture.
   */
  public Optional<PictureLayout> effectiveLayout() {
    if (shape.rank() != 4) {
      return Optional.empty();
    }
    boolean first = isChannels(shape.dim(1));
    boolean last = isChannels(shape.dim(3));
    if (first == last) {
      return layout.filter(declared -> first);
    }
    return Optional.of(first ? PictureLayout.NCHW : PictureLayout.NHWC);
  }

  private static boolean isChannels(long extent) {
    return extent == 1 || extent == 3;
  }

  /** How many channels have statistics of their own; 1 where there is no channel axis. */
  public int channels() {
    return effectiveLayout().map(known -> shape.intDim(known.channelAxis())).orElse(1);
  }

  /** Whether samples look like pictures of at least 8 × 8 pixels. */
  public boolean isPicture() {
    return effectiveLayout().isPresent()
        && effectiveLayout().stream()
            .allMatch(
                known ->
                    shape.dim(known.heightAxis()) >= 8 && shape.dim(known.heightAxis() + 1) >= 8);
  }
}
