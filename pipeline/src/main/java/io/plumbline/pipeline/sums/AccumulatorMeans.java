package io.plumbline.pipeline.sums;

import io.plumbline.runtime.program.BiasedSum;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Program;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.runtime.program.Window2d;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The mean over positions of what a sum with constant weights accumulates, by channel. It is linear
 * in what it reads:
 *
 * <pre>  mean(b[c] + Σ w[c, k] · (q − z)) = b[c] + Σ w[c, k] · mean(q − z under tap k)</pre>
 *
 * <p>so only inputs are added up, once for each tap of the window; exact in 64 bits.
 */
public final class AccumulatorMeans {
  private final BiasedSum sum;
  private final ProgramValue input;
  private final ProgramValue output;
  private final int[] integers;

  public AccumulatorMeans(BiasedSum sum, Program program) {
    this.sum = sum;
    this.integers = sum.weights().toInts();
    this.input = program.value(sum.input());
    this.output = program.value(sum.output());
  }

  /**
   * The means for one sample, in steps of the accumulator.
   *
   * @param stored what the sum reads, as it is stored
   */
  public double[] of(Tensor stored) {
    var taps = new InputSums(stored, input.quant().zeroPoint());
    long[] sums =
        switch (sum) {
          case Instruction.Linear linear ->
              products(linear.weights().shape(), 1, rows(taps, linear.weights().shape().intDim(1)));
          case Instruction.Convolution convolution ->
              products(
                  convolution.weights().shape(), convolution.group(), window(taps, convolution));
        };
    double positions = (double) output.shape().elements() / sums.length;
    double[] means = new double[sums.length];
    for (int channel = 0; channel < sums.length; channel++) {
      means[channel] = sum.bias().getLong(channel) + sums[channel] / positions;
    }
    return means;
  }

  /** The sum over all rows of what lies along the last stored axis. */
  private long[] rows(InputSums taps, int depth) {
    int rows = Math.toIntExact(input.shape().elements() / depth);
    long[] sums = new long[depth];
    taps.add(0, rows, 1, sums, 0, depth);
    return sums;
  }

  /** Under each tap, for every channel that is read: [KH, KW, C]. */
  private long[] window(InputSums places, Instruction.Convolution convolution) {
    Window2d window = convolution.window();
    Shape from = input.shape();
    List<Covered> rows =
        IntStream.range(0, window.kernelHeight()).mapToObj(y -> rows(window, y)).toList();
    var line =
        new LineSums(
            places,
            IntStream.range(0, window.kernelWidth()).mapToObj(x -> columns(window, x)).toList(),
            from.intDim(3));
    long[] sums = new long[rows.size() * line.size()];
    for (int image = 0; image < from.intDim(0); image++) {
      for (int at = 0; at < from.intDim(1); at++) {
        int row = at;
        if (rows.stream().anyMatch(tap -> tap.covers(row))) {
          long[] found = line.of((image * from.intDim(1) + row) * from.intDim(2));
          for (int y = 0; y < rows.size(); y++) {
            if (rows.get(y).covers(row)) {
              for (int i = 0; i < found.length; i++) {
                sums[y * found.length + i] += found[i];
              }
            }
          }
        }
      }
    }
    return sums;
  }

  private Covered rows(Window2d window, int tap) {
    return Covered.of(
        tap * window.dilationHeight() - window.padTop(),
        window.strideHeight(),
        input.shape().intDim(1),
        output.shape().intDim(1));
  }

  private Covered columns(Window2d window, int tap) {
    return Covered.of(
        tap * window.dilationWidth() - window.padLeft(),
        window.strideWidth(),
        input.shape().intDim(2),
        output.shape().intDim(2));
  }

  /**
   * @param weights [M, …, C/group]
   * @param inputs […, C]
   */
  private long[] products(Shape weights, int groups, long[] inputs) {
    int outputs = weights.intDim(0);
    int depth = weights.intDim(weights.rank() - 1);
    int taps = integers.length / outputs / depth;
    long[] sums = new long[outputs];
    int weight = 0;
    for (int channel = 0; channel < outputs; channel++) {
      int group = channel / (outputs / groups);
      for (int tap = 0; tap < taps; tap++) {
        int place = (tap * groups + group) * depth;
        sums[channel] += product(integers, weight, inputs, place, depth);
        weight += depth;
      }
    }
    return sums;
  }

  /** Four sums side by side, which a processor adds at once. */
  private static long product(int[] integers, int weight, long[] inputs, int place, int depth) {
    long first = 0;
    long second = 0;
    long third = 0;
    long fourth = 0;
    int i = 0;
    for (; i + 3 < depth; i += 4) {
      first += integers[weight + i] * inputs[place + i];
      second += integers[weight + i + 1] * inputs[place + i + 1];
      third += integers[weight + i + 2] * inputs[place + i + 2];
      fourth += integers[weight + i + 3] * inputs[place + i + 3];
    }
    for (; i < depth; i++) {
      first += integers[weight + i] * inputs[place + i];
    }
    return first + second + third + fourth;
  }
}
