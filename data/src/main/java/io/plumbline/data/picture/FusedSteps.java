package io.plumbline.data.picture;

import io.plumbline.tensor.BadDataException;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The same result as steps one after the other, in less time: resizes and crops stay on bytes, and
 * all that follows is one look-up for each element. What steps make of the 256 values of a byte is
 * learnt by running them on these.
 */
final class FusedSteps {
  private static final int VALUES = 256;

  private final List<Transformer> geometry;

  /** What channel c of the result is for a byte v, at c · 256 + v. */
  private final float[] table;

  private final boolean swapped;
  private final ChannelOrder order;

  private FusedSteps(
      List<Transformer> geometry, float[] table, boolean swapped, ChannelOrder order) {
    this.geometry = geometry;
    this.table = table;
    this.swapped = swapped;
    this.order = order;
  }

  /** Empty when there are steps that this way does not know, or that fail on any picture. */
  static Optional<FusedSteps> of(List<Transformer> steps) {
    List<Transformer> geometry = new ArrayList<>();
    List<Transformer> tail = new ArrayList<>();
    boolean isFloat = false;
    for (Transformer step : steps) {
      boolean resizes =
          step instanceof Resize || step instanceof ShortSideResize || step instanceof PilResize;
      boolean crops = step instanceof CenterCrop || step instanceof CropRegion;
      if (tail.isEmpty() && (crops || (resizes && !isFloat))) {
        geometry.add(onBytes(step));
        isFloat |= makesFloats(step);
      } else if (isPointwise(step)) {
        tail.add(step);
      } else {
        return Optional.empty();
      }
    }
    if (isFloat) {
      tail.addFirst(new CastTo(DType.FLOAT32));
    }
    return learn(geometry, tail);
  }

  private static boolean isPointwise(Transformer step) {
    return step instanceof SwapRedBlue
        || step instanceof MoveAxes
        || step instanceof Add
        || step instanceof Scale
        || step instanceof SubtractMean
        || step instanceof Normalize
        || step instanceof CastTo;
  }

  private static boolean makesFloats(Transformer step) {
    boolean resized = step instanceof Resize resize && resize.dtype() == DType.FLOAT32;
    boolean shortened = step instanceof ShortSideResize side && side.dtype() == DType.FLOAT32;
    return resized
        || shortened
        || (step instanceof CenterCrop crop && crop.dtype() == DType.FLOAT32);
  }

  private static Transformer onBytes(Transformer step) {
    if (step instanceof Resize(int height, int width, DType dtype, Interpolation how)) {
      return new Resize(height, width, DType.UINT8, how);
    }
    if (step instanceof ShortSideResize(int size, DType dtype, Interpolation how)) {
      return new ShortSideResize(size, DType.UINT8, how);
    }
    if (step instanceof CenterCrop(int height, int width, DType dtype)) {
      return new CenterCrop(height, width, DType.UINT8);
    }
    return step;
  }

  private static Optional<FusedSteps> learn(List<Transformer> geometry, List<Transformer> tail) {
    int[] values = new int[VALUES * 3];
    for (int i = 0; i < values.length; i++) {
      values[i] = i / 3;
    }
    Tensor pixels = Tensor.ofIntegers(DType.UINT8, Shape.of(VALUES, 1, 3), values);
    Picture learnt;
    try {
      learnt = Preprocess.each(new Picture("all bytes", pixels), tail);
    } catch (BadDataException e) {
      return Optional.empty();
    }
    boolean planes = learnt.shape().equals(Shape.of(3, VALUES, 1));
    boolean known = planes || learnt.shape().equals(Shape.of(VALUES, 1, 3));
    if (learnt.pixels().dtype() != DType.FLOAT32 || !known) {
      return Optional.empty();
    }
    Picture table = planes ? learnt : MoveAxes.CHANNELS_FIRST.apply(learnt);
    long swaps = tail.stream().filter(step -> step instanceof SwapRedBlue).count();
    return Optional.of(
        new FusedSteps(
            List.copyOf(geometry),
            table.pixels().toFloats(),
            swaps % 2 == 1,
            planes ? ChannelOrder.CHW : ChannelOrder.HWC));
  }

  /** Whether a picture is what these steps can begin with. */
  static boolean accepts(Picture picture) {
    return picture.pixels().dtype() == DType.UINT8
        && picture.shape().rank() == 3
        && picture.shape().dim(2) == 3;
  }

  Picture apply(Picture picture) {
    Picture pixels = Preprocess.each(picture, geometry);
    byte[] bytes = pixels.pixels().toBytes();
    float[] values = new float[bytes.length];
    boolean planes = order == ChannelOrder.CHW;
    int count = bytes.length / 3;
    int step = planes ? 1 : 3;
    for (int channel = 0; channel < 3; channel++) {
      int from = swapped ? 2 - channel : channel;
      int to = planes ? channel * count : channel;
      int row = channel * VALUES;
      for (int i = 0; i < count; i++, from += 3, to += step) {
        values[to] = table[row + (bytes[from] & 0xFF)];
      }
    }
    Shape shape = pixels.shape();
    return picture.with(
        Tensor.of(planes ? Shape.of(3, shape.dim(0), shape.dim(1)) : shape, values));
  }
}
