package io.plumbline.runtime.vector;

import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Program;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.runtime.program.Window2d;
import java.util.Optional;
import jdk.incubator.vector.FloatVector;

/**
 * A convolution with one filter for each channel, vectorised over channels. Inside, four
 * neighbouring output pixels share each weight; in the columns at the border taps outside are left
 * out.
 */
final class DepthwiseStep implements Step {
  private final int input;
  private final int output;
  private final WindowGeometry geometry;
  private final ByteCode code;
  private final DepthwiseWeights weights;
  private final int[] tapOffsets;
  private final boolean threeWide;
  private final AccumulatorWriter writer;

  private DepthwiseStep(
      Instruction.Convolution convolution,
      WindowGeometry geometry,
      ByteCode code,
      DepthwiseWeights weights,
      AccumulatorWriter writer) {
    this.input = convolution.input();
    this.output = convolution.output();
    this.geometry = geometry;
    this.code = code;
    this.weights = weights;
    this.tapOffsets = tapOffsets(geometry);
    this.threeWide = geometry.window().kernelWidth() == 3 && isDense(geometry.window());
    this.writer = writer;
  }

  /**
   * Empty when the convolution is not depthwise or its sums may leave the exact range of float32.
   */
  static Optional<Step> of(Instruction.Convolution convolution, Program program) {
    ProgramValue from = program.value(convolution.input());
    ProgramValue to = program.value(convolution.output());
    WindowGeometry geometry = WindowGeometry.of(convolution.window(), from.shape(), to.shape());
    int channels = geometry.outputChannels();
    if (convolution.group() != channels || geometry.inputChannels() != channels) {
      return Optional.empty();
    }
    ByteCode code = ByteCode.of(from);
    return DepthwiseWeights.of(
            convolution.weights().toBytes(),
            convolution.bias().toInts(),
            geometry.window().kernelHeight(),
            code)
        .map(
            weights ->
                new DepthwiseStep(
                    convolution,
                    geometry,
                    code,
                    weights,
                    new AccumulatorWriters(convolution.stage(), to, program.rounding())
                        .writer(channels, weights.largest())));
  }

  private static boolean isDense(Window2d window) {
    return window.strideWidth() == 1 && window.dilationWidth() == 1;
  }

  private static int[] tapOffsets(WindowGeometry geometry) {
    Window2d window = geometry.window();
    int[] offsets = new int[window.kernelHeight() * window.kernelWidth()];
    for (int tap = 0; tap < offsets.length; tap++) {
      int row = tap / window.kernelWidth() * window.dilationHeight();
      int column = tap % window.kernelWidth() * window.dilationWidth();
      offsets[tap] = (row * geometry.inputWidth() + column) * geometry.inputChannels();
    }
    return offsets;
  }

  @Override
  public void run(RunContext context) {
    byte[] from = context.bytes(input);
    byte[] to = context.bytes(output);
    context.parallel(
        geometry.outputRows(),
        (begin, end, scratch) -> {
          float[] tile = scratch.tile(geometry.outputWidth() * weights.width());
          for (int row = begin; row < end; row++) {
            runRow(from, to, row, tile);
          }
        });
  }

  private void runRow(byte[] from, byte[] to, int batchRow, float[] tile) {
    int top = geometry.top(batchRow % geometry.outputHeight());
    int inputRow = batchRow / geometry.outputHeight() * geometry.inputHeight() + top;
    int firstInside = firstInside();
    int endInside = endInside();
    if (endInside - firstInside < DepthwiseKernels.PIXELS || !meetsInput(top)) {
      endInside = firstInside;
    } else {
      accumulateInside(from, inputRow, top, firstInside, endInside - firstInside, tile);
    }
    for (int column = 0; column < geometry.outputWidth(); column++) {
      if (column < firstInside || column >= endInside) {
        accumulateBorder(from, inputRow, top, column, tile);
      }
    }
    int channels = geometry.outputChannels();
    int at = batchRow * geometry.outputWidth() * channels;
    writer.write(tile, geometry.outputWidth(), weights.width(), 0, channels, to, at, channels);
  }

  private int inputPixel(int inputRow, int inputColumn) {
    return (inputRow * geometry.inputWidth() + inputColumn) * geometry.inputChannels();
  }

  private int firstRow(int top) {
    return WindowGeometry.firstTap(top, geometry.window().dilationHeight());
  }

  private int endRow(int top) {
    Window2d window = geometry.window();
    return WindowGeometry.endTap(
        top, window.dilationHeight(), window.kernelHeight(), geometry.inputHeight());
  }

  private boolean meetsInput(int top) {
    return firstRow(top) < endRow(top) && firstRow(top) < geometry.window().kernelHeight();
  }

  /** The first output column whose taps all lie right of the left edge. */
  private int firstInside() {
    Window2d window = geometry.window();
    return Math.min(geometry.outputWidth(), Math.ceilDiv(window.padLeft(), window.strideWidth()));
  }

  /** The first output column with a tap beyond the right edge. */
  private int endInside() {
    Window2d window = geometry.window();
    int reach = (window.kernelWidth() - 1) * window.dilationWidth();
    int room = geometry.inputWidth() - 1 - reach + window.padLeft();
    return room < 0 ? 0 : Math.min(geometry.outputWidth(), room / window.strideWidth() + 1);
  }

  private void accumulateInside(
      byte[] from, int inputRow, int top, int column, int pixels, float[] tile) {
    int taps = geometry.window().kernelWidth();
    DepthwiseKernels.Run run =
        new DepthwiseKernels.Run(
            inputPixel(inputRow, geometry.left(column)),
            geometry.window().strideWidth() * geometry.inputChannels(),
            pixels,
            firstRow(top) * taps,
            endRow(top) * taps);
    float[] start = weights.folded(firstRow(top), endRow(top));
    int width = weights.width();
    int at = column * width;
    if (threeWide) {
      DepthwiseKernels.accumulateThreeWide(
          from, run, tapOffsets, code.flip(), weights.taps(), start, width, tile, at);
    } else {
      DepthwiseKernels.accumulate(
          from, run, tapOffsets, code.flip(), weights.taps(), start, width, tile, at);
    }
  }

  private void accumulateBorder(
      byte[] from, int inputRow, int top, int outputColumn, float[] tile) {
    Window2d window = geometry.window();
    int left = geometry.left(outputColumn);
    int firstRow = firstRow(top);
    int endRow = endRow(top);
    int firstColumn = WindowGeometry.firstTap(left, window.dilationWidth());
    int endColumn =
        WindowGeometry.endTap(
            left, window.dilationWidth(), window.kernelWidth(), geometry.inputWidth());
    int width = weights.width();
    float zeroPoint = code.zeroPoint();
    for (int c = 0; c < width; c += Lanes.COUNT) {
      FloatVector sum = FloatVector.fromArray(Lanes.FLOATS, weights.bias(), c);
      for (int row = firstRow; row < endRow; row++) {
        for (int column = firstColumn; column < endColumn; column++) {
          int tap = row * window.kernelWidth() + column;
          FloatVector weight = FloatVector.fromArray(Lanes.FLOATS, weights.taps(), tap * width + c);
          int pixel = inputPixel(inputRow, left) + tapOffsets[tap] + c;
          sum = Lanes.loadFloats(from, pixel, code.flip()).sub(zeroPoint).fma(weight, sum);
        }
      }
      sum.intoArray(tile, outputColumn * width + c);
    }
  }
}
