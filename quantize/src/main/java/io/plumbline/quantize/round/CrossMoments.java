package io.plumbline.quantize.round;

import io.plumbline.tensor.parallel.VectorWidth;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Sums over columns of integers and the real numbers that are wanted of them, one for each row of
 * weights: of every number, its square, and its product with every element. They are added in
 * double in the order in which columns come.
 */
public final class CrossMoments {
  /** Columns that are multiplied at once, so that a product's place is loaded once for them. */
  static final int BLOCK = 4;

  private static final VectorSpecies<Double> D = VectorSpecies.of(double.class, VectorWidth.SHAPE);

  private final int depth;
  private final int rows;
  private final double[] products;
  private final double[] elementSums;
  private final double[] sums;
  private final double[] squares;
  private final double[] block;
  private long columns;

  /**
   * @param depth elements of a column
   * @param rows numbers that are wanted of a column
   */
  public CrossMoments(int depth, int rows) {
    this.depth = depth;
    this.rows = rows;
    this.products = new double[Math.multiplyExact(rows, depth)];
    this.elementSums = new double[depth];
    this.sums = new double[rows];
    this.squares = new double[rows];
    this.block = new double[BLOCK * depth];
  }

  /** Of one row whose sums are known. */
  static CrossMoments of(
      double[] products, double[] elementSums, double sum, double square, long columns) {
    var known = new CrossMoments(products.length, 1);
    System.arraycopy(products, 0, known.products, 0, products.length);
    System.arraycopy(elementSums, 0, known.elementSums, 0, elementSums.length);
    known.sums[0] = sum;
    known.squares[0] = square;
    known.columns = columns;
    return known;
  }

  public int rows() {
    return rows;
  }

  /**
   * Adds columns.
   *
   * @param elements of one column after the other
   * @param wanted the numbers of one column after the other
   * @param count of columns
   */
  public void add(int[] elements, double[] wanted, int count) {
    for (int first = 0; first < count; first += BLOCK) {
      int size = Math.min(BLOCK, count - first);
      for (int i = 0; i < BLOCK * depth; i++) {
        block[i] = i < size * depth ? elements[first * depth + i] : 0;
      }
      addBlock(wanted, first, size);
    }
    columns += count;
  }

  private void addBlock(double[] wanted, int first, int size) {
    for (int i = 0; i < depth; i++) {
      elementSums[i] += block[i] + block[depth + i] + block[2 * depth + i] + block[3 * depth + i];
    }
    double[] numbers = new double[BLOCK];
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < BLOCK; i++) {
        numbers[i] = i < size ? wanted[(first + i) * rows + row] : 0;
        sums[row] += numbers[i];
        squares[row] += numbers[i] * numbers[i];
      }
      addProducts(row * depth, numbers[0], numbers[1], numbers[2], numbers[3]);
    }
  }

  private void addProducts(int at, double first, double second, double third, double fourth) {
    int whole = D.loopBound(depth);
    for (int i = 0; i < whole; i += D.length()) {
      DoubleVector sum =
          DoubleVector.fromArray(D, block, i)
              .mul(first)
              .add(DoubleVector.fromArray(D, block, depth + i).mul(second))
              .add(DoubleVector.fromArray(D, block, 2 * depth + i).mul(third))
              .add(DoubleVector.fromArray(D, block, 3 * depth + i).mul(fourth));
      DoubleVector.fromArray(D, products, at + i).add(sum).intoArray(products, at + i);
    }
    for (int i = whole; i < depth; i++) {
      products[at + i] +=
          first * block[i]
              + second * block[depth + i]
              + third * block[2 * depth + i]
              + fourth * block[3 * depth + i];
    }
  }

  /** Those of both. */
  public CrossMoments plus(CrossMoments other) {
    var both = new CrossMoments(depth, rows);
    both.accumulate(this);
    both.accumulate(other);
    return both;
  }

  private void accumulate(CrossMoments part) {
    accumulate(products, part.products);
    accumulate(elementSums, part.elementSums);
    accumulate(sums, part.sums);
    accumulate(squares, part.squares);
    columns += part.columns;
  }

  private static void accumulate(double[] sums, double[] parts) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += parts[i];
    }
  }

  /**
   * The mean product of what is wanted of a row with each element, after their means are taken
   * away.
   */
  double[] centred(int row) {
    double count = Math.max(1, columns);
    double[] centred = new double[depth];
    for (int i = 0; i < depth; i++) {
      centred[i] = products[row * depth + i] / count - sums[row] / count * (elementSums[i] / count);
    }
    return centred;
  }

  /** The mean square of what is wanted of a row, after its mean is taken away. */
  double variance(int row) {
    double count = Math.max(1, columns);
    double mean = sums[row] / count;
    return Math.max(0, squares[row] / count - mean * mean);
  }
}
