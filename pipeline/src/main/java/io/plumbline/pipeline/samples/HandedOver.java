package io.plumbline.pipeline.samples;

import io.plumbline.runtime.input.Region;
import java.util.List;
import java.util.OptionalLong;

/**
 * How pictures come to a model, where it is not as a device hands over whole packed ones.
 *
 * @param regions one for each input that a device's resizer fills, in their order; none to resize
 *     whole pictures
 * @param stride bytes from a row of a raw picture file to the next; empty where rows lie without
 *     padding
 */
public record HandedOver(List<Region> regions, OptionalLong stride) {
  /** Whole pictures, packed. */
  public static final HandedOver PACKED = new HandedOver(List.of(), OptionalLong.empty());

  public HandedOver {
    regions = List.copyOf(regions);
  }
}
