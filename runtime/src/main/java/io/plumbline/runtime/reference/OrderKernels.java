package io.plumbline.runtime.reference;

import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Program;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.Comparator;
import java.util.List;
import java.util.stream.LongStream;

/** Positions of the largest and smallest numbers along an axis. */
final class OrderKernels {
  private OrderKernels() {}

  static Tensor extremum(Instruction.Extremum extremum, Program program, Tensor input) {
    Shape shape = program.value(extremum.output()).shape();
    int extent = input.shape().intDim(extremum.axis());
    long stride = input.shape().strides()[extremum.axis()];
    Comparator<Long> order = order(input, extremum.largest());
    long[] positions = new long[Math.toIntExact(shape.elements())];
    for (int row = 0; row < positions.length; row++) {
      long start = start(row, stride, extent);
      int best = 0;
      for (int i = 1; i < extent; i++) {
        int before = order.compare(start + i * stride, start + best * stride);
        best = before < 0 || (before == 0 && extremum.last()) ? i : best;
      }
      positions[row] = best;
    }
    return Tensor.of(shape, positions);
  }

  static List<Tensor> top(Instruction.Top top, Program program, Tensor input) {
    Shape shape = program.value(top.output()).shape();
    int extent = input.shape().intDim(top.axis());
    int count = shape.intDim(top.axis());
    long stride = input.shape().strides()[top.axis()];
    long size = input.dtype().bytes();
    Comparator<Long> order = order(input, top.largest());
    Tensor values = Tensor.allocate(input.dtype(), shape);
    long[] positions = new long[Math.toIntExact(shape.elements())];
    for (long row = 0; count > 0 && row < positions.length / count; row++) {
      long start = start(row, stride, extent);
      long target = start(row, stride, count);
      List<Long> sorted =
          LongStream.range(0, extent)
              .mapToObj(i -> start + i * stride)
              .sorted(order)
              .limit(count)
              .toList();
      for (int i = 0; i < count; i++) {
        long to = target + i * stride;
        MemorySegment.copy(input.data(), sorted.get(i) * size, values.data(), to * size, size);
        positions[(int) to] = (sorted.get(i) - start) / stride;
      }
    }
    return List.of(values, Tensor.of(shape, positions));
  }

  /** The first element of the row-th line along an axis of this stride and extent. */
  private static long start(long row, long stride, int extent) {
    return row / stride * stride * extent + row % stride;
  }

  /** Of two element positions the one with the wanted number comes first; NaN is the largest. */
  private static Comparator<Long> order(Tensor tensor, boolean largest) {
    Comparator<Long> ascending =
        tensor.dtype() == DType.FLOAT32
            ? Comparator.comparing(tensor::getFloat, OrderKernels::compare)
            : Comparator.comparingLong(tensor::getLong);
    return largest ? ascending.reversed() : ascending;
  }

  /** The order of numbers, in which −0 equals 0. */
  private static int compare(float a, float b) {
    return a < b ? -1 : a > b ? 1 : Boolean.compare(Float.isNaN(a), Float.isNaN(b));
  }
}
