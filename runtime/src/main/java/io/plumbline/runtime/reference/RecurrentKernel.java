package io.plumbline.runtime.reference;

import io.plumbline.runtime.arithmetic.ElementaryFunctions;
import io.plumbline.runtime.arithmetic.QuantizedArithmetic;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Program;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.runtime.program.RecurrentDirection;
import io.plumbline.runtime.program.RecurrentWeights;
import io.plumbline.tensor.Rounding;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Recurrent layers: integer products, float32 gates and cell state, step by step. */
final class RecurrentKernel {
  private static final float STATE_UNIT = 1f / (1 << RecurrentWeights.STATE_BITS);

  private final Instruction.Recurrent layer;
  private final Rounding rounding;
  private final int steps;
  private final int batch;
  private final int hidden;
  private final int features;
  private final int rows;
  private final int[] input;
  private final RecurrentSums inputSums;
  private final RecurrentSums recurrentSums;
  private final float[] inputScales;
  private final float[] recurrentScales;
  private final float[] inputBias;
  private final float[] recurrentBias;
  private final float[] states;
  private final float[] cells;
  private final float[] all;

  private RecurrentKernel(
      Instruction.Recurrent layer,
      Program program,
      List<Tensor> operands,
      RecurrentSums inputSums,
      RecurrentSums recurrentSums) {
    ProgramValue value = program.value(layer.inputs().getFirst());
    RecurrentWeights weights = layer.weights();
    this.layer = layer;
    this.rounding = program.rounding();
    this.steps = value.shape().intDim(0);
    this.batch = value.shape().intDim(1);
    this.hidden = weights.hidden();
    this.features = weights.features();
    this.rows = layer.cell().gates() * hidden;
    this.input = MatrixKernels.centred(value, operands.getFirst());
    this.inputSums = inputSums;
    this.recurrentSums = recurrentSums;
    this.inputScales = weights.inputScales().toFloats();
    this.recurrentScales = weights.recurrentScales().toFloats();
    this.inputBias = weights.inputBias().toFloats();
    this.recurrentBias = weights.recurrentBias().toFloats();
    this.states = state(1, program, operands);
    this.cells = layer.cell().states() > 1 ? state(2, program, operands) : new float[0];
    this.all = new float[steps * states.length];
  }

  private float[] state(int operand, Program program, List<Tensor> operands) {
    return QuantizationKernels.read(
        program.value(layer.inputs().get(operand)), operands.get(operand));
  }

  static List<Tensor> recurrent(
      Instruction.Recurrent layer,
      Program program,
      List<Tensor> operands,
      RecurrentSums inputSums,
      RecurrentSums recurrentSums) {
    return new RecurrentKernel(layer, program, operands, inputSums, recurrentSums).run(program);
  }

  private List<Tensor> run(Program program) {
    for (int direction = 0; direction < layer.weights().directions(); direction++) {
      boolean reverse = direction == 1 || layer.direction() == RecurrentDirection.REVERSE;
      for (int step = 0; step < steps; step++) {
        int time = reverse ? steps - 1 - step : step;
        for (int sample = 0; sample < batch; sample++) {
          step(direction, time, sample);
        }
      }
    }
    List<Tensor> results = new ArrayList<>();
    for (float[] reals : List.of(all, states, cells).subList(0, layer.outputs().size())) {
      ProgramValue value = program.value(layer.outputs().get(results.size()));
      results.add(QuantizationKernels.write(value, rounding, reals));
    }
    return results;
  }

  private void step(int direction, int time, int sample) {
    int at = (direction * batch + sample) * hidden;
    float[] u = new float[rows];
    int[] sums = inputSums.sums(direction, 0, rows, input, (time * batch + sample) * features);
    for (int row = 0; row < rows; row++) {
      u[row] = (float) sums[row] * inputScales[row] + inputBias[direction * rows + row];
    }
    int[] integers = integers(i -> states[at + i]);
    switch (layer.cell()) {
      case LSTM -> lstm(at, u, products(direction, 0, rows, integers));
      case GRU_RESET_AFTER -> gru(at, u, products(direction, 0, rows, integers), direction, false);
      case GRU -> gru(at, u, products(direction, 0, 2 * hidden, integers), direction, true);
      case RNN -> rnn(at, u, products(direction, 0, rows, integers));
    }
    System.arraycopy(states, at, all, time * states.length + at, hidden);
  }

  /** A function of a unit's number. */
  private interface Unit {
    float value(int i);
  }

  /** The hidden state as products read it: int16 with {@link RecurrentWeights#STATE_BITS} bits. */
  private int[] integers(Unit state) {
    int[] integers = new int[hidden];
    for (int i = 0; i < hidden; i++) {
      integers[i] =
          QuantizedArithmetic.quantize(
              state.value(i), STATE_UNIT, 0, Short.MIN_VALUE, Short.MAX_VALUE, rounding);
    }
    return integers;
  }

  /** {@code float(Σ r·q) · scale + bias} for rows of the recurrent weights. */
  private float[] products(int direction, int from, int to, int[] state) {
    float[] v = new float[rows];
    int[] sums = recurrentSums.sums(direction, from, to, state, 0);
    for (int row = from; row < to; row++) {
      v[row] = (float) sums[row] * recurrentScales[row] + recurrentBias[direction * rows + row];
    }
    return v;
  }

  private void lstm(int at, float[] u, float[] v) {
    for (int i = 0; i < hidden; i++) {
      float in = ElementaryFunctions.sigmoid(u[i] + v[i]);
      float out = ElementaryFunctions.sigmoid(u[hidden + i] + v[hidden + i]);
      float forget = ElementaryFunctions.sigmoid(u[2 * hidden + i] + v[2 * hidden + i]);
      float candidate = ElementaryFunctions.tanh(u[3 * hidden + i] + v[3 * hidden + i]);
      float kept = forget * cells[at + i];
      float added = in * candidate;
      cells[at + i] = kept + added;
      states[at + i] = out * ElementaryFunctions.tanh(cells[at + i]);
    }
  }

  private void gru(int at, float[] u, float[] v, int direction, boolean resetFirst) {
    float[] reset = new float[hidden];
    for (int i = 0; i < hidden; i++) {
      reset[i] = ElementaryFunctions.sigmoid(u[hidden + i] + v[hidden + i]);
    }
    float[] last = v;
    if (resetFirst) {
      int[] integers = integers(i -> reset[i] * states[at + i]);
      last = products(direction, 2 * hidden, rows, integers);
    }
    for (int i = 0; i < hidden; i++) {
      float update = ElementaryFunctions.sigmoid(u[i] + v[i]);
      float product = last[2 * hidden + i];
      float recalled = resetFirst ? product : reset[i] * product;
      float candidate = ElementaryFunctions.tanh(u[2 * hidden + i] + recalled);
      float renewed = (1 - update) * candidate;
      float kept = update * states[at + i];
      states[at + i] = renewed + kept;
    }
  }

  private void rnn(int at, float[] u, float[] v) {
    for (int i = 0; i < hidden; i++) {
      states[at + i] = ElementaryFunctions.tanh(u[i] + v[i]);
    }
  }
}
