package io.plumbline.runtime.vector;

import io.plumbline.tensor.Shape;
import java.util.Optional;

/**
 * The elements of a broadcast operation as rows, in each of which an operand runs along or stands
 * still.
 *
 * @param total elements of the output
 * @param rowLength elements of each row but perhaps the last
 */
record BroadcastRows(int total, int rowLength, Operand left, Operand right) {
  private static final int FLAT_LENGTH = 4096;

  /**
   * Where an operand stands at the start of row r: at {@code r / repeats % period · step}.
   *
   * @param splats whether one element serves a whole row
   */
  record Operand(int repeats, int period, int step, boolean splats) {
    int start(int row) {
      return row / repeats % period * step;
    }
  }

  /** Empty when an operand repeats along several separate runs of axes, or both repeat. */
  static Optional<BroadcastRows> of(Shape left, Shape right, Shape output) {
    int total = Math.toIntExact(output.elements());
    if (total == 0) {
      return Optional.empty();
    }
    boolean leftWhole = left.elements() == total;
    if (leftWhole && right.elements() == total) {
      Operand along = along(FLAT_LENGTH);
      return Optional.of(new BroadcastRows(total, FLAT_LENGTH, along, along));
    }
    if (leftWhole) {
      return repeated(right, output)
          .map(run -> new BroadcastRows(total, run.length, along(run.length), run.operand()));
    }
    if (right.elements() == total) {
      return repeated(left, output)
          .map(run -> new BroadcastRows(total, run.length, run.operand(), along(run.length)));
    }
    return Optional.empty();
  }

  private static Operand along(int length) {
    return new Operand(1, Integer.MAX_VALUE, length, false);
  }

  /** An operand [outer, 1, inner] against an output [outer, repeats, inner]. */
  private record Run(int outer, int repeats, int inner, int length) {
    Operand operand() {
      return inner == 1
          ? new Operand(1, outer, 1, true)
          : new Operand(repeats, outer, inner, false);
    }
  }

  private static Optional<Run> repeated(Shape operand, Shape output) {
    int shift = output.rank() - operand.rank();
    long outer = 1;
    long repeats = 1;
    long inner = 1;
    for (int axis = 0; axis < output.rank(); axis++) {
      long extent = output.dim(axis);
      boolean stands = axis < shift || operand.dim(axis - shift) == 1;
      if (extent == 1) {
        continue;
      }
      if (stands && inner > 1) {
        return Optional.empty();
      }
      if (stands) {
        repeats *= extent;
      } else if (repeats == 1) {
        outer *= extent;
      } else {
        inner *= extent;
      }
    }
    return Optional.of(
        new Run((int) outer, (int) repeats, (int) inner, (int) (inner == 1 ? repeats : inner)));
  }

  /** The number of rows. */
  int count() {
    return Math.ceilDiv(total, rowLength);
  }

  /** The first output element of a row. */
  int start(int row) {
    return row * rowLength;
  }

  /** Elements of a row. */
  int length(int row) {
    return Math.min(rowLength, total - row * rowLength);
  }
}
