package io.plumbline.runtime.reference;

import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.RecurrentCell;
import io.plumbline.runtime.program.RecurrentDirection;
import io.plumbline.runtime.program.RecurrentWeights;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;

/**
 * Recurrent layers by the equations of the ONNX operators in double, with the hidden state as it is
 * where the kernel reads it in steps of 2⁻¹⁴.
 */
final class RecurrentOracle {
  /** What steps of the hidden state may add up to in these small layers. */
  private static final double SLACK = 2e-3;

  private final RealOracle oracle;
  private final Instruction.Recurrent op;
  private final RecurrentWeights weights;

  RecurrentOracle(RealOracle oracle, Instruction.Recurrent op) {
    this.oracle = oracle;
    this.op = op;
    this.weights = op.weights();
  }

  /** An element of the result of this number. */
  RealOracle.Real element(int result, long[] at) {
    int steps = oracle.shape(op, 0).intDim(0);
    int direction = (int) at[result == 0 ? 1 : 0];
    int sample = (int) at[result == 0 ? 2 : 1];
    int unit = (int) at[result == 0 ? 3 : 2];
    boolean reverse = direction == 1 || op.direction() == RecurrentDirection.REVERSE;
    long last = result != 0 ? (reverse ? 0 : steps - 1) : at[0];
    double[] h = state(1, direction, sample);
    double[] c = op.cell().states() > 1 ? state(2, direction, sample) : new double[h.length];
    for (int time = reverse ? steps - 1 : 0; ; time += reverse ? -1 : 1) {
      double[] before = h.clone();
      for (int i = 0; i < h.length; i++) {
        step(i, direction, time, sample, before, h, c);
      }
      if (time == last) {
        return new RealOracle.Real(result == 2 ? c[unit] : h[unit], SLACK);
      }
    }
  }

  private double[] state(int operand, int direction, int sample) {
    double[] state = new double[weights.hidden()];
    for (int i = 0; i < state.length; i++) {
      state[i] = oracle.in(op, operand, direction, sample, i);
    }
    return state;
  }

  private void step(
      int i, int direction, int time, int sample, double[] before, double[] h, double[] c) {
    switch (op.cell()) {
      case LSTM -> {
        double in = sigmoid(gate(0, i, direction, time, sample, before));
        double out = sigmoid(gate(1, i, direction, time, sample, before));
        double forget = sigmoid(gate(2, i, direction, time, sample, before));
        c[i] = forget * c[i] + in * Math.tanh(gate(3, i, direction, time, sample, before));
        h[i] = out * Math.tanh(c[i]);
      }
      case GRU, GRU_RESET_AFTER -> {
        double update = sigmoid(gate(0, i, direction, time, sample, before));
        double candidate = Math.tanh(candidate(i, direction, time, sample, before));
        h[i] = (1 - update) * candidate + update * before[i];
      }
      case RNN -> h[i] = Math.tanh(gate(0, i, direction, time, sample, before));
    }
  }

  private double candidate(int i, int direction, int time, int sample, double[] before) {
    int hidden = weights.hidden();
    double u = input(2 * hidden + i, direction, time, sample);
    if (op.cell() == RecurrentCell.GRU) {
      double[] reset = new double[hidden];
      for (int j = 0; j < hidden; j++) {
        reset[j] = before[j] * sigmoid(gate(1, j, direction, time, sample, before));
      }
      return u + recurrent(2 * hidden + i, direction, reset);
    }
    double reset = sigmoid(gate(1, i, direction, time, sample, before));
    return u + reset * recurrent(2 * hidden + i, direction, before);
  }

  private double gate(int gate, int i, int direction, int time, int sample, double[] before) {
    int row = gate * weights.hidden() + i;
    return input(row, direction, time, sample) + recurrent(row, direction, before);
  }

  private double input(int row, int direction, int time, int sample) {
    double scale = oracle.program().value(op.inputs().getFirst()).quant().scale();
    double sum = 0;
    for (int k = 0; k < weights.features(); k++) {
      sum += element(weights.input(), direction, row, k) * oracle.in(op, 0, time, sample, k);
    }
    return sum / scale * weights.inputScales().getDouble(row)
        + element(weights.inputBias(), direction, row);
  }

  private double recurrent(int row, int direction, double[] state) {
    double sum = 0;
    for (int k = 0; k < state.length; k++) {
      sum += element(weights.recurrent(), direction, row, k) * state[k];
    }
    double unit = weights.recurrentScales().getDouble(row) * (1 << RecurrentWeights.STATE_BITS);
    return sum * unit + element(weights.recurrentBias(), direction, row);
  }

  private static double element(Tensor tensor, long... at) {
    Shape shape = tensor.shape();
    return tensor.getDouble(RealOracle.ravel(at, shape));
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }
}
