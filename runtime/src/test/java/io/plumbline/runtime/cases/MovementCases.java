package io.plumbline.runtime.cases;

import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Layout;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Permutes, reshapes, joins, sections, pads and picks, of elements of every width. */
final class MovementCases {
  private MovementCases() {}

  static List<ExecutorCase> all() {
    List<ExecutorCase> cases = new ArrayList<>();
    for (DType dtype : List.of(DType.INT8, DType.UINT8, DType.INT16, DType.UINT16, DType.FLOAT32)) {
      cases.add(permute(dtype, List.of(0, 2, 3, 1)));
      cases.add(permute(dtype, List.of(3, 2, 1, 0)));
      cases.add(reshape(dtype));
      for (int axis = 0; axis < 4; axis++) {
        cases.add(concat(dtype, axis));
        cases.add(gather(dtype, axis));
      }
      cases.add(slice(dtype, List.of(0, 1, 2, 3), List.of(1, 1, 1, 1), 2, 2, 3, 4));
      cases.add(slice(dtype, List.of(1, 2, 0, 6), List.of(-1, -1, 2, -3), 2, 3, 3, 3));
      cases.add(slice(dtype, List.of(0, 0, 0, 0), List.of(1, 1, 1, 2), 2, 3, 5, 4));
      cases.add(pad(dtype));
    }
    cases.add(permutePerChannel());
    return List.copyOf(cases);
  }

  private static int value(ProgramBuilder builder, DType dtype, long... dims) {
    return builder.value(
        dtype,
        Layout.PLAIN,
        dtype.isQuantized()
            ? Optional.of(QuantParams.perTensor(dtype, 0.1f, dtype.minimum() + 100))
            : Optional.empty(),
        dims);
  }

  private static int fed(ProgramBuilder builder, DType dtype, long seed, long... dims) {
    Integers data = new Integers(seed);
    return builder.feed(
        value(builder, dtype, dims),
        dtype == DType.FLOAT32 ? data.reals(9, dims) : data.tensor(dtype, dims));
  }

  private static ExecutorCase permute(DType dtype, List<Integer> order) {
    ProgramBuilder builder = new ProgramBuilder();
    int input = fed(builder, dtype, 41, 2, 3, 5, 7);
    int[] axes = order.stream().mapToInt(Integer::intValue).toArray();
    int output = value(builder, dtype, Shape.of(2, 3, 5, 7).permute(axes).toArray());
    builder.add(new Instruction.Permute("permute", input, output, order));
    return builder.output(output).build("permute %s %s".formatted(dtype.label(), order));
  }

  private static ExecutorCase permutePerChannel() {
    ProgramBuilder builder = new ProgramBuilder();
    float[] scales = {0.1f, 0.2f, 0.3f};
    int input = builder.quantized(QuantParams.perChannel(DType.INT8, scales, 1), 2, 3, 4);
    builder.feed(input, new Integers(42).tensor(DType.INT8, 2, 3, 4));
    int moved = builder.quantized(QuantParams.perChannel(DType.INT8, scales, 0), 3, 4, 2);
    int output = builder.real(3, 4, 2);
    builder.add(new Instruction.Permute("permute", input, moved, List.of(1, 2, 0)));
    builder.add(new Instruction.Dequantize("dequantize", moved, output));
    return builder.output(output).build("permute per channel");
  }

  private static ExecutorCase reshape(DType dtype) {
    ProgramBuilder builder = new ProgramBuilder();
    int input = fed(builder, dtype, 43, 2, 3, 4);
    int output = value(builder, dtype, 6, 1, 4);
    builder.add(new Instruction.Reshape("reshape", input, output));
    return builder.output(output).build("reshape " + dtype.label());
  }

  private static ExecutorCase concat(DType dtype, int axis) {
    ProgramBuilder builder = new ProgramBuilder();
    Shape shape = Shape.of(2, 3, 2, 5);
    int a = fed(builder, dtype, 44, shape.toArray());
    int b = fed(builder, dtype, 45, shape.with(axis, 1).toArray());
    int c = fed(builder, dtype, 46, shape.with(axis, 4).toArray());
    int output = value(builder, dtype, shape.with(axis, 2 * shape.dim(axis) + 5).toArray());
    builder.add(new Instruction.Concat("concat", List.of(a, b, a, c), output, axis));
    return builder.output(output).build("concat %s on axis %d".formatted(dtype.label(), axis));
  }

  private static ExecutorCase slice(
      DType dtype, List<Integer> starts, List<Integer> steps, long... dims) {
    ProgramBuilder builder = new ProgramBuilder();
    int input = fed(builder, dtype, 47, 2, 3, 5, 7);
    int output = value(builder, dtype, dims);
    builder.add(new Instruction.Slice("slice", input, output, starts, steps));
    return builder
        .output(output)
        .build("slice %s from %s by %s".formatted(dtype.label(), starts, steps));
  }

  private static ExecutorCase pad(DType dtype) {
    ProgramBuilder builder = new ProgramBuilder();
    int input = fed(builder, dtype, 48, 2, 3, 4, 5);
    int output = value(builder, dtype, 2, 6, 5, 7);
    builder.add(
        new Instruction.Pad("pad", input, output, List.of(0, 1, 1, 2), List.of(0, 2, 0, 0), 77));
    return builder.output(output).build("pad " + dtype.label());
  }

  private static ExecutorCase gather(DType dtype, int axis) {
    ProgramBuilder builder = new ProgramBuilder();
    int input = fed(builder, dtype, 49, 3, 4, 3, 5);
    long[] in = {3, 4, 3, 5};
    long[] dims = new long[5];
    for (int i = 0; i < 5; i++) {
      dims[i] = i < axis ? in[i] : i == axis ? 2 : i == axis + 1 ? 3 : in[i - 1];
    }
    int output = value(builder, dtype, dims);
    Tensor indices = Tensor.of(Shape.of(2, 3), 2L, 0, 1, 1, 2, 2);
    builder.add(new Instruction.Gather("gather", input, output, indices, axis));
    return builder.output(output).build("gather %s on axis %d".formatted(dtype.label(), axis));
  }
}
