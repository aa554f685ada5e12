package io.plumbline.runtime.reference;

import io.plumbline.runtime.arithmetic.ElementaryFunctions;
import io.plumbline.runtime.arithmetic.QuantizedArithmetic;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Program;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.runtime.program.ReductionFunction;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Rounding;
import io.plumbline.tensor.Tensor;
import java.util.Arrays;

/** Reductions, and the normalisation of neighbouring channels. */
final class ReductionKernels {
  private ReductionKernels() {}

  static Tensor reduce(Instruction.Reduce reduce, Program program, Tensor input) {
    ProgramValue value = program.value(reduce.input());
    ProgramValue output = program.value(reduce.output());
    int[] targets =
        StridedIndices.of(value.shape(), 0, PoolingKernels.broadcastStrides(output.shape()));
    ReductionFunction function = reduce.function();
    return switch (function) {
      case MAX, MIN -> extremes(function, output, targets, input.toInts());
      case PROD -> product(value, output, program.rounding(), targets, input);
      case SUM, L1, L2, SUM_SQUARE ->
          sums(function, value, output, program.rounding(), targets, input);
    };
  }

  private static Tensor extremes(
      ReductionFunction function, ProgramValue output, int[] targets, int[] integers) {
    int[] result = new int[Math.toIntExact(output.shape().elements())];
    boolean largest = function == ReductionFunction.MAX;
    Arrays.fill(result, largest ? Integer.MIN_VALUE : Integer.MAX_VALUE);
    for (int i = 0; i < integers.length; i++) {
      int target = targets[i];
      result[target] =
          largest ? Math.max(result[target], integers[i]) : Math.min(result[target], integers[i]);
    }
    return Tensor.ofIntegers(output.dtype(), output.shape(), result);
  }

  private static Tensor product(
      ProgramValue value, ProgramValue output, Rounding rounding, int[] targets, Tensor input) {
    int[] centred = MatrixKernels.centred(value, input);
    double step = value.quant().scale();
    double[] products = new double[Math.toIntExact(output.shape().elements())];
    Arrays.fill(products, 1);
    for (int i = 0; i < centred.length; i++) {
      products[targets[i]] *= centred[i] * step;
    }
    float[] reals = new float[products.length];
    for (int i = 0; i < reals.length; i++) {
      reals[i] = (float) products[i];
    }
    return QuantizationKernels.write(output, rounding, reals);
  }

  private static Tensor sums(
      ReductionFunction function,
      ProgramValue value,
      ProgramValue output,
      Rounding rounding,
      int[] targets,
      Tensor input) {
    int[] centred = MatrixKernels.centred(value, input);
    long[] sums = new long[Math.toIntExact(output.shape().elements())];
    for (int i = 0; i < centred.length; i++) {
      sums[targets[i]] +=
          switch (function) {
            case L1 -> Math.abs(centred[i]);
            case L2, SUM_SQUARE -> (long) centred[i] * centred[i];
            case SUM, PROD, MAX, MIN -> centred[i];
          };
    }
    double step = value.quant().scale();
    return function == ReductionFunction.L2
        ? roots(sums, step, output, rounding)
        : scaled(
            sums, function == ReductionFunction.SUM_SQUARE ? step * step : step, output, rounding);
  }

  private static Tensor roots(long[] sums, double step, ProgramValue output, Rounding rounding) {
    float[] reals = new float[sums.length];
    for (int i = 0; i < reals.length; i++) {
      reals[i] = (float) (Math.sqrt((double) sums[i]) * step);
    }
    return QuantizationKernels.write(output, rounding, reals);
  }

  private static Tensor scaled(long[] sums, double unit, ProgramValue output, Rounding rounding) {
    if (output.dtype() == DType.FLOAT32) {
      float[] reals = new float[sums.length];
      for (int i = 0; i < reals.length; i++) {
        reals[i] = (float) sums[i] * (float) unit;
      }
      return Tensor.of(output.shape(), reals);
    }
    float multiplier = (float) (unit / output.quant().scale());
    int[] result = new int[sums.length];
    for (int i = 0; i < result.length; i++) {
      result[i] =
          QuantizedArithmetic.requantize(
              sums[i],
              multiplier,
              output.quant().zeroPoint(),
              output.dtype().minimum(),
              output.dtype().maximum(),
              rounding);
    }
    return Tensor.ofIntegers(output.dtype(), output.shape(), result);
  }

  static Tensor localResponseNorm(
      Instruction.LocalResponseNorm norm, Program program, Tensor input) {
    ProgramValue value = program.value(norm.input());
    int[] centred = MatrixKernels.centred(value, input);
    int channels = value.shape().intDim(-1);
    float scale = value.quant().scale();
    double square = (double) scale * scale;
    double share = (double) norm.alpha() / norm.size();
    float[] reals = new float[centred.length];
    for (int i = 0; i < reals.length; i++) {
      int channel = i % channels;
      int first = Math.max(0, channel - (norm.size() - 1) / 2);
      int last = Math.min(channels - 1, channel + norm.size() / 2);
      long sum = 0;
      for (int at = i - channel + first; at <= i - channel + last; at++) {
        sum += (long) centred[at] * centred[at];
      }
      double divisor = norm.bias() + share * ((double) sum * square);
      double exponent = -norm.beta() * ElementaryFunctions.log(divisor);
      reals[i] = centred[i] * scale * ElementaryFunctions.exp((float) exponent);
    }
    return QuantizationKernels.write(program.value(norm.output()), program.rounding(), reals);
  }
}
