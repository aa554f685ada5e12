package io.plumbline.pipeline.doctor;

import io.plumbline.runtime.Port;
import java.util.List;

/**
 * What the network takes of a picture.
 *
 * @param channelsFirst whether channels come before height and width
 */
public record Frame(int channels, int height, int width, boolean channelsFirst) {
  /**
   * Of an input of rank 4. Three channels, or one, are looked for on the second axis and then on
   * the last.
   *
   * @param port of static height and width
   */
  static Frame of(Port port) {
    List<Long> dims = port.dims();
    boolean first = isChannels(dims.get(1)) || !isChannels(dims.get(3));
    return new Frame(
        dims.get(first ? 1 : 3).intValue(),
        dims.get(first ? 2 : 1).intValue(),
        dims.get(first ? 3 : 2).intValue(),
        first);
  }

  private static boolean isChannels(long extent) {
    return extent == 1 || extent == 3;
  }
}
