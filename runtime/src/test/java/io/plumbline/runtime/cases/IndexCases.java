package io.plumbline.runtime.cases;

import io.plumbline.runtime.program.IndexForm;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Picks and places by indices computed at run time, extrema and the largest numbers. */
final class IndexCases {
  private static final QuantParams BYTES = QuantParams.perTensor(DType.INT8, 0.03f, 5);

  private IndexCases() {}

  static List<ExecutorCase> all() {
    List<ExecutorCase> cases = new ArrayList<>();
    for (DType dtype : List.of(DType.INT8, DType.INT16, DType.FLOAT32, DType.INT64)) {
      cases.add(pick(dtype, IndexForm.SLICES, 1, shape(3, 4, 5), shape(2, 3), shape(3, 2, 3, 5)));
      cases.add(pick(dtype, IndexForm.SLICES, 0, shape(4, 5), shape(), shape(5)));
      cases.add(pick(dtype, IndexForm.ELEMENTS, 1, shape(3, 4, 5), shape(2, 7, 5), shape(2, 7, 5)));
      cases.add(pick(dtype, IndexForm.TUPLES, 0, shape(4, 4, 5), shape(6, 2), shape(6, 5)));
      cases.add(pick(dtype, IndexForm.TUPLES, 1, shape(2, 4, 4), shape(2, 3, 1), shape(2, 3, 4)));
      cases.add(
          place(dtype, IndexForm.ELEMENTS, 2, shape(3, 4, 6), shape(2, 4, 5), shape(2, 4, 5)));
      cases.add(place(dtype, IndexForm.TUPLES, 0, shape(4, 5), shape(3, 1), shape(3, 5)));
      cases.add(place(dtype, IndexForm.TUPLES, 0, shape(4, 5), shape(2, 3, 2), shape(2, 3)));
      for (int axis = 0; axis < 3; axis++) {
        cases.add(extremum(dtype, axis, axis != 1, axis == 2));
        cases.add(top(dtype, axis, axis != 2));
      }
    }
    cases.add(constantTable());
    return List.copyOf(cases);
  }

  private static Shape shape(long... dims) {
    return Shape.of(dims);
  }

  private static int like(ProgramBuilder builder, DType dtype, Shape shape) {
    return dtype == DType.INT8 || dtype == DType.INT16
        ? builder.quantized(QuantParams.perTensor(dtype, 0.03f, 5), shape.toArray())
        : LogicCases.plain(builder, dtype, shape.toArray());
  }

  private static int fed(ProgramBuilder builder, DType dtype, long seed, Shape shape) {
    long[] dims = shape.toArray();
    Tensor tensor =
        dtype == DType.FLOAT32
            ? new Integers(seed).reals(5, dims)
            : LogicCases.small(dtype, seed, -9, 9, dims);
    return builder.feed(like(builder, dtype, shape), tensor);
  }

  /** Indices from −4 to 3, as an axis of extent 4 or more allows. */
  private static int indices(ProgramBuilder builder, Shape shape) {
    return builder.feed(
        LogicCases.plain(builder, DType.INT64, shape.toArray()),
        LogicCases.small(DType.INT64, 81, -4, 3, shape.toArray()));
  }

  private static ExecutorCase pick(
      DType dtype, IndexForm form, int axis, Shape input, Shape indices, Shape output) {
    ProgramBuilder builder = new ProgramBuilder();
    int from = fed(builder, dtype, 82, input);
    int by = indices(builder, indices);
    int to = like(builder, dtype, output);
    builder.add(new Instruction.Pick("pick", from, by, to, form, axis));
    return builder
        .output(to)
        .build("pick %s %s of %s by %s".formatted(dtype.label(), form, input, indices));
  }

  private static ExecutorCase place(
      DType dtype, IndexForm form, int axis, Shape input, Shape indices, Shape updates) {
    ProgramBuilder builder = new ProgramBuilder();
    int from = fed(builder, dtype, 83, input);
    int by = indices(builder, indices);
    int with = fed(builder, dtype, 84, updates);
    int to = like(builder, dtype, input);
    builder.add(new Instruction.Place("place", from, by, with, to, form, axis));
    return builder
        .output(to)
        .build("place %s %s in %s by %s".formatted(dtype.label(), form, input, indices));
  }

  private static ExecutorCase extremum(DType dtype, int axis, boolean largest, boolean last) {
    ProgramBuilder builder = new ProgramBuilder();
    Shape shape = shape(3, 5, 4);
    int from = fed(builder, dtype, 85, shape);
    int to = LogicCases.plain(builder, DType.INT64, shape.with(axis, 1).toArray());
    builder.add(new Instruction.Extremum("extremum", from, to, axis, largest, last));
    return builder
        .output(to)
        .build(
            "%s %s %s on axis %d"
                .formatted(last ? "last" : "first", largest ? "maximum" : "minimum", dtype, axis));
  }

  private static ExecutorCase top(DType dtype, int axis, boolean largest) {
    ProgramBuilder builder = new ProgramBuilder();
    Shape shape = shape(4, 5, 6);
    int from = fed(builder, dtype, 86, shape);
    int values = like(builder, dtype, shape.with(axis, 3));
    int positions = LogicCases.plain(builder, DType.INT64, shape.with(axis, 3).toArray());
    builder.add(new Instruction.Top("top", from, values, positions, axis, largest));
    return builder
        .output(values)
        .output(positions)
        .build("%s 3 of %s on axis %d".formatted(largest ? "largest" : "smallest", dtype, axis));
  }

  /** An embedding: rows of a constant by bytes of a text. */
  private static ExecutorCase constantTable() {
    ProgramBuilder builder = new ProgramBuilder();
    int table =
        builder.constant(builder.quantized(BYTES, 9, 8), new Integers(87).tensor(DType.INT8, 9, 8));
    int text =
        builder.feed(
            LogicCases.plain(builder, DType.UINT8, 2, 7),
            LogicCases.small(DType.UINT8, 88, 0, 8, 2, 7));
    int rows = builder.quantized(BYTES, 2, 7, 8);
    builder.add(new Instruction.Pick("embed", table, text, rows, IndexForm.SLICES, 0));
    return builder.output(rows).build("rows of a constant table");
  }
}
