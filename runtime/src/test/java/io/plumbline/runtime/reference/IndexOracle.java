package io.plumbline.runtime.reference;

import io.plumbline.runtime.program.IndexForm;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import java.util.Arrays;

/** The textbook meaning of truth values, choices, indices and orders. */
final class IndexOracle {
  private final RealOracle oracle;

  IndexOracle(RealOracle oracle) {
    this.oracle = oracle;
  }

  double element(Instruction instruction, long[] at) {
    return switch (instruction) {
      case Instruction.Convert op -> convert(op, at);
      case Instruction.Compare op -> truth(compare(op, read(op, 0, at), read(op, 1, at)));
      case Instruction.Logical op -> truth(logical(op, read(op, 0, at), read(op, 1, at)));
      case Instruction.Select op -> read(op, read(op, 0, at) != 0 ? 1 : 2, at);
      case Instruction.Pick op -> oracle.in(op, 0, source(op, at));
      case Instruction.Place op -> place(op, at);
      case Instruction.Extremum op -> extremum(op, at);
      case Instruction.Top op -> oracle.in(op, 0, ranked(op, at));
      case Instruction other -> throw new IllegalArgumentException(other.node());
    };
  }

  /** The element of the second result. */
  double second(Instruction instruction, long[] at) {
    return instruction instanceof Instruction.Top op ? ranked(op, at)[op.axis()] : Double.NaN;
  }

  private static double truth(boolean holds) {
    return holds ? 1 : 0;
  }

  private double read(Instruction op, int operand, long[] at) {
    return oracle.in(op, operand, RealOracle.broadcast(at, oracle.shape(op, operand)));
  }

  private double convert(Instruction.Convert op, long[] at) {
    double x = oracle.in(op, 0, at);
    DType to = oracle.out(op).dtype();
    boolean real = oracle.out(op).params().isPresent() || to.isFloat();
    return real ? x : to == DType.BOOL ? truth(x != 0) : x < 0 ? Math.ceil(x) : Math.floor(x);
  }

  /** Numbers of one real value that are written in two ways are told apart by less than 1e-6. */
  private static boolean compare(Instruction.Compare op, double a, double b) {
    double difference = (float) a - (float) b;
    return switch (op.function()) {
      case EQUAL -> difference == 0;
      case GREATER -> difference > 0;
      case GREATER_OR_EQUAL -> difference >= 0;
      case LESS -> difference < 0;
      case LESS_OR_EQUAL -> difference <= 0;
    };
  }

  private static boolean logical(Instruction.Logical op, double a, double b) {
    return switch (op.function()) {
      case AND -> a + b == 2;
      case OR -> a + b > 0;
      case XOR -> a + b == 1;
    };
  }

  private long[] source(Instruction.Pick op, long[] at) {
    Shape input = oracle.shape(op, 0);
    int ranks = oracle.shape(op, 1).rank();
    int axis = op.axis();
    long[] source = new long[input.rank()];
    switch (op.form()) {
      case SLICES -> {
        System.arraycopy(at, 0, source, 0, axis);
        source[axis] = index(op, axis, Arrays.copyOfRange(at, axis, axis + ranks));
        System.arraycopy(at, axis + ranks, source, axis + 1, source.length - axis - 1);
      }
      case ELEMENTS -> {
        System.arraycopy(at, 0, source, 0, at.length);
        source[axis] = index(op, axis, at);
      }
      case TUPLES -> {
        long[] tuple = Arrays.copyOf(at, ranks);
        System.arraycopy(at, 0, source, 0, axis);
        int length = oracle.shape(op, 1).intDim(-1);
        for (int k = 0; k < length; k++) {
          tuple[ranks - 1] = k;
          source[axis + k] = index(op, axis + k, tuple);
        }
        System.arraycopy(at, ranks - 1, source, axis + length, at.length - ranks + 1);
      }
    }
    return source;
  }

  private long index(Instruction op, int axis, long[] at) {
    long index = (long) oracle.in(op, 1, at);
    return index < 0 ? index + oracle.shape(op, 0).dim(axis) : index;
  }

  /** The last update that names this element, or the element itself. */
  private double place(Instruction.Place op, long[] at) {
    Shape updates = oracle.shape(op, 2);
    double value = oracle.in(op, 0, at);
    for (long i = 0; i < updates.elements(); i++) {
      long[] update = RealOracle.unravel(i, updates);
      if (Arrays.equals(target(op, update), at)) {
        value = oracle.in(op, 2, update);
      }
    }
    return value;
  }

  private long[] target(Instruction.Place op, long[] update) {
    Instruction.Pick pick =
        new Instruction.Pick("", op.input(), op.indices(), op.output(), op.form(), op.axis());
    return op.form() == IndexForm.SLICES ? new long[0] : source(pick, update);
  }

  private double extremum(Instruction.Extremum op, long[] at) {
    int extent = oracle.shape(op, 0).intDim(op.axis());
    int best = -1;
    for (int i = 0; i < extent; i++) {
      if (beaten(op, at, i) == 0 && (best < 0 || op.last())) {
        best = i;
      }
    }
    return best;
  }

  /** How many numbers of the line are strictly better than the i-th. */
  private int beaten(Instruction.Extremum op, long[] at, int i) {
    int count = 0;
    double own = oracle.in(op, 0, RealOracle.replaced(at, op.axis(), i));
    for (int j = 0; j < oracle.shape(op, 0).intDim(op.axis()); j++) {
      double other = oracle.in(op, 0, RealOracle.replaced(at, op.axis(), j));
      count += (op.largest() ? other > own : other < own) ? 1 : 0;
    }
    return count;
  }

  /** The element that exactly as many others come before as the rank that is asked for. */
  private long[] ranked(Instruction.Top op, long[] at) {
    int extent = oracle.shape(op, 0).intDim(op.axis());
    for (int i = 0; i < extent; i++) {
      double own = oracle.in(op, 0, RealOracle.replaced(at, op.axis(), i));
      int before = 0;
      for (int j = 0; j < extent; j++) {
        double other = oracle.in(op, 0, RealOracle.replaced(at, op.axis(), j));
        boolean better = op.largest() ? other > own : other < own;
        before += better || (other == own && j < i) ? 1 : 0;
      }
      if (before == at[op.axis()]) {
        return RealOracle.replaced(at, op.axis(), i);
      }
    }
    throw new IllegalStateException("no element has this rank");
  }
}
