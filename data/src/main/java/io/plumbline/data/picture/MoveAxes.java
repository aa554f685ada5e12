package io.plumbline.data.picture;

import io.plumbline.tensor.BadDataException;
import java.util.List;

/**
 * Permutes the three axes.
 *
 * @param order which axis becomes the first, second and third
 */
public record MoveAxes(List<Integer> order) implements Transformer {
  static final MoveAxes CHANNELS_FIRST = new MoveAxes(List.of(2, 0, 1));
  static final MoveAxes CHANNELS_LAST = new MoveAxes(List.of(1, 2, 0));

  public MoveAxes {
    order = List.copyOf(order);
  }

  @Override
  public Picture apply(Picture picture) {
    if (picture.shape().rank() != 3) {
      throw new BadDataException(
          "picture.rank",
          picture.name(),
          "expected three axes, found " + picture.pixels(),
          "check the transformers before this one");
    }
    return picture.with(
        Elements.permute(picture.pixels(), order.get(0), order.get(1), order.get(2)));
  }
}
