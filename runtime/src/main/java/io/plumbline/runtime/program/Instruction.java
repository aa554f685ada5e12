package io.plumbline.runtime.program;

import io.plumbline.runtime.arithmetic.Accumulator;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Tensor;
import java.util.List;

/**
 * One step of a program. Operands are indices into {@link Program#values}; weights and tables are
 * constants of the instruction itself. The exact arithmetic of each record is written in {@code
 * docs/numerics.md} and defined by the reference executor.
 */
public sealed interface Instruction {
  /**
   * The node or fused nodes of the optimised graph this step computes, such as {@code
   * Conv_0+Relu_1}.
   */
  String node();

  /** Value indices read, in order. */
  List<Integer> inputs();

  /** The first value index written; most instructions write no other. */
  int output();

  /** Value indices written, in order. */
  default List<Integer> outputs() {
    return List.of(output());
  }

  /** An instruction with one operand. */
  sealed interface OneInput extends Instruction
      permits Quantize,
          Dequantize,
          Requantize,
          Convolution,
          Linear,
          Lookup,
          Pooling,
          Mean,
          Reduce,
          LocalResponseNorm,
          Softmax,
          LayerNorm,
          Permute,
          Reshape,
          Slice,
          Pad,
          Gather,
          Convert,
          Extremum,
          Top,
          Resample {
    int input();

    @Override
    default List<Integer> inputs() {
      return List.of(input());
    }
  }

  /** An instruction with two operands that are alike. */
  sealed interface TwoInputs extends Instruction {
    int left();

    int right();

    @Override
    default List<Integer> inputs() {
      return List.of(left(), right());
    }
  }

  /** An instruction that sums products and makes its result of the sums. */
  sealed interface Summing extends Instruction {
    OutputStage stage();
  }

  /** float32 → quantized, elementwise; parameters are the output's, per tensor or per channel. */
  record Quantize(String node, int input, int output) implements OneInput {}

  /** quantized → float32, elementwise; parameters are the input's. */
  record Dequantize(String node, int input, int output) implements OneInput {}

  /** quantized → quantized with other parameters: dequantise in float32, quantize. */
  record Requantize(String node, int input, int output) implements OneInput {}

  /**
   * Convolution of a channels-last N,H,W,C value. Padding reads the input's zero point.
   *
   * @param weights int8 [M, KH, KW, C/group], symmetric
   * @param bias [M], at scale input·weight; the term −zeroPoint·Σw is not included. Its type is
   *     that of the accumulator, int32 or int64
   */
  record Convolution(
      String node,
      int input,
      int output,
      Tensor weights,
      Tensor bias,
      Window2d window,
      int group,
      OutputStage stage)
      implements OneInput, Summing, BiasedSum {
    @Override
    public Accumulator accumulator() {
      return accumulatorOf(bias);
    }
  }

  /**
   * Matrix product over the last stored axis of any value: rows × [N, K]ᵀ.
   *
   * @param weights int8 [N, K], symmetric
   * @param bias [N], of the type of the accumulator, int32 or int64
   */
  record Linear(String node, int input, int output, Tensor weights, Tensor bias, OutputStage stage)
      implements OneInput, Summing, BiasedSum {
    @Override
    public Accumulator accumulator() {
      return accumulatorOf(bias);
    }
  }

  /** Sums have the type of the bias they start from. */
  private static Accumulator accumulatorOf(Tensor bias) {
    return bias.dtype() == DType.INT64 ? Accumulator.INT64 : Accumulator.INT32;
  }

  /** Batched product of two quantized values [..., M, K] × [..., K, N]; batch axes broadcast. */
  record MatrixProduct(
      String node, int left, int right, int output, Accumulator accumulator, OutputStage stage)
      implements TwoInputs, Summing {}

  /**
   * 8 or 16 bits → 8 or 16 bits through a table.
   *
   * @param table an entry of the output dtype for each integer of the input dtype, 256 or 65 536,
   *     indexed by q − minimum of the input dtype
   */
  record Lookup(String node, int input, int output, Tensor table) implements OneInput {}

  /**
   * Element-wise function with NumPy broadcasting over stored shapes: dequantise both sides in
   * float32, operate, limit to [low, high], quantize.
   *
   * @param low real lower bound of a fused activation, −∞ for none
   */
  record Arithmetic(
      String node,
      ArithmeticFunction function,
      int left,
      int right,
      int output,
      float low,
      float high)
      implements TwoInputs {}

  /**
   * Mean over stored axes, which stay with extent 1: int64 sum of q − zeroPoint, then one
   * multiplication as in {@link Pooling.AveragePool}.
   */
  record Mean(String node, int input, int output, List<Integer> axes) implements OneInput {
    public Mean {
      axes = List.copyOf(axes);
    }
  }

  /**
   * A function of all elements along stored axes, which stay with extent 1, of a quantized value to
   * a quantized or float32 one.
   */
  record Reduce(String node, ReductionFunction function, int input, int output, List<Integer> axes)
      implements OneInput {
    public Reduce {
      axes = List.copyOf(axes);
    }
  }

  /**
   * {@code x · (bias + alpha / size · Σ x²)^−beta} with the sum over {@code size} neighbours along
   * the last stored axis, the odd one behind, of a quantized value to a quantized or float32 one.
   */
  record LocalResponseNorm(
      String node, int input, int output, int size, float alpha, float beta, float bias)
      implements OneInput {}

  /**
   * Softmax along the last stored axis, of a quantized or float32 input, to a quantized or float32
   * output.
   *
   * @param logarithm whether to take the logarithm of the result
   */
  record Softmax(String node, int input, int output, boolean logarithm) implements OneInput {}

  /**
   * Layer normalisation over the last {@code axes} stored axes.
   *
   * @param scale float32, one entry for each normalised element, or one for all
   * @param bias float32, likewise
   */
  record LayerNorm(
      String node, int input, int output, int axes, Tensor scale, Tensor bias, float epsilon)
      implements OneInput {}

  /** Stored axis i of the output is stored axis {@code order[i]} of the input; any dtype. */
  record Permute(String node, int input, int output, List<Integer> order) implements OneInput {
    public Permute {
      order = List.copyOf(order);
    }
  }

  /** The same bytes under the output's shape. */
  record Reshape(String node, int input, int output) implements OneInput {}

  /** Joins values of equal parameters along a stored axis. */
  record Concat(String node, List<Integer> inputs, int output, int axis) implements Instruction {
    public Concat {
      inputs = List.copyOf(inputs);
    }
  }

  /**
   * Strided section of a value: start and step for every stored axis, extents from the output's
   * shape.
   */
  record Slice(String node, int input, int output, List<Integer> starts, List<Integer> steps)
      implements OneInput {
    public Slice {
      starts = List.copyOf(starts);
      steps = List.copyOf(steps);
    }
  }

  /**
   * Surrounds a value with a constant, given as the raw integer (or the float for float32 values).
   */
  record Pad(
      String node, int input, int output, List<Integer> before, List<Integer> after, float fill)
      implements OneInput {
    public Pad {
      before = List.copyOf(before);
      after = List.copyOf(after);
    }
  }

  /** Picks slices along a stored axis by constant, non-negative int64 indices of any shape. */
  record Gather(String node, int input, int output, Tensor indices, int axis) implements OneInput {}

  /** A number as another type: float32 or quantized to and from integers and truth values. */
  record Convert(String node, int input, int output) implements OneInput {}

  /**
   * A question about two numbers, broadcast; the answer is bool. Operands are both real (float32 or
   * quantized) or both integers of one dtype.
   */
  record Compare(String node, ComparisonFunction function, int left, int right, int output)
      implements TwoInputs {}

  /** A function of two truth values, broadcast. */
  record Logical(String node, LogicalFunction function, int left, int right, int output)
      implements TwoInputs {}

  /** {@code left} where the bool condition holds, {@code right} elsewhere, broadcast; any dtype. */
  record Select(String node, int condition, int left, int right, int output)
      implements Instruction {
    @Override
    public List<Integer> inputs() {
      return List.of(condition, left, right);
    }
  }

  /**
   * Picks elements by indices computed at run time, int32 or int64 (or narrower integers).
   *
   * @param axis of {@link IndexForm#SLICES} and {@link IndexForm#ELEMENTS}; the number of batch
   *     axes of {@link IndexForm#TUPLES}
   */
  record Pick(String node, int input, int indices, int output, IndexForm form, int axis)
      implements Instruction {
    @Override
    public List<Integer> inputs() {
      return List.of(input, indices);
    }
  }

  /**
   * A copy of a value in which the elements that the indices name are replaced, in row-major order
   * of the indices: where one is named twice the last update stays.
   *
   * @param axis as in {@link Pick}; {@link IndexForm#SLICES} has no such form, and {@link
   *     IndexForm#TUPLES} no batch axes
   */
  record Place(
      String node, int input, int indices, int updates, int output, IndexForm form, int axis)
      implements Instruction {
    @Override
    public List<Integer> inputs() {
      return List.of(input, indices, updates);
    }
  }

  /**
   * The int64 position of the largest or smallest number along a stored axis, which stays with
   * extent 1.
   *
   * @param last whether the last of several equal ones counts instead of the first
   */
  record Extremum(String node, int input, int output, int axis, boolean largest, boolean last)
      implements OneInput {}

  /**
   * The largest or smallest numbers along a stored axis in order, as many as the outputs' extent,
   * and their int64 positions; of equal ones the first comes first.
   */
  record Top(String node, int input, int output, int positions, int axis, boolean largest)
      implements OneInput {
    @Override
    public List<Integer> outputs() {
      return List.of(output, positions);
    }
  }

  /**
   * A recurrent layer over a quantized sequence [T, B, I].
   *
   * @param inputs the sequence and the states before it, [D, B, H], float32 or quantized: hidden,
   *     and for LSTM the cell's
   * @param outputs the hidden states of all steps [T, D, B, H], then the states after the last
   *     step, float32 or quantized
   */
  record Recurrent(
      String node,
      RecurrentCell cell,
      RecurrentDirection direction,
      List<Integer> inputs,
      List<Integer> outputs,
      RecurrentWeights weights)
      implements Instruction {
    public Recurrent {
      inputs = List.copyOf(inputs);
      outputs = List.copyOf(outputs);
    }

    @Override
    public int output() {
      return outputs.getFirst();
    }
  }

  /**
   * Weighted sums of slices along a stored axis, in float32: output slice i is {@code Σ weights[i,
   * t] · real(input slice indices[i, t])}, added in the order of t.
   *
   * @param indices non-negative int64 [extent of the output, taps]
   * @param weights float32, likewise
   */
  record Resample(String node, int input, int output, Tensor indices, Tensor weights, int axis)
      implements OneInput {}

  /**
   * A node that runs in float outside the integer arithmetic, by whoever the executor was given for
   * it. Operands are plain-layout values of the types the node expects.
   *
   * @param model a self-contained ONNX model of the one node, whose input and output names are the
   *     value names
   * @param reason why it is not an integer instruction
   */
  record Foreign(
      String node,
      String type,
      List<Integer> inputs,
      List<Integer> outputs,
      Tensor model,
      String reason)
      implements Instruction {
    public Foreign {
      inputs = List.copyOf(inputs);
      outputs = List.copyOf(outputs);
    }

    @Override
    public int output() {
      return outputs.getFirst();
    }
  }
}
