package io.plumbline.benchmarks;

import io.plumbline.runtime.program.ArithmeticFunction;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Layout;
import io.plumbline.runtime.program.OutputStage;
import io.plumbline.runtime.program.Program;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.runtime.program.Window2d;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Rounding;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * A program with the layers of MobileNetV2 1.0/224 (Sandler et al., "MobileNetV2: Inverted
 * Residuals and Linear Bottlenecks", table 2) and random weights: what the real model costs,
 * without needing it.
 */
final class SyntheticMobileNet {
  private static final int[][] BOTTLENECKS = {
    {1, 16, 1, 1},
    {6, 24, 2, 2},
    {6, 32, 3, 2},
    {6, 64, 4, 2},
    {6, 96, 3, 1},
    {6, 160, 3, 2},
    {6, 320, 1, 1}
  };
  private static final int RECTIFIED = -128;
  private static final int CENTRED = 3;
  private static final float SCALE = 0.05f;

  private final Random random = new Random(20260101);
  private final List<ProgramValue> values = new ArrayList<>();
  private final List<Instruction> instructions = new ArrayList<>();
  private int size;

  private SyntheticMobileNet() {}

  static Program program() {
    return new SyntheticMobileNet().build();
  }

  private Program build() {
    size = 224;
    int input = value("input", DType.FLOAT32, Shape.of(1, 3, size, size), Layout.PLAIN, CENTRED);
    int quantized =
        value("quantized", DType.INT8, Shape.of(1, 3, size, size), Layout.PLAIN, CENTRED);
    instructions.add(new Instruction.Quantize("quantize", input, quantized));
    int x = image("channels_last", 3, CENTRED);
    instructions.add(new Instruction.Permute("permute", quantized, x, List.of(0, 2, 3, 1)));
    x = convolution(x, 32, 3, 2, 1, true);
    for (int[] bottleneck : BOTTLENECKS) {
      for (int i = 0; i < bottleneck[2]; i++) {
        x = bottleneck(x, bottleneck[0], bottleneck[1], i == 0 ? bottleneck[3] : 1);
      }
    }
    x = convolution(x, 1280, 1, 1, 1, true);
    int pooled =
        value("pooled", DType.INT8, Shape.of(1, 1, 1, 1280), Layout.CHANNELS_LAST, RECTIFIED);
    instructions.add(new Instruction.Mean("pool", x, pooled, List.of(1, 2)));
    int flat = value("flat", DType.INT8, Shape.of(1, 1280), Layout.PLAIN, RECTIFIED);
    instructions.add(new Instruction.Reshape("flatten", pooled, flat));
    int logits = value("logits", DType.FLOAT32, Shape.of(1, 1000), Layout.PLAIN, 0);
    instructions.add(
        new Instruction.Linear(
            "classifier",
            flat,
            logits,
            weights(Shape.of(1000, 1280)),
            bias(1000),
            new OutputStage.Dequantised(
                List.of(0.001f), Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY)));
    return new Program(
        "synthetic-mobilenet",
        Rounding.HALF_EVEN,
        values,
        List.of(input),
        List.of(logits),
        new LinkedHashMap<>(),
        instructions);
  }

  private int bottleneck(int input, int expansion, int channels, int stride) {
    int hidden = values.get(input).shape().intDim(3) * expansion;
    int x = expansion == 1 ? input : convolution(input, hidden, 1, 1, 1, true);
    x = convolution(x, hidden, 3, stride, hidden, true);
    x = convolution(x, channels, 1, 1, 1, false);
    if (stride != 1 || values.get(input).shape().intDim(3) != channels) {
      return x;
    }
    int sum = image("sum_" + values.size(), channels, CENTRED);
    instructions.add(
        new Instruction.Arithmetic(
            "add_" + sum,
            ArithmeticFunction.ADD,
            input,
            x,
            sum,
            Float.NEGATIVE_INFINITY,
            Float.POSITIVE_INFINITY));
    return sum;
  }

  private int convolution(
      int input, int filters, int kernel, int stride, int group, boolean rectified) {
    int depth = kernel * kernel * values.get(input).shape().intDim(3) / group;
    int pad = kernel / 2;
    size = (size + 2 * pad - kernel) / stride + 1;
    int output = image("conv_" + values.size(), filters, rectified ? RECTIFIED : CENTRED);
    List<Float> multipliers = new ArrayList<>();
    for (int i = 0; i < filters; i++) {
      multipliers.add((float) (0.02 * (0.5 + random.nextDouble()) / Math.sqrt(depth)));
    }
    instructions.add(
        new Instruction.Convolution(
            values.get(output).name(),
            input,
            output,
            weights(Shape.of(filters, kernel, kernel, depth / kernel / kernel)),
            bias(filters),
            new Window2d(kernel, kernel, stride, stride, 1, 1, pad, pad, pad, pad),
            group,
            new OutputStage.Requantised(multipliers, -128, 127)));
    return output;
  }

  private Tensor weights(Shape shape) {
    byte[] weights = new byte[Math.toIntExact(shape.elements())];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (byte) Math.clamp(Math.round(random.nextGaussian() * 30), -127, 127);
    }
    return Tensor.of(shape, weights);
  }

  private Tensor bias(int channels) {
    return Tensor.of(Shape.of(channels), random.ints(channels, -2000, 2000).toArray());
  }

  private int image(String name, int channels, int zeroPoint) {
    return value(
        name, DType.INT8, Shape.of(1, size, size, channels), Layout.CHANNELS_LAST, zeroPoint);
  }

  private int value(String name, DType dtype, Shape shape, Layout layout, int zeroPoint) {
    Optional<QuantParams> params =
        dtype == DType.INT8
            ? Optional.of(QuantParams.perTensor(dtype, SCALE, zeroPoint))
            : Optional.empty();
    values.add(new ProgramValue(name, dtype, shape, layout, params));
    return values.size() - 1;
  }
}
