package io.plumbline.codegen.emit;

import io.plumbline.runtime.program.IndexForm;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Elements that move unchanged: {@code pl_moves.h}. */
final class MoveCode {
  private MoveCode() {}

  static void permute(Instruction.Permute op, StepCode code) {
    Shape output = code.shape(op.output());
    if (transpose(op, code)) {
      return;
    }
    long[] strides = code.shape(op.input()).strides();
    long[] permuted = op.order().stream().mapToLong(axis -> strides[axis]).toArray();
    copy(op.input(), op.output(), output, 0, permuted, 0, output.strides(), "", code);
  }

  /**
   * Whether the last axes change places as two blocks, behind axes that stay; then it is written.
   */
  private static boolean transpose(Instruction.Permute op, StepCode code) {
    List<Integer> order = op.order();
    int rank = order.size();
    int kept = 0;
    while (kept < rank && order.get(kept) == kept) {
      kept++;
    }
    if (kept == rank) {
      return false;
    }
    int behind = rank - order.get(kept) + kept;
    for (int axis = kept; axis < rank; axis++) {
      int from = axis < behind ? order.get(kept) + axis - kept : kept + axis - behind;
      if (order.get(axis) != from) {
        return false;
      }
    }
    Shape input = code.shape(op.input());
    code.call(
        "pl_transpose",
        code.at(op.input()),
        code.at(op.output()),
        code.bytes(op.output()),
        extent(input, 0, kept),
        extent(input, kept, order.get(kept)),
        extent(input, order.get(kept), rank));
    return true;
  }

  private static long extent(Shape shape, int from, int to) {
    return IntStream.range(from, to).mapToLong(shape::dim).reduce(1, Math::multiplyExact);
  }

  /** A value shares the memory of its operand. */
  static void reshape(Instruction.Reshape op, StepCode code) {
    code.line(
        "/* '%s' lies where its operand does */"
            .formatted(CText.comment(code.value(op.output()).name())));
  }

  static void slice(Instruction.Slice op, StepCode code) {
    Shape output = code.shape(op.output());
    long[] strides = code.shape(op.input()).strides();
    long offset = 0;
    for (int axis = 0; axis < strides.length; axis++) {
      offset += op.starts().get(axis) * strides[axis];
      strides[axis] *= op.steps().get(axis);
    }
    copy(op.input(), op.output(), output, offset, strides, 0, output.strides(), "", code);
  }

  static void concat(Instruction.Concat op, StepCode code) {
    long[] strides = code.shape(op.output()).strides();
    long offset = 0;
    for (int i = 0; i < op.inputs().size(); i++) {
      int input = op.inputs().get(i);
      Shape shape = code.shape(input);
      copy(input, op.output(), shape, 0, shape.strides(), offset, strides, "_" + i, code);
      offset += shape.dim(op.axis()) * strides[op.axis()];
    }
  }

  static void pad(Instruction.Pad op, StepCode code) {
    DType dtype = code.value(op.input()).dtype();
    Tensor fill =
        dtype.isFloat()
            ? Tensor.scalar(op.fill())
            : Tensor.ofIntegers(dtype, Shape.of(), (int) op.fill());
    code.call(
        "pl_fill",
        code.at(op.output()),
        code.bytes(op.output()),
        code.elements(op.output()),
        code.constant(fill));
    long[] strides = code.shape(op.output()).strides();
    long offset = 0;
    for (int axis = 0; axis < strides.length; axis++) {
      offset += op.before().get(axis) * strides[axis];
    }
    Shape shape = code.shape(op.input());
    copy(op.input(), op.output(), shape, 0, shape.strides(), offset, strides, "", code);
  }

  /** Neighbours that stay neighbours are moved as one element. */
  private static void copy(
      int input,
      int output,
      Shape extents,
      long from,
      long[] fromStrides,
      long to,
      long[] toStrides,
      String suffix,
      StepCode code) {
    if (extents.elements() == 0) {
      return; // an empty value may lie where another does
    }
    int rank = extents.rank();
    long run = 1;
    while (rank > 0 && fromStrides[rank - 1] == run && toStrides[rank - 1] == run) {
      run *= extents.dim(rank - 1);
      rank--;
    }
    if (run == 0 || !divides(run, from, fromStrides, rank) || !divides(run, to, toStrides, rank)) {
      rank = extents.rank();
      run = 1;
    }
    code.call(
        "pl_copy",
        code.at(input),
        code.at(output),
        run * code.bytes(output),
        rank,
        code.array("extents" + suffix, Arrays.copyOf(extents.toArray(), rank)),
        extents.elements() / run,
        from / run,
        code.array("from" + suffix, divided(fromStrides, rank, run)),
        to / run,
        code.array("to" + suffix, divided(toStrides, rank, run)));
  }

  private static boolean divides(long run, long offset, long[] strides, int rank) {
    return offset % run == 0
        && Arrays.stream(strides, 0, rank).allMatch(stride -> stride % run == 0);
  }

  private static long[] divided(long[] strides, int rank, long run) {
    return Arrays.stream(strides, 0, rank).map(stride -> stride / run).toArray();
  }

  static void gather(Instruction.Gather op, StepCode code) {
    Shape input = code.shape(op.input());
    long inner = input.strides()[op.axis()];
    long extent = input.dim(op.axis());
    long picks = op.indices().elements();
    code.call(
        "pl_gather",
        code.at(op.input()),
        code.at(op.output()),
        inner * picks == 0 ? 0 : code.elements(op.output()) / inner / picks,
        extent,
        picks,
        code.constant(Tensor.of(op.indices().shape(), op.indices().toLongs())),
        inner * code.bytes(op.output()));
  }

  static void pick(Instruction.Pick op, StepCode code) {
    long run = run(op.form(), op.axis(), code.shape(op.input()), code.shape(op.indices()));
    indexed(op.form(), op.axis(), op.input(), op.indices(), code);
    code.returning(
        "pl_pick",
        "&indexed",
        run == 0 ? 0 : code.elements(op.output()) / run,
        run,
        code.bytes(op.output()),
        code.at(op.input()),
        code.at(op.indices()),
        code.at(op.output()));
  }

  static void place(Instruction.Place op, StepCode code) {
    long run = run(op.form(), op.axis(), code.shape(op.input()), code.shape(op.indices()));
    indexed(op.form(), op.axis(), op.input(), op.indices(), code);
    code.returning(
        "pl_place",
        "&indexed",
        code.elements(op.output()),
        run == 0 ? 0 : code.elements(op.updates()) / run,
        run,
        code.bytes(op.output()),
        code.at(op.input()),
        code.at(op.indices()),
        code.at(op.updates()),
        code.at(op.output()));
  }

  private static void indexed(IndexForm form, int axis, int input, int indices, StepCode code) {
    Shape shape = code.shape(input);
    Shape own = code.shape(indices);
    String extents = code.array("extents", shape.toArray());
    String strides = code.array("strides", shape.strides());
    String ownExtents = code.array("index_extents", own.toArray());
    String ownStrides = code.array("index_strides", own.strides());
    code.line(
        "const pl_indexed indexed = {PL_%s, %s, %s, %s, %s, %s, %s, %s, %s, %s};"
            .formatted(
                form.name(),
                axis,
                shape.rank(),
                extents,
                strides,
                code.type(indices),
                own.rank(),
                ownExtents,
                ownStrides,
                own.elements()));
  }

  /** How many neighbouring elements one index stands for. */
  private static long run(IndexForm form, int axis, Shape input, Shape indices) {
    int first =
        switch (form) {
          case SLICES -> axis + 1;
          case ELEMENTS -> input.rank();
          case TUPLES -> axis + indices.intDim(-1);
        };
    long run = 1;
    for (int i = first; i < input.rank(); i++) {
      run *= input.dim(i);
    }
    return run;
  }
}
