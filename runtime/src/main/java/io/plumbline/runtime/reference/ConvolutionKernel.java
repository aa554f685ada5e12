package io.plumbline.runtime.reference;

import io.plumbline.runtime.arithmetic.Accumulator;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Program;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.runtime.program.Window2d;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;

/** Convolution of N,H,W,C values with grouped [M, KH, KW, C/group] weights. */
final class ConvolutionKernel {
  private final Window2d window;
  private final Shape inputShape;
  private final int[] centred;
  private final int[] weights;
  private final int channelsPerGroup;
  private final Accumulator accumulator;

  private ConvolutionKernel(Instruction.Convolution convolution, ProgramValue value, Tensor input) {
    this.window = convolution.window();
    this.inputShape = value.shape();
    this.centred = MatrixKernels.centred(value, input);
    this.weights = convolution.weights().toInts();
    this.channelsPerGroup = convolution.weights().shape().intDim(3);
    this.accumulator = convolution.accumulator();
  }

  static Tensor convolution(Instruction.Convolution convolution, Program program, Tensor input) {
    ProgramValue output = program.value(convolution.output());
    var kernel = new ConvolutionKernel(convolution, program.value(convolution.input()), input);
    long[] accumulators =
        kernel.accumulate(output.shape(), convolution.bias().toLongs(), convolution.group());
    return AccumulatorOutput.write(convolution.stage(), output, program.rounding(), accumulators);
  }

  private long[] accumulate(Shape outputShape, long[] bias, int group) {
    long[] accumulators = new long[Math.toIntExact(outputShape.elements())];
    int filtersPerGroup = bias.length / group;
    int position = 0;
    for (int batch = 0; batch < outputShape.dim(0); batch++) {
      for (int row = 0; row < outputShape.dim(1); row++) {
        for (int column = 0; column < outputShape.dim(2); column++) {
          for (int filter = 0; filter < bias.length; filter++) {
            int firstChannel = filter / filtersPerGroup * channelsPerGroup;
            accumulators[position++] =
                bias[filter] + filterSum(batch, row, column, filter, firstChannel);
          }
        }
      }
    }
    return accumulators;
  }

  private long filterSum(int batch, int outputRow, int outputColumn, int filter, int firstChannel) {
    int height = inputShape.intDim(1);
    int width = inputShape.intDim(2);
    int top = outputRow * window.strideHeight() - window.padTop();
    int left = outputColumn * window.strideWidth() - window.padLeft();
    long sum = 0;
    for (int tapRow = 0; tapRow < window.kernelHeight(); tapRow++) {
      int row = top + tapRow * window.dilationHeight();
      for (int tapColumn = 0; tapColumn < window.kernelWidth(); tapColumn++) {
        int column = left + tapColumn * window.dilationWidth();
        if (row >= 0 && row < height && column >= 0 && column < width) {
          int pixel =
              ((batch * height + row) * width + column) * inputShape.intDim(3) + firstChannel;
          int tap = (filter * window.kernelHeight() + tapRow) * window.kernelWidth() + tapColumn;
          sum +=
              MatrixKernels.dot(
                  accumulator, centred, pixel, weights, tap * channelsPerGroup, channelsPerGroup);
        }
      }
    }
    return sum;
  }
}
