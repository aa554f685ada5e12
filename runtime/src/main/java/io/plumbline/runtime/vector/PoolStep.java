package io.plumbline.runtime.vector;

import io.plumbline.runtime.arithmetic.Accumulator;
import io.plumbline.runtime.arithmetic.AccumulatorBound;
import io.plumbline.runtime.program.Pooling;
import io.plumbline.runtime.program.Program;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.runtime.program.Window2d;
import java.util.Optional;

/** The walk of a pooling window over a channels-last value, vectorised over channels. */
abstract sealed class PoolStep implements Step
    permits MaxPoolStep, WideMaxPoolStep, AveragePoolStep, NormPoolStep {
  private final int input;
  private final int output;
  private final WindowGeometry geometry;

  PoolStep(int input, int output, WindowGeometry geometry) {
    this.input = input;
    this.output = output;
    this.geometry = geometry;
  }

  /** The fast form of a pooling; empty where it has none for its types. */
  static Optional<Step> of(Pooling pooling, Program program) {
    ProgramValue from = program.value(pooling.input());
    ProgramValue to = program.value(pooling.output());
    WindowGeometry geometry = WindowGeometry.of(pooling.window(), from.shape(), to.shape());
    if (pooling instanceof Pooling.MaxPool pool
        && from.dtype().bytes() == Short.BYTES
        && IntegerReader.reads(from)
        && from.dtype() == to.dtype()) {
      return Optional.of(new WideMaxPoolStep(pool, geometry, from.dtype()));
    }
    if (!ByteCode.reads(from) || !ByteCode.reads(to) || !fitsInt(pooling, from)) {
      return Optional.empty();
    }
    Quantizer quantizer = Quantizer.of(to, program.rounding());
    return Optional.of(
        switch (pooling) {
          case Pooling.NormPool pool -> new NormPoolStep(pool, geometry, from, to, quantizer);
          case Pooling.MaxPool pool -> new MaxPoolStep(pool, geometry, from.dtype());
          case Pooling.AveragePool pool -> new AveragePoolStep(pool, geometry, from, to, quantizer);
        });
  }

  /** Whether sums of int32 lanes are exact. */
  private static boolean fitsInt(Pooling pooling, ProgramValue from) {
    long taps = (long) pooling.window().kernelHeight() * pooling.window().kernelWidth();
    long largest = pooling.largestTerm(AccumulatorBound.largest(from.quant()));
    return AccumulatorBound.products(taps, largest, 1) <= Accumulator.INT32.limit();
  }

  /** The taps of one window that lie inside the input: element indices and their count. */
  record Taps(int first, int rows, int rowStep, int columns, int columnStep) {
    int count() {
      return rows * columns;
    }
  }

  /**
   * Computes the channels of one output pixel.
   *
   * @param at the first channel of the output pixel
   */
  abstract void pool(byte[] from, Taps taps, int outputRow, int outputColumn, byte[] to, int at);

  WindowGeometry geometry() {
    return geometry;
  }

  @Override
  public final void run(RunContext context) {
    byte[] from = context.bytes(input);
    byte[] to = context.bytes(output);
    context.parallel(
        geometry.outputRows(),
        (begin, end, _) -> {
          for (int row = begin; row < end; row++) {
            runRow(from, to, row);
          }
        });
  }

  private void runRow(byte[] from, byte[] to, int batchRow) {
    int row = batchRow % geometry.outputHeight();
    int batch = batchRow / geometry.outputHeight();
    for (int column = 0; column < geometry.outputWidth(); column++) {
      int at = (batchRow * geometry.outputWidth() + column) * geometry.outputChannels();
      pool(from, taps(batch, row, column), row, column, to, at);
    }
  }

  private Taps taps(int batch, int row, int column) {
    Window2d window = geometry.window();
    int channels = geometry.inputChannels();
    int top = geometry.top(row);
    int left = geometry.left(column);
    int firstRow = WindowGeometry.firstTap(top, window.dilationHeight());
    int endRow =
        WindowGeometry.endTap(
            top, window.dilationHeight(), window.kernelHeight(), geometry.inputHeight());
    int firstColumn = WindowGeometry.firstTap(left, window.dilationWidth());
    int endColumn =
        WindowGeometry.endTap(
            left, window.dilationWidth(), window.kernelWidth(), geometry.inputWidth());
    int y = batch * geometry.inputHeight() + top + firstRow * window.dilationHeight();
    int x = left + firstColumn * window.dilationWidth();
    return new Taps(
        (y * geometry.inputWidth() + x) * channels,
        endRow - firstRow,
        window.dilationHeight() * geometry.inputWidth() * channels,
        endColumn - firstColumn,
        window.dilationWidth() * channels);
  }
}
