package io.plumbline.graph.batch;

import io.plumbline.graph.op.Gemm;

/** Whether matrix products keep samples apart: sums go over another axis than theirs. */
final class Products {
  private Products() {}

  static boolean matMul(SampleAxes node) {
    int rank = Math.max(node.shape(0).rank(), node.shape(1).rank());
    boolean vector = node.shape(0).rank() < 2 || node.shape(1).rank() < 2;
    if (vector || node.out() < 0) {
      return false;
    }
    int behind = rank - node.out();
    if (behind > 2) {
      return node.aligned(0, behind) && node.aligned(1, behind);
    }
    // Rows of the product are those of the first operand, columns those of the second.
    return behind == 2 ? isAlone(node, 0, 2) : isAlone(node, 1, 1);
  }

  private static boolean isAlone(SampleAxes node, int position, int behind) {
    return node.in(position) == node.shape(position).rank() - behind && node.in(1 - position) < 0;
  }

  static boolean gemm(SampleAxes node, Gemm op) {
    int rows = op.transposeA() ? 1 : 0;
    int columns = op.transposeB() ? 0 : 1;
    boolean product =
        node.out() == 0
            ? node.in(0) == rows && node.in(1) < 0
            : node.out() == 1 && node.in(0) < 0 && node.in(1) == columns;
    return product && (!hasAddend(node) || node.aligned(2, 2 - node.out()));
  }

  private static boolean hasAddend(SampleAxes node) {
    return node.inputs() > 2;
  }
}
