package io.plumbline.runtime.cases;

import io.plumbline.runtime.arithmetic.Accumulator;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.OutputStage;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Matrix products with constant weights and of two values. */
final class MatrixCases {
  private MatrixCases() {}

  static List<ExecutorCase> all() {
    List<ExecutorCase> cases = new ArrayList<>();
    for (DType dtype : List.of(DType.INT8, DType.UINT8, DType.INT16)) {
      cases.add(linear(dtype, 37, 10, 1));
      cases.add(linear(dtype, 64, 33, 3));
      cases.add(linear(dtype, 1, 1, 2, 3));
      cases.add(linear(dtype, 128, 16, 2, 5));
    }
    cases.add(linearToReal());
    cases.add(product(DType.INT8, new long[] {5, 7}, new long[] {7, 6}, new long[] {5, 6}));
    cases.add(
        product(
            DType.UINT8,
            new long[] {2, 3, 4, 16},
            new long[] {2, 3, 16, 9},
            new long[] {2, 3, 4, 9}));
    cases.add(
        product(
            DType.INT8, new long[] {2, 1, 3, 33}, new long[] {5, 33, 2}, new long[] {2, 5, 3, 2}));
    cases.add(productToReal());
    return List.copyOf(cases);
  }

  private static ExecutorCase linear(DType dtype, int depth, int columns, long... batch) {
    String name =
        "linear %s %d to %d, batch %s".formatted(dtype.label(), depth, columns, Shape.of(batch));
    Integers data = new Integers(depth * 1000L + columns);
    QuantParams in = QuantParams.perTensor(dtype, data.scale(), dtype.minimum() + 99);
    QuantParams out = QuantParams.perTensor(dtype, data.scale() * depth, dtype.minimum() + 130);
    Shape rows = Shape.of(batch);
    long[] inputDims = append(rows, depth);
    long[] outputDims = append(rows, columns);
    ProgramBuilder builder = new ProgramBuilder();
    int input = builder.quantized(in, inputDims);
    builder.feed(input, data.tensor(dtype, inputDims));
    int output = builder.quantized(out, outputDims);
    List<Float> multipliers = new ArrayList<>();
    for (int column = 0; column < columns; column++) {
      multipliers.add((float) (in.scale() * (0.01 + 0.001 * column) / out.scale()));
    }
    builder.add(
        new Instruction.Linear(
            "linear",
            input,
            output,
            data.weights(columns, depth),
            Tensor.ofIntegers(DType.INT32, Shape.of(columns), data.between(-30000, 30000, columns)),
            new OutputStage.Requantised(multipliers, dtype.minimum() + 4, dtype.maximum() - 9)));
    return builder.output(output).build(name);
  }

  private static ExecutorCase linearToReal() {
    Integers data = new Integers(77);
    QuantParams in = QuantParams.perTensor(DType.INT8, 0.031f, 17);
    ProgramBuilder builder = new ProgramBuilder();
    int input = builder.feed(builder.quantized(in, 2, 50), data.tensor(DType.INT8, 2, 50));
    int output = builder.real(2, 11);
    List<Float> scales = new ArrayList<>();
    for (int column = 0; column < 11; column++) {
      scales.add(0.0003f * (column + 1));
    }
    builder.add(
        new Instruction.Linear(
            "linear",
            input,
            output,
            data.weights(11, 50),
            Tensor.ofIntegers(DType.INT32, Shape.of(11), data.between(-9999, 9999, 11)),
            new OutputStage.Dequantised(scales, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY)));
    return builder.output(output).build("linear to float32");
  }

  private static ExecutorCase product(DType dtype, long[] left, long[] right, long[] result) {
    ProgramBuilder builder = new ProgramBuilder();
    Integers data = new Integers(left.length);
    QuantParams leftParams = QuantParams.perTensor(dtype, 0.02f, dtype.minimum() + 100);
    QuantParams rightParams = QuantParams.perTensor(dtype, 0.03f, dtype.minimum() + 131);
    QuantParams out = QuantParams.perTensor(dtype, 0.2f, dtype.minimum() + 120);
    int a = builder.feed(builder.quantized(leftParams, left), data.tensor(dtype, left));
    int b = builder.feed(builder.quantized(rightParams, right), data.tensor(dtype, right));
    int output = builder.quantized(out, result);
    builder.add(
        new Instruction.MatrixProduct(
            "matmul",
            a,
            b,
            output,
            Accumulator.INT32,
            new OutputStage.Requantised(
                List.of((float) (0.02f * (double) 0.03f / 0.2f)),
                dtype.minimum(),
                dtype.maximum())));
    return builder
        .output(output)
        .build("product %s %s by %s".formatted(dtype.label(), Shape.of(left), Shape.of(right)));
  }

  private static ExecutorCase productToReal() {
    ProgramBuilder builder = new ProgramBuilder();
    Integers data = new Integers(8);
    int a =
        builder.feed(
            builder.quantized(QuantParams.perTensor(DType.UINT8, 0.004f, 0), 2, 3, 19),
            data.tensor(DType.UINT8, 2, 3, 19));
    int b =
        builder.feed(
            builder.quantized(QuantParams.perTensor(DType.INT8, 0.02f, 5), 2, 19, 4),
            data.tensor(DType.INT8, 2, 19, 4));
    int output = builder.real(2, 3, 4);
    builder.add(
        new Instruction.MatrixProduct(
            "matmul",
            a,
            b,
            output,
            Accumulator.INT32,
            new OutputStage.Dequantised(List.of(8e-5f), -1, 1)));
    return builder.output(output).build("product u8 by s8 to float32");
  }

  private static long[] append(Shape rows, long last) {
    long[] dims = Arrays.copyOf(rows.toArray(), rows.rank() + 1);
    dims[rows.rank()] = last;
    return dims;
  }
}
