package io.plumbline.runtime.vector;

import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Program;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.runtime.program.Window2d;
import java.util.Optional;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * A convolution with one filter for each channel, vectorised over channels. Inside, four
 * neighbouring output pixels share each weight; at the border taps outside are left out.
 */
final class DepthwiseStep implements Step {
  private static final int PIXELS = 4;

  private final int input;
  private final int output;
  private final WindowGeometry geometry;
  private final ByteCode code;
  private final DepthwiseWeights weights;
  private final int[] tapOffsets;
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
    return DepthwiseWeights.of(convolution.weights().toBytes(), convolution.bias().toInts(), code)
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
          float[] tile = scratch.tile(PIXELS * weights.width());
          for (int row = begin; row < end; row++) {
            runRow(from, to, row, tile);
          }
        });
  }

  private void runRow(byte[] from, byte[] to, int batchRow, float[] tile) {
    int top = geometry.top(batchRow % geometry.outputHeight());
    int inputRow = batchRow / geometry.outputHeight() * geometry.inputHeight() + top;
    int firstInside = firstInside();
    int endInside = insideRow(top) ? Math.max(firstInside, endInside()) : firstInside;
    int column = 0;
    while (column < geometry.outputWidth()) {
      int pixels = 1;
      if (column >= firstInside && column + PIXELS <= endInside) {
        pixels = PIXELS;
        accumulateInside(from, inputPixel(inputRow, geometry.left(column)), tile);
      } else {
        accumulateBorder(from, inputRow, top, geometry.left(column), tile);
      }
      int at = (batchRow * geometry.outputWidth() + column) * geometry.outputChannels();
      writer.write(
          tile,
          pixels,
          weights.width(),
          0,
          geometry.outputChannels(),
          to,
          at,
          geometry.outputChannels());
      column += pixels;
    }
  }

  private int inputPixel(int inputRow, int inputColumn) {
    return (inputRow * geometry.inputWidth() + inputColumn) * geometry.inputChannels();
  }

  private boolean insideRow(int top) {
    Window2d window = geometry.window();
    int reach = (window.kernelHeight() - 1) * window.dilationHeight();
    return top >= 0 && top + reach < geometry.inputHeight();
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

  private void accumulateInside(byte[] from, int at, float[] tile) {
    int width = weights.width();
    int next = geometry.window().strideWidth() * geometry.inputChannels();
    byte flip = code.flip();
    float[] taps = weights.taps();
    float[] start = weights.folded();
    int[] offsets = tapOffsets;
    for (int c = 0; c < width; c += Lanes.COUNT) {
      FloatVector first = FloatVector.fromArray(Lanes.FLOATS, start, c);
      FloatVector second = first;
      FloatVector third = first;
      FloatVector fourth = first;
      for (int tap = 0; tap < offsets.length; tap++) {
        FloatVector weight = FloatVector.fromArray(Lanes.FLOATS, taps, tap * width + c);
        int pixel = at + offsets[tap] + c;
        first =
            ((FloatVector)
                    ByteVector.fromArray(Lanes.BYTES, from, pixel)
                        .lanewise(VectorOperators.XOR, flip)
                        .convertShape(VectorOperators.B2F, Lanes.FLOATS, 0))
                .fma(weight, first);
        second =
            ((FloatVector)
                    ByteVector.fromArray(Lanes.BYTES, from, pixel + next)
                        .lanewise(VectorOperators.XOR, flip)
                        .convertShape(VectorOperators.B2F, Lanes.FLOATS, 0))
                .fma(weight, second);
        third =
            ((FloatVector)
                    ByteVector.fromArray(Lanes.BYTES, from, pixel + 2 * next)
                        .lanewise(VectorOperators.XOR, flip)
                        .convertShape(VectorOperators.B2F, Lanes.FLOATS, 0))
                .fma(weight, third);
        fourth =
            ((FloatVector)
                    ByteVector.fromArray(Lanes.BYTES, from, pixel + 3 * next)
                        .lanewise(VectorOperators.XOR, flip)
                        .convertShape(VectorOperators.B2F, Lanes.FLOATS, 0))
                .fma(weight, fourth);
      }
      first.intoArray(tile, c);
      second.intoArray(tile, width + c);
      third.intoArray(tile, 2 * width + c);
      fourth.intoArray(tile, 3 * width + c);
    }
  }

  private void accumulateBorder(byte[] from, int inputRow, int top, int left, float[] tile) {
    Window2d window = geometry.window();
    int firstRow = WindowGeometry.firstTap(top, window.dilationHeight());
    int endRow =
        WindowGeometry.endTap(
            top, window.dilationHeight(), window.kernelHeight(), geometry.inputHeight());
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
      sum.intoArray(tile, c);
    }
  }
}
