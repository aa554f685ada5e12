package io.plumbline.runtime.program;

import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import java.util.Arrays;
import java.util.stream.LongStream;

/** What instructions that compute or follow indices demand of their values. */
final class IndexRules {
  private final Program program;
  private final Violations violations;

  IndexRules(Program program, Violations violations) {
    this.program = program;
    this.violations = violations;
  }

  void pick(Instruction.Pick op) {
    ProgramValue input = program.value(op.input());
    ProgramValue output = program.value(op.output());
    Shape indices = program.value(op.indices()).shape();
    moves(input, output);
    index(program.value(op.indices()));
    if (addresses(op.form(), op.axis(), input.shape(), indices)) {
      violations.demand(
          picked(op.form(), op.axis(), input.shape(), indices).equals(output.shape()),
          "%s by %s to %s".formatted(input.shape(), indices, output.shape()));
      reachable(input.shape(), output.shape());
    }
  }

  /** Indices into a value without elements are all outside of it. */
  private void reachable(Shape value, Shape wanted) {
    violations.demand(
        value.elements() > 0 || wanted.elements() == 0, "indices into nothing: " + value);
  }

  /** Whether indices of a shape can point into a value of another. */
  private boolean addresses(IndexForm form, int axis, Shape input, Shape indices) {
    boolean fits =
        switch (form) {
          case SLICES -> axis >= 0 && axis < input.rank();
          case ELEMENTS -> axis >= 0 && axis < input.rank() && fitsBeside(input, indices, axis);
          case TUPLES ->
              axis >= 0
                  && axis < Math.min(input.rank(), indices.rank())
                  && indices.dim(-1) >= 1
                  && indices.dim(-1) <= input.rank() - axis
                  && sameBatch(input, indices, axis);
        };
    return violations.demand(fits, "%s by %s of %s, axis %d".formatted(input, form, indices, axis));
  }

  private static boolean fitsBeside(Shape input, Shape indices, int axis) {
    if (input.rank() != indices.rank()) {
      return false;
    }
    for (int i = 0; i < input.rank(); i++) {
      if (i != axis && indices.dim(i) > input.dim(i)) {
        return false;
      }
    }
    return true;
  }

  private static boolean sameBatch(Shape input, Shape indices, int axes) {
    for (int i = 0; i < axes; i++) {
      if (input.dim(i) != indices.dim(i)) {
        return false;
      }
    }
    return true;
  }

  private static Shape picked(IndexForm form, int axis, Shape input, Shape indices) {
    long[] from = input.toArray();
    long[] by = indices.toArray();
    return switch (form) {
      case ELEMENTS -> indices;
      case SLICES ->
          join(Arrays.copyOf(from, axis), by, Arrays.copyOfRange(from, axis + 1, from.length));
      case TUPLES ->
          join(
              Arrays.copyOf(by, by.length - 1),
              Arrays.copyOfRange(from, axis + (int) indices.dim(-1), from.length));
    };
  }

  private static Shape join(long[]... parts) {
    return Shape.of(Arrays.stream(parts).flatMapToLong(LongStream::of).toArray());
  }

  void place(Instruction.Place op) {
    ProgramValue input = program.value(op.input());
    ProgramValue output = program.value(op.output());
    ProgramValue updates = program.value(op.updates());
    Shape indices = program.value(op.indices()).shape();
    moves(input, output);
    moves(updates, output);
    index(program.value(op.indices()));
    violations.sameShape(input, output);
    boolean form =
        op.form() != IndexForm.SLICES && (op.form() != IndexForm.TUPLES || op.axis() == 0);
    if (violations.demand(form, "%s with axis %d".formatted(op.form(), op.axis()))
        && addresses(op.form(), op.axis(), input.shape(), indices)) {
      violations.demand(
          picked(op.form(), op.axis(), input.shape(), indices).equals(updates.shape()),
          "updates %s for %s by %s".formatted(updates.shape(), input.shape(), indices));
      reachable(input.shape(), updates.shape());
    }
  }

  void extremum(Instruction.Extremum op) {
    ProgramValue input = program.value(op.input());
    ProgramValue output = program.value(op.output());
    ordered(input);
    positions(output);
    if (axis(op.axis(), input)) {
      violations.demand(
          input.shape().dim(op.axis()) > 0
              && input.shape().with(op.axis(), 1).equals(output.shape()),
          "axis %d of %s to %s".formatted(op.axis(), input.shape(), output.shape()));
    }
  }

  void top(Instruction.Top op) {
    ProgramValue input = program.value(op.input());
    ProgramValue output = program.value(op.output());
    ProgramValue positions = program.value(op.positions());
    ordered(input);
    moves(input, output);
    positions(positions);
    violations.demand(
        positions.shape().equals(output.shape()),
        "%s and positions %s".formatted(output.shape(), positions.shape()));
    if (axis(op.axis(), input) && axis(op.axis(), output)) {
      long extent = output.shape().dim(op.axis());
      violations.demand(
          extent <= input.shape().dim(op.axis())
              && input.shape().with(op.axis(), extent).equals(output.shape()),
          "axis %d of %s to %s".formatted(op.axis(), input.shape(), output.shape()));
    }
  }

  private boolean axis(int axis, ProgramValue value) {
    return violations.demand(
        axis >= 0 && axis < value.shape().rank(), "axis %d of %s".formatted(axis, value.shape()));
  }

  /** Numbers whose stored form has their order: integers with one scale, or float32. */
  private void ordered(ProgramValue value) {
    violations.demand(
        (value.dtype() == DType.FLOAT32 || !value.dtype().isFloat())
            && value.dtype() != DType.UINT64
            && value.params().map(params -> params.isPerTensor()).orElse(true),
        value.name() + " has no order");
  }

  private void positions(ProgramValue value) {
    violations.demand(
        value.dtype() == DType.INT64 && value.params().isEmpty(),
        value.name() + " is no int64 index");
  }

  private void index(ProgramValue value) {
    violations.demand(
        value.params().isEmpty()
            && !value.dtype().isFloat()
            && value.dtype() != DType.BOOL
            && value.dtype() != DType.UINT64,
        "%s is of %s, no index".formatted(value.name(), value.dtype().label()));
  }

  private void moves(ProgramValue input, ProgramValue output) {
    violations.demand(
        input.dtype() == output.dtype()
            && input.params().equals(output.params())
            && input.params().map(params -> params.isPerTensor()).orElse(true),
        "%s does not become %s".formatted(input, output));
  }
}
