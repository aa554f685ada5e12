package io.plumbline.runtime.program;

import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Moves tensors that are stored with channels last to the order of axes that users know. */
final class ChannelsFirst {
  private final MemorySegment from;
  private final MemorySegment to;
  private final int channels;

  private ChannelsFirst(MemorySegment from, MemorySegment to, int channels) {
    this.from = from;
    this.to = to;
    this.channels = channels;
  }

  /**
   * A copy of a tensor.
   *
   * @param stored [N, spatial axes, C]
   * @param logical [N, C, spatial axes]
   */
  static Tensor of(Tensor stored, Shape logical) {
    if (logical.elements() == 0) {
      return stored.reshape(logical);
    }
    Tensor plain = Tensor.allocate(stored.dtype(), logical);
    int channels = logical.intDim(1);
    int places = Math.toIntExact(logical.elements() / logical.dim(0) / channels);
    var move = new ChannelsFirst(stored.data(), plain.data(), channels);
    for (int image = 0; image < logical.intDim(0); image++) {
      for (int channel = 0; channel < channels; channel++) {
        int first = image * places * channels;
        move.channel(stored.dtype().bytes(), first + channel, first + channel * places, places);
      }
    }
    return plain;
  }

  private void channel(int bytes, int source, int target, int places) {
    switch (bytes) {
      case Byte.BYTES -> bytes(source, target, places);
      case Short.BYTES -> shorts(source, target, places);
      case Integer.BYTES -> ints(source, target, places);
      default -> longs(source, target, places);
    }
  }

  private void bytes(int source, int target, int places) {
    for (int i = 0; i < places; i++) {
      to.set(
          ValueLayout.JAVA_BYTE,
          target + i,
          from.get(ValueLayout.JAVA_BYTE, source + i * channels));
    }
  }

  private void shorts(int source, int target, int places) {
    for (int i = 0; i < places; i++) {
      short element = from.getAtIndex(ValueLayout.JAVA_SHORT_UNALIGNED, source + i * channels);
      to.setAtIndex(ValueLayout.JAVA_SHORT_UNALIGNED, target + i, element);
    }
  }

  private void ints(int source, int target, int places) {
    for (int i = 0; i < places; i++) {
      int element = from.getAtIndex(ValueLayout.JAVA_INT_UNALIGNED, source + i * channels);
      to.setAtIndex(ValueLayout.JAVA_INT_UNALIGNED, target + i, element);
    }
  }

  private void longs(int source, int target, int places) {
    for (int i = 0; i < places; i++) {
      long element = from.getAtIndex(ValueLayout.JAVA_LONG_UNALIGNED, source + i * channels);
      to.setAtIndex(ValueLayout.JAVA_LONG_UNALIGNED, target + i, element);
    }
  }
}
