package io.plumbline.runtime.program;

import io.plumbline.tensor.DType;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Shape;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** What the instructions that only move elements demand of their values. */
final class MovementRules {
  private MovementRules() {}

  static List<String> permute(Instruction.Permute op, ProgramValue input, ProgramValue output) {
    Shape shape = input.shape();
    List<Integer> sorted = op.order().stream().sorted().toList();
    if (!sorted.equals(IntStream.range(0, shape.rank()).boxed().toList())) {
      return List.of("order %s of %s".formatted(op.order(), shape));
    }
    int[] order = op.order().stream().mapToInt(Integer::intValue).toArray();
    Optional<QuantParams> moved = input.params().map(params -> moveAxis(params, op.order()));
    boolean fits =
        input.dtype() == output.dtype()
            && moved.equals(output.params())
            && shape.permute(order).equals(output.shape());
    return fits ? List.of() : mismatch(input, output);
  }

  private static QuantParams moveAxis(QuantParams params, List<Integer> order) {
    return params.isPerTensor()
        ? params
        : QuantParams.perChannel(
            params.dtype(), params.scales(), params.zeroPoints(), order.indexOf(params.axis()));
  }

  static List<String> reshape(ProgramValue input, ProgramValue output) {
    boolean fits =
        input.dtype() == output.dtype()
            && input.shape().elements() == output.shape().elements()
            && (perChannel(input) || input.params().equals(output.params()));
    return fits ? List.of() : mismatch(input, output);
  }

  private static boolean perChannel(ProgramValue value) {
    return value.params().map(params -> !params.isPerTensor()).orElse(false);
  }

  static List<String> concat(
      Instruction.Concat op, List<ProgramValue> inputs, ProgramValue output) {
    int axis = op.axis();
    if (inputs.isEmpty() || axis < 0 || axis >= output.shape().rank()) {
      return List.of(
          "%d values along axis %d of %s".formatted(inputs.size(), axis, output.shape()));
    }
    long extent = 0;
    for (ProgramValue input : inputs) {
      boolean fits =
          sameKind(input, output)
              && input.shape().rank() == output.shape().rank()
              && input.shape().with(axis, 0).equals(output.shape().with(axis, 0));
      if (!fits) {
        return mismatch(input, output);
      }
      extent += input.shape().dim(axis);
    }
    return extent == output.shape().dim(axis)
        ? List.of()
        : List.of("extents add up to %d in %s".formatted(extent, output.shape()));
  }

  static List<String> slice(Instruction.Slice op, ProgramValue input, ProgramValue output) {
    int rank = input.shape().rank();
    if (!sameKind(input, output)
        || output.shape().rank() != rank
        || op.starts().size() != rank
        || op.steps().size() != rank) {
      return mismatch(input, output);
    }
    for (int axis = 0; axis < rank; axis++) {
      long first = op.starts().get(axis);
      long last = first + (output.shape().dim(axis) - 1) * op.steps().get(axis);
      boolean empty = output.shape().elements() == 0;
      if (!empty
          && (Math.min(first, last) < 0 || Math.max(first, last) >= input.shape().dim(axis))) {
        return List.of(
            "elements %d to %d of axis %d of %s".formatted(first, last, axis, input.shape()));
      }
    }
    return List.of();
  }

  static List<String> pad(Instruction.Pad op, ProgramValue input, ProgramValue output) {
    int rank = input.shape().rank();
    if (!sameKind(input, output)
        || output.shape().rank() != rank
        || op.before().size() != rank
        || op.after().size() != rank) {
      return mismatch(input, output);
    }
    for (int axis = 0; axis < rank; axis++) {
      int before = op.before().get(axis);
      int after = op.after().get(axis);
      if (before < 0
          || after < 0
          || input.shape().dim(axis) + before + after != output.shape().dim(axis)) {
        return mismatch(input, output);
      }
    }
    boolean fillFits =
        input.dtype() == DType.FLOAT32
            || (input.dtype().bytes() <= 4
                && !input.dtype().isFloat()
                && input.dtype() != DType.UINT32
                && op.fill() >= input.dtype().minimum()
                && op.fill() <= input.dtype().maximum()
                && op.fill() == Math.rint(op.fill()));
    return fillFits
        ? List.of()
        : List.of("fill %s for %s".formatted(op.fill(), input.dtype().label()));
  }

  static List<String> gather(Instruction.Gather op, ProgramValue input, ProgramValue output) {
    int axis = op.axis();
    if (!sameKind(input, output)
        || axis < 0
        || axis >= input.shape().rank()
        || op.indices().dtype() != DType.INT64) {
      return mismatch(input, output);
    }
    for (long index : op.indices().toLongs()) {
      if (index < 0 || index >= input.shape().dim(axis)) {
        return List.of("index %d on axis %d of %s".formatted(index, axis, input.shape()));
      }
    }
    return picked(input.shape(), op).equals(output.shape()) ? List.of() : mismatch(input, output);
  }

  private static Shape picked(Shape input, Instruction.Gather op) {
    long[] picks = op.indices().shape().toArray();
    long[] dims = new long[input.rank() - 1 + picks.length];
    for (int i = 0; i < dims.length; i++) {
      int past = i - op.axis();
      dims[i] =
          past < 0
              ? input.dim(i)
              : past < picks.length ? picks[past] : input.dim(i - picks.length + 1);
    }
    return Shape.of(dims);
  }

  private static boolean sameKind(ProgramValue input, ProgramValue output) {
    return input.dtype() == output.dtype()
        && (perChannel(input) || input.params().equals(output.params()));
  }

  private static List<String> mismatch(ProgramValue input, ProgramValue output) {
    return List.of("%s does not become %s".formatted(input, output));
  }
}
