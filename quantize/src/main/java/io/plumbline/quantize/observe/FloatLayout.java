package io.plumbline.quantize.observe;

import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** How floats lie in the memory of a tensor. */
final class FloatLayout {
  static final ValueLayout.OfFloat LITTLE_ENDIAN =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private FloatLayout() {}
}
