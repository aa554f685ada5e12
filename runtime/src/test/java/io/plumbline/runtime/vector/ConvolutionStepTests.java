package io.plumbline.runtime.vector;

import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.OutputStage;
import io.plumbline.runtime.program.Window2d;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Rounding;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConvolutionStepTests {
  private static final Window2d POINT = Window2d.POINT;

  /** One convolution with everything that can vary. */
  private record Case(
      DType input,
      int zeroPoint,
      DType output,
      int outputZeroPoint,
      int batches,
      int height,
      int width,
      int channels,
      int filters,
      int group,
      Window2d window,
      int weightReach,
      int biasReach,
      Rounding rounding,
      int threads,
      double spread) {
    void check(long seed) {
      SingleInstruction program = new SingleInstruction(seed);
      int from = program.input(input, Shape.of(batches, height, width, channels), 0.1f, zeroPoint);
      int outputHeight =
          extent(
              height,
              window.padTop() + window.padBottom(),
              window.kernelHeight(),
              window.dilationHeight(),
              window.strideHeight());
      int outputWidth =
          extent(
              width,
              window.padLeft() + window.padRight(),
              window.kernelWidth(),
              window.dilationWidth(),
              window.strideWidth());
      Shape shape = Shape.of(batches, outputHeight, outputWidth, filters);
      int to = program.value(output, shape, 0.2f, outputZeroPoint);
      int taps = window.kernelHeight() * window.kernelWidth();
      int depth = taps * channels / group;
      byte[] weights = program.bytes(filters * depth, -weightReach, weightReach);
      int[] bias = program.random().ints(filters, -biasReach, biasReach).toArray();
      program.check(
          rounding,
          threads,
          new Instruction.Convolution(
              "conv",
              from,
              to,
              Tensor.of(
                  Shape.of(filters, window.kernelHeight(), window.kernelWidth(), channels / group),
                  weights),
              Tensor.of(Shape.of(filters), bias),
              window,
              group,
              stage(program, depth)));
    }

    private OutputStage stage(SingleInstruction program, int depth) {
      double typical = Math.sqrt(depth) * 70 * weightReach / 2 + biasReach / 2.0;
      List<Float> factors = new ArrayList<>();
      for (int i = 0; i < filters; i++) {
        factors.add((float) (spread * (0.5 + program.random().nextDouble()) / typical));
      }
      return output == DType.FLOAT32
          ? new OutputStage.Dequantised(factors, -20f, Float.POSITIVE_INFINITY)
          : new OutputStage.Requantised(factors, output.minimum() + 3, output.maximum() - 5);
    }

    private static int extent(int input, int pad, int kernel, int dilation, int stride) {
      return (input + pad - (kernel - 1) * dilation - 1) / stride + 1;
    }

    Case with(Window2d other) {
      return new Case(
          input,
          zeroPoint,
          output,
          outputZeroPoint,
          batches,
          height,
          width,
          channels,
          filters,
          group,
          other,
          weightReach,
          biasReach,
          rounding,
          threads,
          spread);
    }

    Case channels(int in, int out, int groups) {
      return new Case(
          input,
          zeroPoint,
          output,
          outputZeroPoint,
          batches,
          height,
          width,
          in,
          out,
          groups,
          window,
          weightReach,
          biasReach,
          rounding,
          threads,
          spread);
    }

    Case types(DType in, int inZero, DType out, int outZero) {
      return new Case(
          in,
          inZero,
          out,
          outZero,
          batches,
          height,
          width,
          channels,
          filters,
          group,
          window,
          weightReach,
          biasReach,
          rounding,
          threads,
          spread);
    }

    Case reach(int weight, int biasLimit) {
      return new Case(
          input,
          zeroPoint,
          output,
          outputZeroPoint,
          batches,
          height,
          width,
          channels,
          filters,
          group,
          window,
          weight,
          biasLimit,
          rounding,
          threads,
          spread);
    }

    Case rounding(Rounding other) {
      return new Case(
          input,
          zeroPoint,
          output,
          outputZeroPoint,
          batches,
          height,
          width,
          channels,
          filters,
          group,
          window,
          weightReach,
          biasReach,
          other,
          threads,
          spread);
    }

    Case spread(double factor) {
      return new Case(
          input,
          zeroPoint,
          output,
          outputZeroPoint,
          batches,
          height,
          width,
          channels,
          filters,
          group,
          window,
          weightReach,
          biasReach,
          rounding,
          threads,
          factor);
    }

    Case threads(int count) {
      return new Case(
          input,
          zeroPoint,
          output,
          outputZeroPoint,
          batches,
          height,
          width,
          channels,
          filters,
          group,
          window,
          weightReach,
          biasReach,
          rounding,
          count,
          spread);
    }
  }

  private static Case base() {
    return new Case(
        DType.INT8,
        -7,
        DType.INT8,
        11,
        2,
        7,
        5,
        19,
        37,
        1,
        POINT,
        127,
        2000,
        Rounding.HALF_EVEN,
        1,
        80);
  }

  private static Window2d square(int kernel, int stride, int dilation, int pad) {
    return new Window2d(kernel, kernel, stride, stride, dilation, dilation, pad, pad, pad, pad);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 15, 16, 17, 31, 32, 33, 47, 63, 64, 65, 80, 97, 131, 144})
  void pointConvolutionsOfAnyNumberOfFiltersAreExact(int filters) {
    base().channels(13, filters, 1).check(filters);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 16, 17, 61, 64, 97, 521})
  void pointConvolutionsOfAnyDepthAreExact(int channels) {
    base().channels(channels, 23, 1).check(channels);
  }

  @ParameterizedTest
  @CsvSource({
    "1,2,1,0", "2,1,1,1", "3,1,1,1", "3,2,1,1", "3,1,2,2", "3,2,3,3", "5,1,1,2", "5,3,1,0",
    "7,2,1,3", "3,1,1,3", "4,4,1,0"
  })
  void windowsOfAnyKindAreExact(int kernel, int stride, int dilation, int pad) {
    Window2d window = square(kernel, stride, dilation, pad);
    base().with(window).channels(3, 33, 1).check(1);
    base().with(window).channels(17, 9, 1).check(2);
    base().with(window).channels(19, 19, 19).check(3);
    base().with(window).channels(32, 32, 32).check(4);
    base().with(window).channels(12, 18, 3).check(5);
    base().with(window).channels(6, 12, 6).check(6);
  }

  @Test
  void unequalSidesAreExact() {
    Window2d window = new Window2d(3, 2, 1, 2, 2, 1, 1, 0, 3, 1);
    base().with(window).check(1);
    base().with(window).channels(21, 21, 21).check(2);
    base().with(window).channels(4, 4, 2).check(3);
  }

  @ParameterizedTest
  @EnumSource(names = {"INT8", "UINT8"})
  void bothByteTypesAndAllZeroPointsAreExact(DType dtype) {
    for (int zeroPoint : new int[] {dtype.minimum(), dtype.minimum() + 1, 3, dtype.maximum()}) {
      for (Window2d window : List.of(POINT, square(3, 1, 1, 1))) {
        base().types(dtype, zeroPoint, dtype, zeroPoint).with(window).check(1);
        base().types(dtype, zeroPoint, dtype, 5).with(window).channels(33, 33, 33).check(2);
        base().types(dtype, zeroPoint, DType.FLOAT32, 0).with(window).check(3);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void valuesOf16BitsAreExact(Rounding rounding) {
    List<Case> kinds =
        List.of(
            base().types(DType.INT16, 0, DType.INT16, 0),
            base().types(DType.INT16, 0, DType.INT8, 7),
            base().types(DType.UINT8, 3, DType.INT16, 0),
            base().types(DType.INT16, 0, DType.FLOAT32, 0));
    for (Case kind : kinds) {
      Case each = kind.rounding(rounding).reach(127, 1 << 20);
      for (double spread : new double[] {1e-3, 1, 1e3, 1e38}) {
        each.spread(spread).channels(5, 37, 1).check(1);
      }
      each.with(square(3, 2, 1, 1)).channels(12, 18, 3).threads(2).check(2);
      each.with(square(3, 1, 1, 1)).channels(19, 19, 19).threads(2).check(3);
      each.with(square(3, 1, 1, 1)).channels(64, 3, 1).check(4);
    }
  }

  @Test
  void sumsOfNothingAreTheirBias() {
    for (DType dtype : List.of(DType.INT8, DType.INT16)) {
      base().types(dtype, 0, dtype, 0).channels(0, 4, 1).check(1);
      base().types(dtype, 0, dtype, 0).channels(0, 4, 2).check(2);
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyRoundingIsExact(Rounding rounding) {
    base().rounding(rounding).check(1);
    base().rounding(rounding).reach(1, 4).check(2);
    base().rounding(rounding).with(square(3, 1, 1, 1)).channels(20, 20, 20).check(3);
  }

  @Test
  void sumsBeyondTheExactRangeOfFloatAreExact() {
    for (int filters : new int[] {5, 16, 40, 64, 70}) {
      base().channels(1200, filters, 1).check(1);
      base().channels(600, filters, 1).reach(127, 1 << 30).check(2);
      base().types(DType.UINT8, 0, DType.FLOAT32, 0).channels(1031, filters, 1).check(3);
    }
    base().with(square(3, 1, 1, 1)).channels(24, 24, 24).reach(127, 1 << 30).check(4);
    base().with(square(3, 1, 1, 1)).channels(24, 24, 24).reach(127, Integer.MAX_VALUE).check(5);
    base().channels(24, 24, 1).reach(127, Integer.MAX_VALUE).check(6);
  }

  @ParameterizedTest
  @EnumSource
  void factorsOfAnyMagnitudeAreExact(Rounding rounding) {
    for (double spread : new double[] {1e-30, 1e-3, 0.5, 1e4, 1e6, 1e12, 1e38}) {
      base().channels(3, 18, 1).rounding(rounding).spread(spread).check(1);
      base().channels(18, 18, 18).rounding(rounding).spread(spread).check(2);
      base().types(DType.INT8, 1, DType.FLOAT32, 0).rounding(rounding).spread(spread).check(3);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5})
  void anyNumberOfThreadsGivesTheSame(int threads) {
    base().threads(threads).check(1);
    base().threads(threads).with(square(3, 2, 1, 1)).channels(40, 40, 40).check(2);
    base().threads(threads).with(square(3, 2, 1, 1)).channels(3, 40, 1).check(3);
  }
}
