package io.plumbline.runtime.program;

import io.plumbline.tensor.DType;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Shape;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * One tensor of a program.
 *
 * @param name the tensor's name in the optimised float graph where there is one, so that it can be
 *     compared
 * @param shape as stored; an extent of 0 of a foreign node's result may be one that the data
 *     decide, see {@link OpenExtents}
 * @param params how its integers stand for real numbers; empty for float and index tensors. The
 *     axis of per-channel parameters counts stored axes
 */
public record ProgramValue(
    String name, DType dtype, Shape shape, Layout layout, Optional<QuantParams> params) {
  public ProgramValue {
    if (params.isPresent() && params.get().dtype() != dtype) {
      throw new IllegalArgumentException(name + ": " + dtype + " with " + params.get());
    }
  }

  /** The quantization parameters of an integer value. */
  public QuantParams quant() {
    return params.orElseThrow(() -> new IllegalStateException(name + " is not quantized"));
  }

  /** The parameters with an axis that counts logical axes, as executors hand tensors out. */
  public Optional<QuantParams> logicalParams() {
    return params.map(
        quant ->
            quant.isPerTensor() || layout == Layout.PLAIN
                ? quant
                : QuantParams.perChannel(
                    quant.dtype(),
                    quant.scales(),
                    quant.zeroPoints(),
                    storedToLogical(shape.rank(), quant.axis())));
  }

  private static int storedToLogical(int rank, int axis) {
    return axis == 0 ? 0 : axis == rank - 1 ? 1 : axis + 1;
  }

  /** The shape in logical axis order. */
  public Shape logicalShape() {
    return layout == Layout.PLAIN ? shape : shape.permute(storedToLogical(shape.rank()));
  }

  /**
   * The permutation that takes a channels-last shape of this rank back to logical order: 0, last,
   * 1, 2…
   */
  public static int[] storedToLogical(int rank) {
    return IntStream.range(0, rank)
        .map(axis -> axis == 0 ? 0 : axis == 1 ? rank - 1 : axis - 1)
        .toArray();
  }

  /** The permutation that takes a logical shape of this rank to channels-last: 0, 2, 3…, 1. */
  public static int[] logicalToStored(int rank) {
    return IntStream.range(0, rank)
        .map(axis -> axis == 0 ? 0 : axis == rank - 1 ? 1 : axis + 1)
        .toArray();
  }
}
