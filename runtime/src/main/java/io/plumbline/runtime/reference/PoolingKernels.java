package io.plumbline.runtime.reference;

import io.plumbline.runtime.arithmetic.QuantizedArithmetic;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Pooling;
import io.plumbline.runtime.program.Program;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.runtime.program.Window2d;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Rounding;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.function.IntConsumer;

/** Reductions over windows of channels-last values and over whole axes. */
final class PoolingKernels {
  private PoolingKernels() {}

  static Tensor pool(Pooling pooling, Program program, Tensor input) {
    return switch (pooling) {
      case Pooling.NormPool pool -> normPool(pool, program, input);
      case Pooling.MaxPool pool -> maxPool(pool, program, input);
      case Pooling.AveragePool pool -> averagePool(pool, program, input);
    };
  }

  private static Tensor maxPool(Pooling.MaxPool pool, Program program, Tensor input) {
    ProgramValue output = program.value(pool.output());
    int[] integers = input.toInts();
    int[] result = new int[Math.toIntExact(output.shape().elements())];
    for (int i = 0; i < result.length; i++) {
      int[] largest = {output.dtype().minimum()};
      forEachTap(
          pool.window(),
          input.shape(),
          output.shape(),
          i,
          position -> largest[0] = Math.max(largest[0], integers[position]));
      result[i] = largest[0];
    }
    return Tensor.ofIntegers(output.dtype(), output.shape(), result);
  }

  private static Tensor normPool(Pooling.NormPool pool, Program program, Tensor input) {
    ProgramValue value = program.value(pool.input());
    ProgramValue output = program.value(pool.output());
    int[] centred = MatrixKernels.centred(value, input);
    int[] result = new int[Math.toIntExact(output.shape().elements())];
    float multiplier =
        QuantizedArithmetic.meanMultiplier(value.quant().scale(), output.quant().scale(), 1);
    for (int i = 0; i < result.length; i++) {
      long[] sum = new long[1];
      forEachTap(
          pool.window(),
          input.shape(),
          output.shape(),
          i,
          position -> sum[0] += (long) centred[position] * centred[position]);
      result[i] =
          QuantizedArithmetic.quantize(
              (float) Math.sqrt((float) sum[0]) * multiplier,
              1,
              output.quant().zeroPoint(),
              output.dtype().minimum(),
              output.dtype().maximum(),
              program.rounding());
    }
    return Tensor.ofIntegers(output.dtype(), output.shape(), result);
  }

  private static Tensor averagePool(Pooling.AveragePool pool, Program program, Tensor input) {
    ProgramValue value = program.value(pool.input());
    ProgramValue output = program.value(pool.output());
    int[] centred = MatrixKernels.centred(value, input);
    int[] result = new int[Math.toIntExact(output.shape().elements())];
    for (int i = 0; i < result.length; i++) {
      int[] sumAndCount = new int[2];
      forEachTap(
          pool.window(),
          input.shape(),
          output.shape(),
          i,
          position -> {
            sumAndCount[0] += centred[position];
            sumAndCount[1]++;
          });
      int count =
          pool.countIncludePad()
              ? paddedTaps(pool.window(), input.shape(), output.shape(), i)
              : sumAndCount[1];
      result[i] = mean(sumAndCount[0], count, value, output, program.rounding());
    }
    return Tensor.ofIntegers(output.dtype(), output.shape(), result);
  }

  static Tensor mean(Instruction.Mean mean, Program program, Tensor input) {
    ProgramValue value = program.value(mean.input());
    ProgramValue output = program.value(mean.output());
    int[] centred = MatrixKernels.centred(value, input);
    int[] targets = StridedIndices.of(value.shape(), 0, broadcastStrides(output.shape()));
    long[] sums = new long[Math.toIntExact(output.shape().elements())];
    for (int i = 0; i < centred.length; i++) {
      sums[targets[i]] += centred[i];
    }
    long count = value.shape().elements() / Math.max(1, output.shape().elements());
    int[] result = new int[sums.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = mean(sums[i], count, value, output, program.rounding());
    }
    return Tensor.ofIntegers(output.dtype(), output.shape(), result);
  }

  private static int mean(
      long sum, long count, ProgramValue input, ProgramValue output, Rounding rounding) {
    DType dtype = output.dtype();
    int zeroPoint = output.quant().zeroPoint();
    if (count == 0) {
      return zeroPoint;
    }
    float multiplier =
        QuantizedArithmetic.meanMultiplier(input.quant().scale(), output.quant().scale(), count);
    return QuantizedArithmetic.requantize(
        sum, multiplier, zeroPoint, dtype.minimum(), dtype.maximum(), rounding);
  }

  static long[] broadcastStrides(Shape reduced) {
    long[] strides = reduced.strides();
    for (int axis = 0; axis < strides.length; axis++) {
      if (reduced.dim(axis) == 1) {
        strides[axis] = 0;
      }
    }
    return strides;
  }

  /**
   * Hands over the position of every element inside the input under the window of output element
   * {@code index}.
   */
  private static void forEachTap(
      Window2d window, Shape input, Shape output, int index, IntConsumer taps) {
    int channels = output.intDim(3);
    int pixel = index / channels;
    int top = pixel / output.intDim(2) % output.intDim(1) * window.strideHeight() - window.padTop();
    int left = pixel % output.intDim(2) * window.strideWidth() - window.padLeft();
    int batch = pixel / output.intDim(2) / output.intDim(1);
    for (int tapRow = 0; tapRow < window.kernelHeight(); tapRow++) {
      int row = top + tapRow * window.dilationHeight();
      for (int tapColumn = 0; tapColumn < window.kernelWidth(); tapColumn++) {
        int column = left + tapColumn * window.dilationWidth();
        if (row >= 0 && row < input.dim(1) && column >= 0 && column < input.dim(2)) {
          taps.accept(
              ((batch * input.intDim(1) + row) * input.intDim(2) + column) * channels
                  + index % channels);
        }
      }
    }
  }

  /** Taps of a window that lie inside the input or its padding. */
  private static int paddedTaps(Window2d window, Shape input, Shape output, int index) {
    int pixel = index / output.intDim(3);
    int rowStart = pixel / output.intDim(2) % output.intDim(1) * window.strideHeight();
    int columnStart = pixel % output.intDim(2) * window.strideWidth();
    int height = input.intDim(1) + window.padTop() + window.padBottom();
    int width = input.intDim(2) + window.padLeft() + window.padRight();
    return taps(window.kernelHeight(), window.dilationHeight(), height - rowStart)
        * taps(window.kernelWidth(), window.dilationWidth(), width - columnStart);
  }

  private static int taps(int kernel, int dilation, int room) {
    return Math.clamp(Math.ceilDiv(room, dilation), 0, kernel);
  }
}
