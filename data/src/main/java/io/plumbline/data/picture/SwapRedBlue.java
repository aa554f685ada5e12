package io.plumbline.data.picture;

import io.plumbline.tensor.Tensor;
import java.lang.foreign.MemorySegment;

/** Exchanges the first and the last of three channels: BGR to RGB and back. */
public record SwapRedBlue(ChannelOrder order) implements Transformer {
  @Override
  public Picture apply(Picture picture) {
    int axis = picture.channelAxis(order, 3, "a change between BGR and RGB");
    return picture.with(axis == 0 ? planes(picture.pixels()) : interleaved(picture.pixels()));
  }

  private static Tensor planes(Tensor source) {
    Tensor target = Tensor.allocate(source.dtype(), source.shape());
    long plane = source.data().byteSize() / 3;
    for (int channel = 0; channel < 3; channel++) {
      MemorySegment.copy(
          source.data(), channel * plane, target.data(), (2 - channel) * plane, plane);
    }
    return target;
  }

  private static Tensor interleaved(Tensor source) {
    if (source.dtype().bytes() == 1) {
      byte[] values = source.toBytes();
      for (int i = 0; i < values.length; i += 3) {
        byte first = values[i];
        values[i] = values[i + 2];
        values[i + 2] = first;
      }
      return Elements.bytes(source.dtype(), source.shape(), values);
    }
    float[] values = source.toFloats();
    for (int i = 0; i < values.length; i += 3) {
      float first = values[i];
      values[i] = values[i + 2];
      values[i + 2] = first;
    }
    return Tensor.of(source.shape(), values);
  }
}
