package io.plumbline.codegen.emit;

import io.plumbline.runtime.program.Allocation;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The constants of a module, one after the other in the order in which they are asked for, each at
 * a multiple of so many bytes and little-endian. Equal constants are stored once.
 */
final class ConstantSection {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final Map<ByteBuffer, Integer> places = new HashMap<>();
  private final int alignment;

  /**
   * An empty section.
   *
   * @param alignment of all constants, in bytes
   */
  ConstantSection(int alignment) {
    this.alignment = alignment;
  }

  /** The first byte of a constant. */
  int place(Tensor tensor) {
    byte[] content = tensor.data().toArray(ValueLayout.JAVA_BYTE);
    return places.computeIfAbsent(ByteBuffer.wrap(content), _ -> append(content));
  }

  /** The first byte of float32 numbers. */
  int reals(float... numbers) {
    return place(Tensor.of(Shape.of(numbers.length), numbers));
  }

  /** The first byte of float32 numbers. */
  int reals(List<Float> numbers) {
    float[] array = new float[numbers.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = numbers.get(i);
    }
    return reals(array);
  }

  /** The first byte of integers of 32 bits. */
  int integers(List<Integer> numbers) {
    int[] array = numbers.stream().mapToInt(Integer::intValue).toArray();
    return place(Tensor.of(Shape.of(array.length), array));
  }

  /** The first byte of integers of 16 bits. */
  int shorts(List<Integer> numbers) {
    int[] array = numbers.stream().mapToInt(Integer::intValue).toArray();
    return place(Tensor.ofIntegers(DType.INT16, Shape.of(array.length), array));
  }

  private int append(byte[] content) {
    int place = bytes.size();
    bytes.writeBytes(Arrays.copyOf(content, aligned(content.length)));
    return place;
  }

  private int aligned(int length) {
    return Math.ceilDiv(Math.max(length, 1), alignment) * alignment;
  }

  /** All constants so far, and room behind them that kernels may read. */
  byte[] content() {
    return Arrays.copyOf(bytes.toByteArray(), bytes.size() + Allocation.ALIGNMENT);
  }
}
