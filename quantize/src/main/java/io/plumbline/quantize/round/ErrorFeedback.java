package io.plumbline.quantize.round;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Rounds weight after weight, each with what is best against the errors of those before it, in the
 * order of falling diagonal (Frantar et al., GPTQ, 2022; the same integers as Babai's nearest plane
 * 1986). With {@code H = Vᵀ·D·V}, D diagonal and V lower triangular with ones on its diagonal,
 *
 * <pre>  E = Σ_j D_j · (d_j + Σ_{i&lt;j} V_ji · d_i)²</pre>
 *
 * <p>so that weight j makes its own term least when it is rounded after {@code Σ V_ji · d_i} was
 * taken away. No inverse of H is needed.
 */
final class ErrorFeedback {
  private final int depth;
  private final int[] order;

  /** V by columns: what the error of weight i in the order takes from weight j at [i, j]. */
  private final double[] columns;

  ErrorFeedback(Quadratic quadratic) {
    this.depth = quadratic.depth();
    this.order =
        IntStream.range(0, depth)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer i) -> -quadratic.diagonal(i)))
            .mapToInt(i -> i)
            .toArray();
    this.columns = transposed(eliminated(quadratic));
  }

  /** Row j of V left of its diagonal, found from the last row to the first. */
  private double[] eliminated(Quadratic quadratic) {
    double[] moments = quadratic.moments();
    double[] rows = new double[depth * depth];
    for (int j = 0; j < depth; j++) {
      for (int i = 0; i <= j; i++) {
        rows[j * depth + i] = moments[order[j] * depth + order[i]];
      }
    }
    for (int last = depth - 1; last >= 0; last -= RowSums.BLOCK) {
      int begin = Math.max(0, last + 1 - RowSums.BLOCK);
      for (int j = last; j >= begin; j--) {
        for (int i = begin; i < j; i++) {
          RowSums.add(rows, i * depth, -share(rows, j, i), rows, j * depth, i + 1);
        }
      }
      double[] factors = new double[last + 1 - begin];
      for (int i = 0; i < begin; i++) {
        for (int j = last; j >= begin; j--) {
          factors[last - j] = -share(rows, j, i);
        }
        RowSums.add(rows, i * depth, factors, rows, last * depth, -depth, i + 1);
      }
      for (int j = begin; j <= last; j++) {
        for (int i = 0; i < j; i++) {
          rows[j * depth + i] = share(rows, j, i);
        }
      }
    }
    return rows;
  }

  /** What of a row belongs to its pivot. */
  private double share(double[] rows, int j, int i) {
    double pivot = rows[j * depth + j];
    return pivot > 0 ? rows[j * depth + i] / pivot : 0;
  }

  private double[] transposed(double[] rows) {
    double[] transposed = new double[rows.length];
    for (int j = 0; j < depth; j++) {
      for (int i = 0; i < j; i++) {
        transposed[i * depth + j] = rows[j * depth + i];
      }
    }
    return transposed;
  }

  /**
   * The integers of a row.
   *
   * @param exact in steps of the integers
   * @param limit of their magnitudes
   * @param kept index of a weight whose integer is given
   * @param given that integer
   */
  int[] round(double[] exact, int limit, int kept, int given) {
    double[] aims = new double[depth];
    for (int j = 0; j < depth; j++) {
      aims[j] = exact[order[j]];
    }
    int[] rounded = new int[depth];
    for (int j = 0; j < depth; j++) {
      int place = order[j];
      rounded[place] = place == kept ? given : (int) Math.clamp(Math.rint(aims[j]), -limit, limit);
      double error = rounded[place] - exact[place];
      RowSums.add(aims, j + 1, -error, columns, j * depth + j + 1, depth - j - 1);
    }
    return rounded;
  }
}
