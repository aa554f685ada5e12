package io.plumbline.pipeline.tune;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.quantize.plan.QuantizedConstant;
import io.plumbline.quantize.rule.WeightOperand;
import io.plumbline.runtime.program.BiasedSum;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.Optional;

/**
 * The constant weights of a sum: one row for each output channel, in the order of the program.
 *
 * @param constant its name in the graph
 * @param layout of the constant
 * @param real float32, what the weights are to be
 * @param planned what they are at present
 * @param program the same integers as the program has it
 */
record SumWeights(
    String constant, WeightLayout layout, Tensor real, QuantizedConstant planned, Tensor program) {
  /**
   * The weights of a node.
   *
   * @param head the node that multiplies
   * @param quantized that the program was made of
   * @param real the float graph
   * @return empty where others read them too, or the program has them in another shape, as that of
   *     a transposed convolution
   */
  static Optional<SumWeights> of(Node head, BiasedSum sum, Quantized quantized, Graph real) {
    Graph graph = quantized.graph();
    String constant = WeightOperand.of(head, graph).orElseThrow().constant();
    if (graph.consumers(constant).size() > 1 || graph.outputs().contains(constant)) {
      return Optional.empty();
    }
    QuantizedConstant planned = quantized.plan().weight(constant).orElseThrow();
    return WeightLayout.of(head, graph)
        .map(
            layout ->
                new SumWeights(
                    constant,
                    layout,
                    real.constant(constant).orElseThrow(),
                    planned,
                    sum.weights()))
        .filter(SumWeights::isInPlace);
  }

  /** Whether the program has what the plan has. */
  private boolean isInPlace() {
    if (program.elements() != planned.integers().elements()
        || program.shape().intDim(0) != layout.filters()) {
      return false;
    }
    for (int filter = 0; filter < layout.filters(); filter++) {
      for (int i = 0; i < columns(); i++) {
        if (program.getLong((long) filter * columns() + i)
            != planned.integers().getLong(place(filter, i))) {
          return false;
        }
      }
    }
    return true;
  }

  /** Weights of a row. */
  int columns() {
    return layout.depth() * layout.taps();
  }

  int filters() {
    return layout.filters();
  }

  int group(int filter) {
    return filter / layout.filtersOfGroup();
  }

  /** Where a weight of a row of the program lies in the constant. */
  private int place(int filter, int column) {
    return layout.index(filter, column % layout.depth(), column / layout.depth());
  }

  float scale(int filter) {
    return planned.params().scale(filter % planned.params().channels());
  }

  /** The largest magnitude of an integer. */
  int limit() {
    return planned.limit();
  }

  /** A row in steps of its integers. */
  double[] exact(int filter) {
    double[] exact = new double[columns()];
    for (int i = 0; i < exact.length; i++) {
      exact[i] = real.getDouble(place(filter, i)) / scale(filter);
    }
    return exact;
  }

  /** The integers of a row at present. */
  int[] integers(int filter) {
    int[] integers = new int[columns()];
    for (int i = 0; i < integers.length; i++) {
      integers[i] = (int) program.getLong((long) filter * integers.length + i);
    }
    return integers;
  }

  /**
   * Other integers in the layout of the program.
   *
   * @param rows by output channel
   */
  Tensor integers(int[][] rows) {
    int[] integers = new int[Math.toIntExact(program.elements())];
    for (int filter = 0; filter < rows.length; filter++) {
      System.arraycopy(rows[filter], 0, integers, filter * columns(), columns());
    }
    return Tensor.ofIntegers(program.dtype(), program.shape(), integers);
  }

  /** What other integers stand for, in the layout of the graph. */
  Tensor numbers(int[][] rows) {
    Shape shape = real.shape();
    float[] numbers = new float[Math.toIntExact(shape.elements())];
    for (int filter = 0; filter < rows.length; filter++) {
      for (int i = 0; i < columns(); i++) {
        numbers[place(filter, i)] = rows[filter][i] * scale(filter);
      }
    }
    return Tensor.of(shape, numbers);
  }

  /** How many of other integers differ from those at present. */
  long moved(int[][] rows) {
    long moved = 0;
    for (int filter = 0; filter < rows.length; filter++) {
      int[] present = integers(filter);
      for (int i = 0; i < present.length; i++) {
        moved += rows[filter][i] == present[i] ? 0 : 1;
      }
    }
    return moved;
  }
}
