package io.plumbline.runtime.cases;

import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Layout;
import io.plumbline.runtime.program.OutputStage;
import io.plumbline.runtime.program.Window2d;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Rounding;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Convolutions of every kind of geometry, grouping, encoding and output stage. */
final class ConvolutionCases {
  private static final Window2d SAME_3X3 = new Window2d(3, 3, 1, 1, 1, 1, 1, 1, 1, 1);
  private static final Window2d STRIDED_3X3 = new Window2d(3, 3, 2, 2, 1, 1, 1, 1, 1, 1);
  private static final Window2d LOPSIDED = new Window2d(3, 5, 2, 1, 1, 2, 0, 3, 1, 4);
  private static final Window2d DILATED = new Window2d(3, 3, 1, 1, 2, 3, 2, 3, 2, 3);

  private ConvolutionCases() {}

  static List<ExecutorCase> all() {
    List<ExecutorCase> cases = new ArrayList<>();
    for (DType dtype : List.of(DType.INT8, DType.UINT8)) {
      cases.add(conv(dtype, 1, 7, 5, 3, 8, 1, SAME_3X3));
      cases.add(conv(dtype, 2, 9, 11, 16, 13, 1, STRIDED_3X3));
      cases.add(conv(dtype, 1, 6, 6, 5, 7, 1, LOPSIDED));
      cases.add(conv(dtype, 1, 8, 9, 4, 6, 1, DILATED));
      cases.add(conv(dtype, 1, 7, 7, 17, 33, 1, Window2d.POINT));
      cases.add(conv(dtype, 1, 5, 3, 64, 24, 1, Window2d.POINT));
      cases.add(conv(dtype, 3, 1, 1, 1, 1, 1, Window2d.POINT));
      cases.add(conv(dtype, 1, 7, 5, 12, 18, 3, SAME_3X3));
      cases.add(conv(dtype, 1, 4, 4, 64, 32, 2, Window2d.POINT));
      cases.add(conv(dtype, 1, 7, 9, 16, 16, 16, SAME_3X3));
      cases.add(conv(dtype, 1, 7, 9, 33, 33, 33, STRIDED_3X3));
      cases.add(conv(dtype, 2, 6, 5, 7, 7, 7, DILATED));
      cases.add(conv(dtype, 1, 5, 5, 6, 12, 6, SAME_3X3));
      cases.add(conv(dtype, 1, 16, 16, 3, 16, 1, new Window2d(7, 7, 2, 2, 1, 1, 3, 3, 3, 3)));
      cases.add(edges(dtype));
    }
    cases.add(conv(DType.INT16, 1, 5, 5, 6, 7, 1, SAME_3X3));
    for (Rounding rounding : Rounding.values()) {
      cases.add(ties(rounding));
    }
    cases.add(extremes("largest", 127, 127));
    cases.add(extremes("smallest", -128, 127));
    cases.add(extremes("negative", -128, -127));
    cases.add(singleMultiplier());
    cases.add(dequantised());
    cases.add(stepped(1, 18));
    cases.add(stepped(10, 10));
    return List.copyOf(cases);
  }

  private static ExecutorCase conv(
      DType dtype,
      int batch,
      int height,
      int width,
      int channels,
      int filters,
      int group,
      Window2d window) {
    String name =
        "conv %s %dx%dx%dx%d to %d, %d groups, %dx%d stride %d dilation %d"
            .formatted(
                dtype.label(),
                batch,
                height,
                width,
                channels,
                filters,
                group,
                window.kernelHeight(),
                window.kernelWidth(),
                window.strideHeight(),
                window.dilationHeight());
    Integers data = new Integers(name.length() * 31L + channels);
    QuantParams in = QuantParams.perTensor(dtype, data.scale(), dtype.minimum() + 77);
    int taps = window.kernelHeight() * window.kernelWidth() * (channels / group);
    float outputScale = (float) (in.scale() * 0.01 * Math.sqrt(taps) * 74);
    QuantParams out = QuantParams.perTensor(dtype, outputScale, dtype.minimum() + 140);
    ProgramBuilder builder = new ProgramBuilder();
    int input =
        builder.feedImage(
            in,
            data.of(dtype, (long) batch * height * width * channels),
            batch,
            height,
            width,
            channels);
    Tensor weights =
        data.weights(filters, window.kernelHeight(), window.kernelWidth(), channels / group);
    Tensor bias =
        Tensor.ofIntegers(DType.INT32, Shape.of(filters), data.between(-5000, 5000, filters));
    List<Float> multipliers = new ArrayList<>();
    for (int filter = 0; filter < filters; filter++) {
      double weightScale = 0.004 + 0.012 * filter / filters;
      multipliers.add((float) (in.scale() * weightScale / out.scale()));
    }
    int low = filters % 2 == 0 ? out.zeroPoint() : dtype.minimum();
    int high = filters % 3 == 0 ? out.zeroPoint() + 90 : dtype.maximum();
    int output =
        builder.image(out, batch, window.outputHeight(height), window.outputWidth(width), filters);
    builder.add(
        new Instruction.Convolution(
            "conv",
            input,
            output,
            weights,
            bias,
            window,
            group,
            new OutputStage.Requantised(multipliers, low, high)));
    return builder.output(output).build(name);
  }

  /** Multiplier one half makes every odd accumulator a tie. */
  private static ExecutorCase ties(Rounding rounding) {
    QuantParams params = QuantParams.perTensor(DType.INT8, 0.5f, 3);
    ProgramBuilder builder = new ProgramBuilder();
    int[] pixels = new int[256];
    Arrays.setAll(pixels, i -> i - 128);
    int input = builder.feedImage(params, pixels, 1, 16, 16, 1);
    int output = builder.image(params, 1, 16, 16, 1);
    Tensor weights = Tensor.ofIntegers(DType.INT8, Shape.of(1, 1, 1, 1), 1);
    builder.add(
        new Instruction.Convolution(
            "conv",
            input,
            output,
            weights,
            Tensor.of(Shape.of(1), 0),
            Window2d.POINT,
            1,
            new OutputStage.Requantised(List.of(0.5f), -128, 127)));
    return builder.output(output).build("conv ties " + rounding, rounding);
  }

  /** Every product at a limit, through accumulators above 2²⁴ that float32 has to round. */
  private static ExecutorCase extremes(String name, int pixel, int weight) {
    int channels = 1031;
    QuantParams in = QuantParams.perTensor(DType.INT8, 0.02f, pixel > 0 ? -128 : 127);
    QuantParams out = QuantParams.perTensor(DType.INT8, 0.1f, -5);
    ProgramBuilder builder = new ProgramBuilder();
    int[] pixels = new int[2 * 2 * channels];
    Arrays.fill(pixels, pixel);
    int input = builder.feedImage(in, pixels, 1, 2, 2, channels);
    byte[] filters = new byte[3 * channels];
    Arrays.fill(filters, (byte) weight);
    Tensor weights = Tensor.of(Shape.of(3, 1, 1, channels), filters);
    Tensor bias = Tensor.of(Shape.of(3), 1_000_000_007, -1_000_000_007, 1);
    int output = builder.image(out, 1, 2, 2, 3);
    builder.add(
        new Instruction.Convolution(
            "conv",
            input,
            output,
            weights,
            bias,
            Window2d.POINT,
            1,
            new OutputStage.Requantised(List.of(9e-8f, 9e-8f, 3e-6f), -128, 127)));
    return builder.output(output).build("conv extremes " + name);
  }

  /**
   * Pairs of products that just fit into 16 bits together and pairs that just do not, with inputs
   * at both ends; the sums themselves are the result.
   */
  private static ExecutorCase edges(DType dtype) {
    int[] fitting = {64, 64, 127, 1, -128, 0, -64, -64, 0, -128, 1, -127, -63, 65, 0, 0};
    int[] others = {65, 64, 127, 127, -128, -128, -65, -64, -128, 127, 64, 65, 127, 2, -1, -128};
    int channels = 40;
    int filters = 20;
    int[] weights = new int[filters * channels];
    for (int i = 0; i < weights.length; i++) {
      int quad = i % channels / 4;
      int[] pairs = quad % 2 == 0 ? fitting : others;
      weights[i] = pairs[(2 * (i / channels + quad) + i % 4) % pairs.length];
    }
    QuantParams in = QuantParams.perTensor(dtype, 0.02f, dtype.minimum());
    ProgramBuilder builder = new ProgramBuilder();
    int[] pixels = new int[7 * channels];
    Arrays.setAll(
        pixels, i -> i / channels % 3 == 0 || i % 3 == 1 ? dtype.maximum() : dtype.minimum());
    int input = builder.feedImage(in, pixels, 1, 1, 7, channels);
    int output =
        builder.value(DType.FLOAT32, Layout.CHANNELS_LAST, Optional.empty(), 1, 1, 7, filters);
    builder.add(
        new Instruction.Convolution(
            "conv",
            input,
            output,
            Tensor.ofIntegers(DType.INT8, Shape.of(filters, 1, 1, channels), weights),
            Tensor.ofIntegers(DType.INT32, Shape.of(filters), new int[filters]),
            Window2d.POINT,
            1,
            new OutputStage.Dequantised(
                List.of(1f), Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY)));
    return builder.output(output).build("conv %s at the edge of 16 bits".formatted(dtype.label()));
  }

  private static ExecutorCase singleMultiplier() {
    Integers data = new Integers(5);
    QuantParams in = QuantParams.perTensor(DType.UINT8, 0.02f, 0);
    QuantParams out = QuantParams.perTensor(DType.INT8, 0.3f, 10);
    ProgramBuilder builder = new ProgramBuilder();
    int input = builder.feedImage(in, data.of(DType.UINT8, 5 * 5 * 9), 1, 5, 5, 9);
    int output = builder.image(out, 1, 5, 5, 10);
    builder.add(
        new Instruction.Convolution(
            "conv",
            input,
            output,
            data.weights(10, 3, 3, 9),
            Tensor.ofIntegers(DType.INT32, Shape.of(10), data.between(-900, 900, 10)),
            SAME_3X3,
            1,
            new OutputStage.Requantised(List.of(0.0007f), -100, 101)));
    return builder.output(output).build("conv u8 to s8, one multiplier");
  }

  /** Uneven steps, some of them out of reach; two tables for the channels in turn. */
  private static ExecutorCase stepped(int groups, int filters) {
    Integers data = new Integers(7);
    QuantParams in = QuantParams.perTensor(DType.INT8, 0.02f, -3);
    QuantParams out = QuantParams.perTensor(DType.INT8, 0.1f, -100);
    ProgramBuilder builder = new ProgramBuilder();
    int input = builder.feedImage(in, data.of(DType.INT8, 5 * 4 * 10), 1, 5, 4, 10);
    int output = builder.image(out, 1, 5, 4, filters);
    builder.add(
        new Instruction.Convolution(
            "conv",
            input,
            output,
            data.weights(filters, 3, 3, 10 / groups),
            Tensor.ofIntegers(DType.INT32, Shape.of(filters), data.between(-900, 900, filters)),
            SAME_3X3,
            groups,
            new OutputStage.Stepped(
                List.of(0.9f),
                List.of(-32768, -9000, -2000, -300, -1, 0, 2, 700, 5000, 30000, 32767, -32768, 40),
                List.of(-100, -101, -99, 0, 5, 7, 9, 100, 127, -128, 1, 11, 12),
                IntStream.range(0, filters).map(c -> c % 2).boxed().toList())));
    return builder.output(output).build("conv with a fused function, %d groups".formatted(groups));
  }

  private static ExecutorCase dequantised() {
    Integers data = new Integers(6);
    QuantParams in = QuantParams.perTensor(DType.INT8, 0.02f, -3);
    ProgramBuilder builder = new ProgramBuilder();
    int input = builder.feedImage(in, data.of(DType.INT8, 5 * 4 * 10), 1, 5, 4, 10);
    int output = builder.value(DType.FLOAT32, Layout.CHANNELS_LAST, Optional.empty(), 1, 5, 4, 3);
    builder.add(
        new Instruction.Convolution(
            "conv",
            input,
            output,
            data.weights(3, 3, 3, 10),
            Tensor.of(Shape.of(3), 5, -6, 7),
            SAME_3X3,
            1,
            new OutputStage.Dequantised(
                List.of(0.0001f, 0.0002f, 0.00033f), 0, Float.POSITIVE_INFINITY)));
    return builder.output(output).build("conv to float32 with relu");
  }
}
