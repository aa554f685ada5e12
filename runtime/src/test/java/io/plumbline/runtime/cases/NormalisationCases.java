package io.plumbline.runtime.cases;

import io.plumbline.runtime.program.Instruction;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Softmax and layer normalisation between quantized and float32 values. */
final class NormalisationCases {
  private NormalisationCases() {}

  static List<ExecutorCase> all() {
    List<ExecutorCase> cases = new ArrayList<>();
    for (DType dtype : List.of(DType.INT8, DType.UINT8, DType.INT16, DType.UINT16)) {
      cases.add(softmax(dtype, false, 3, 17));
      cases.add(softmax(dtype, false, 1, 1000));
      cases.add(softmax(dtype, true, 2, 2, 10));
      cases.add(layerNorm(dtype, 1, 5, 33));
      cases.add(layerNorm(dtype, 2, 3, 4, 16));
    }
    cases.add(softmax(DType.INT8, false, 4, 1));
    cases.add(softmaxOfReals(false));
    cases.add(softmaxOfReals(true));
    cases.add(layerNormOfReals());
    cases.add(layerNormOfConstantRow());
    return List.copyOf(cases);
  }

  private static ExecutorCase softmax(DType dtype, boolean logarithm, long... dims) {
    QuantParams in =
        QuantParams.perTensor(dtype, dtype.bytes() == 1 ? 0.11f : 0.0007f, dtype.minimum() + 90);
    QuantParams out =
        logarithm
            ? QuantParams.perTensor(DType.INT8, 0.2f, 127)
            : QuantParams.perTensor(DType.UINT8, 1 / 256f, 0);
    ProgramBuilder builder = new ProgramBuilder();
    int input = builder.feed(builder.quantized(in, dims), new Integers(31).tensor(dtype, dims));
    int quantized = builder.quantized(out, dims);
    int real = builder.real(dims);
    builder.add(new Instruction.Softmax("quantized", input, quantized, logarithm));
    builder.add(new Instruction.Softmax("real", input, real, logarithm));
    return builder
        .output(quantized)
        .output(real)
        .build(
            "%s %s %s"
                .formatted(logarithm ? "log-softmax" : "softmax", dtype.label(), Shape.of(dims)));
  }

  /** Ordinary and masked elements; a row with +∞ and a row of −∞, which are NaN throughout. */
  private static ExecutorCase softmaxOfReals(boolean logarithm) {
    float masked = Float.NEGATIVE_INFINITY;
    float[] rows = {
      1,
      2,
      3,
      -0f,
      88,
      -88,
      0.1f,
      100,
      99.5f,
      45,
      masked,
      99.9999f,
      -1e30f,
      1,
      2,
      3,
      -0f,
      88,
      -88,
      0.1f,
      100,
      Float.POSITIVE_INFINITY,
      45,
      masked,
      99.9999f,
      -1e30f,
      masked,
      masked,
      masked,
      masked,
      masked,
      masked,
      masked,
      masked,
      masked,
      masked,
      masked,
      masked,
      masked
    };
    ProgramBuilder builder = new ProgramBuilder();
    int input = builder.feed(builder.real(3, 13), Tensor.of(Shape.of(3, 13), rows));
    int output = builder.real(3, 13);
    int quantized = builder.quantized(QuantParams.perTensor(DType.UINT8, 1 / 256f, 3), 3, 13);
    builder.add(new Instruction.Softmax("softmax", input, output, logarithm));
    builder.add(new Instruction.Quantize("quantize", output, quantized));
    return builder
        .output(output)
        .output(quantized)
        .build((logarithm ? "log-softmax" : "softmax") + " of float32");
  }

  private static ExecutorCase layerNorm(DType dtype, int axes, long... dims) {
    Integers data = new Integers(33);
    QuantParams in = QuantParams.perTensor(dtype, 0.013f, dtype.minimum() + 140);
    QuantParams out = QuantParams.perTensor(DType.INT8, 0.03f, 5);
    long length = 1;
    for (int axis = 1; axis <= axes; axis++) {
      length *= dims[dims.length - axis];
    }
    Tensor scale = data.reals(2, length);
    Tensor bias = data.reals(1, length);
    ProgramBuilder builder = new ProgramBuilder();
    int input = builder.feed(builder.quantized(in, dims), data.tensor(dtype, dims));
    int quantized = builder.quantized(out, dims);
    int real = builder.real(dims);
    builder.add(new Instruction.LayerNorm("quantized", input, quantized, axes, scale, bias, 1e-5f));
    builder.add(new Instruction.LayerNorm("real", input, real, axes, scale, bias, 1e-5f));
    return builder
        .output(quantized)
        .output(real)
        .build("layer norm %s %s, last %d".formatted(dtype.label(), Shape.of(dims), axes));
  }

  private static ExecutorCase layerNormOfReals() {
    Integers data = new Integers(34);
    ProgramBuilder builder = new ProgramBuilder();
    int input = builder.feed(builder.real(4, 21), data.reals(3, 4, 21));
    int output = builder.real(4, 21);
    builder.add(
        new Instruction.LayerNorm(
            "norm", input, output, 1, data.reals(2, 21), data.reals(1, 21), 1e-12f));
    return builder.output(output).build("layer norm of float32");
  }

  private static ExecutorCase layerNormOfConstantRow() {
    Integers data = new Integers(35);
    ProgramBuilder builder = new ProgramBuilder();
    QuantParams in = QuantParams.perTensor(DType.INT8, 0.013f, 3);
    int input =
        builder.feed(
            builder.quantized(in, 2, 9),
            Tensor.ofIntegers(DType.INT8, Shape.of(2, 9), data.between(127, 127, 18)));
    int output = builder.quantized(QuantParams.perTensor(DType.INT8, 0.03f, 5), 2, 9);
    builder.add(
        new Instruction.LayerNorm(
            "norm", input, output, 1, data.reals(2, 9), data.reals(1, 9), 1e-5f));
    return builder.output(output).build("layer norm of a constant row");
  }
}
