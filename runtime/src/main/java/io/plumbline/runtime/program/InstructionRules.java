package io.plumbline.runtime.program;

import io.plumbline.tensor.DType;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** What each instruction demands of its values and constants. */
final class InstructionRules {
  private final Program program;
  private final List<String> violations = new ArrayList<>();

  private InstructionRules(Program program) {
    this.program = program;
  }

  static List<String> violations(Instruction instruction, Program program) {
    InstructionRules rules = new InstructionRules(program);
    rules.check(instruction);
    return rules.violations;
  }

  private void check(Instruction instruction) {
    switch (instruction) {
      case Instruction.Quantize op -> quantize(op);
      case Instruction.Dequantize op -> dequantize(op);
      case Instruction.Requantize op -> requantize(op);
      case Instruction.Convolution op -> convolution(op);
      case Instruction.Linear op -> linear(op);
      case Instruction.MatrixProduct op -> matrixProduct(op);
      case Instruction.Lookup op -> lookup(op);
      case Instruction.Arithmetic op -> arithmetic(op);
      case Instruction.MaxPool op -> maxPool(op);
      case Instruction.AveragePool op -> averagePool(op);
      case Instruction.Mean op -> mean(op);
      case Instruction.Softmax op -> softmax(op);
      case Instruction.LayerNorm op -> layerNorm(op);
      case Instruction.Permute op ->
          violations.addAll(MovementRules.permute(op, value(op.input()), value(op.output())));
      case Instruction.Reshape op ->
          violations.addAll(MovementRules.reshape(value(op.input()), value(op.output())));
      case Instruction.Concat op ->
          violations.addAll(
              MovementRules.concat(
                  op, op.inputs().stream().map(this::value).toList(), value(op.output())));
      case Instruction.Slice op ->
          violations.addAll(MovementRules.slice(op, value(op.input()), value(op.output())));
      case Instruction.Pad op ->
          violations.addAll(MovementRules.pad(op, value(op.input()), value(op.output())));
      case Instruction.Gather op ->
          violations.addAll(MovementRules.gather(op, value(op.input()), value(op.output())));
      case Instruction.Foreign op -> foreign(op);
    }
  }

  private void quantize(Instruction.Quantize op) {
    demand(value(op.input()).dtype() == DType.FLOAT32, "input is not float32");
    quantized(value(op.output()));
    sameShape(value(op.input()), value(op.output()));
  }

  private void dequantize(Instruction.Dequantize op) {
    quantized(value(op.input()));
    demand(value(op.output()).dtype() == DType.FLOAT32, "output is not float32");
    sameShape(value(op.input()), value(op.output()));
  }

  private void requantize(Instruction.Requantize op) {
    quantized(value(op.input()));
    quantized(value(op.output()));
    sameShape(value(op.input()), value(op.output()));
  }

  private void convolution(Instruction.Convolution op) {
    ProgramValue input = value(op.input());
    ProgramValue output = value(op.output());
    Shape weights = op.weights().shape();
    if (!perTensor(input) || !image(input, output) || !weightsFit(op.weights(), 4, op.bias())) {
      return;
    }
    Window2d window = op.window();
    long filters = weights.dim(0);
    demand(
        weights.dim(1) == window.kernelHeight() && weights.dim(2) == window.kernelWidth(),
        "weights %s under the window %s".formatted(weights, window));
    demand(
        op.group() > 0
            && filters % op.group() == 0
            && weights.dim(3) * op.group() == input.shape().dim(3),
        "weights %s in %d groups on %s".formatted(weights, op.group(), input.shape()));
    demand(
        output.shape().dim(0) == input.shape().dim(0)
            && output.shape().dim(1) == window.outputHeight(input.shape().dim(1))
            && output.shape().dim(2) == window.outputWidth(input.shape().dim(2))
            && output.shape().dim(3) == filters,
        "output %s from %s".formatted(output.shape(), input.shape()));
    stage(op.stage(), output, filters);
    fitsAccumulator(AccumulatorBound.of(op, program));
  }

  private void linear(Instruction.Linear op) {
    ProgramValue input = value(op.input());
    ProgramValue output = value(op.output());
    Shape weights = op.weights().shape();
    if (!perTensor(input) || !weightsFit(op.weights(), 2, op.bias())) {
      return;
    }
    demand(
        input.shape().rank() > 0
            && input.shape().dim(-1) == weights.dim(1)
            && output.shape().equals(input.shape().with(-1, weights.dim(0))),
        "%s by weights %s to %s".formatted(input.shape(), weights, output.shape()));
    stage(op.stage(), output, weights.dim(0));
    fitsAccumulator(AccumulatorBound.of(op, program));
  }

  private void matrixProduct(Instruction.MatrixProduct op) {
    ProgramValue left = value(op.left());
    ProgramValue right = value(op.right());
    ProgramValue output = value(op.output());
    if (!perTensor(left) || !perTensor(right)) {
      return;
    }
    demand(
        Broadcasting.product(left.shape(), right.shape())
            .filter(output.shape()::equals)
            .isPresent(),
        "%s by %s to %s".formatted(left.shape(), right.shape(), output.shape()));
    if (violations.isEmpty()) {
      stage(op.stage(), output, output.shape().dim(-1));
      fitsAccumulator(AccumulatorBound.of(op, program));
    }
  }

  private void lookup(Instruction.Lookup op) {
    ProgramValue input = value(op.input());
    ProgramValue output = value(op.output());
    demand(input.dtype() == DType.INT8 || input.dtype() == DType.UINT8, "input is not of 8 bits");
    demand(
        op.table().shape().equals(Shape.of(256)) && op.table().dtype() == output.dtype(),
        "table %s for %s".formatted(op.table(), output.dtype().label()));
    sameShape(input, output);
  }

  private void arithmetic(Instruction.Arithmetic op) {
    ProgramValue output = value(op.output());
    real(value(op.left()));
    real(value(op.right()));
    real(output);
    demand(
        Broadcasting.elementwise(value(op.left()).shape(), value(op.right()).shape())
            .filter(output.shape()::equals)
            .isPresent(),
        "%s with %s to %s"
            .formatted(value(op.left()).shape(), value(op.right()).shape(), output.shape()));
    demand(op.low() <= op.high(), "limits %s and %s".formatted(op.low(), op.high()));
  }

  private void maxPool(Instruction.MaxPool op) {
    ProgramValue input = value(op.input());
    ProgramValue output = value(op.output());
    pooled(op.window(), input, output);
    demand(
        input.dtype() == output.dtype() && input.params().equals(output.params()),
        "input and output differ in their parameters");
  }

  private void averagePool(Instruction.AveragePool op) {
    ProgramValue input = value(op.input());
    ProgramValue output = value(op.output());
    pooled(op.window(), input, output);
    if (perTensor(input) && perTensor(output)) {
      fitsAccumulator(AccumulatorBound.of(op, program));
    }
  }

  private void pooled(Window2d window, ProgramValue input, ProgramValue output) {
    if (!image(input, output)) {
      return;
    }
    Shape from = input.shape();
    Shape to = output.shape();
    demand(
        to.dim(0) == from.dim(0)
            && between(window.outputHeight(from.dim(1)), to.dim(1), window.ceilHeight(from.dim(1)))
            && between(window.outputWidth(from.dim(2)), to.dim(2), window.ceilWidth(from.dim(2)))
            && to.dim(3) == from.dim(3),
        "output %s from %s".formatted(to, from));
  }

  private void mean(Instruction.Mean op) {
    ProgramValue input = value(op.input());
    Shape expected = input.shape();
    for (int axis : op.axes()) {
      if (axis < 0 || axis >= expected.rank()) {
        violations.add("axis %d of %s".formatted(axis, expected));
        return;
      }
      expected = expected.with(axis, 1);
    }
    demand(
        value(op.output()).shape().equals(expected),
        "mean of %s over %s to %s".formatted(input.shape(), op.axes(), value(op.output()).shape()));
    perTensor(input);
    perTensor(value(op.output()));
  }

  private void softmax(Instruction.Softmax op) {
    ProgramValue input = value(op.input());
    demand(input.shape().rank() > 0, "softmax of a scalar");
    demand(input.dtype() == DType.FLOAT32 || narrow(input), "input is neither float32 nor narrow");
    real(value(op.output()));
    sameShape(input, value(op.output()));
  }

  private void layerNorm(Instruction.LayerNorm op) {
    ProgramValue input = value(op.input());
    sameShape(input, value(op.output()));
    real(value(op.output()));
    if (op.axes() < 1 || op.axes() > input.shape().rank()) {
      violations.add("%d axes of %s".formatted(op.axes(), input.shape()));
      return;
    }
    long length = 1;
    for (int axis = 1; axis <= op.axes(); axis++) {
      length *= input.shape().dim(-axis);
    }
    demand(
        isFloatVector(op.scale(), length) && isFloatVector(op.bias(), length),
        "scale %s and bias %s for %d elements".formatted(op.scale(), op.bias(), length));
    demand(op.epsilon() >= 0, "epsilon " + op.epsilon());
    if (input.dtype() != DType.FLOAT32) {
      demand(narrow(input), "input is neither float32 nor narrow");
      long longest = input.dtype().bytes() == 1 ? 1L << 22 : 1L << 14;
      demand(length <= longest, "%d elements, exact up to %d".formatted(length, longest));
    }
  }

  private void foreign(Instruction.Foreign op) {
    demand(
        op.inputs().stream().allMatch(index -> value(index).layout() == Layout.PLAIN)
            && op.outputs().stream().allMatch(index -> value(index).layout() == Layout.PLAIN),
        "a foreign operation on values that are not in plain layout");
  }

  private void stage(OutputStage stage, ProgramValue output, long channels) {
    switch (stage) {
      case OutputStage.Requantised(List<Float> multipliers, int low, int high) -> {
        factors(multipliers, channels);
        if (perTensor(output)) {
          demand(
              output.dtype().minimum() <= low && low <= high && high <= output.dtype().maximum(),
              "limits %d and %d for %s".formatted(low, high, output.dtype().label()));
        }
      }
      case OutputStage.Dequantised(List<Float> scales, float low, float high) -> {
        factors(scales, channels);
        demand(output.dtype() == DType.FLOAT32, "output is not float32");
        demand(low <= high, "limits %s and %s".formatted(low, high));
      }
    }
  }

  private void factors(List<Float> factors, long channels) {
    demand(
        factors.size() == 1 || factors.size() == channels,
        "%d factors for %d channels".formatted(factors.size(), channels));
    demand(
        factors.stream().allMatch(factor -> factor >= 0 && Float.isFinite(factor)),
        "a factor is negative or not finite");
  }

  private void fitsAccumulator(long... bounds) {
    for (int channel = 0; channel < bounds.length; channel++) {
      if (bounds[channel] > AccumulatorBound.INT32) {
        violations.add(
            "the accumulator of channel %d can reach %d and overflow int32"
                .formatted(channel, bounds[channel]));
        return;
      }
    }
  }

  private boolean weightsFit(Tensor weights, int rank, Tensor bias) {
    return demand(
        weights.dtype() == DType.INT8
            && weights.shape().rank() == rank
            && bias.dtype() == DType.INT32
            && bias.shape().equals(Shape.of(weights.shape().dim(0))),
        "weights %s with bias %s".formatted(weights, bias));
  }

  private boolean image(ProgramValue input, ProgramValue output) {
    return demand(
        input.shape().rank() == 4 && output.shape().rank() == 4,
        "%s to %s are not images".formatted(input.shape(), output.shape()));
  }

  private boolean perTensor(ProgramValue value) {
    return demand(
        narrow(value) && value.params().map(QuantParams::isPerTensor).orElse(false),
        "%s is not quantized to 8 or 16 bits with one scale".formatted(value.name()));
  }

  private static boolean narrow(ProgramValue value) {
    return value.params().isPresent() && value.dtype().bytes() <= 2;
  }

  private void quantized(ProgramValue value) {
    demand(value.params().isPresent(), value.name() + " is not quantized");
  }

  private void real(ProgramValue value) {
    demand(
        value.params().isPresent() || value.dtype() == DType.FLOAT32,
        value.name() + " is neither quantized nor float32");
  }

  private void sameShape(ProgramValue input, ProgramValue output) {
    demand(
        input.shape().equals(output.shape()) && input.layout() == output.layout(),
        "%s %s to %s %s".formatted(input.layout(), input.shape(), output.layout(), output.shape()));
  }

  private static boolean isFloatVector(Tensor tensor, long length) {
    return tensor.dtype() == DType.FLOAT32 && tensor.elements() == length;
  }

  private static boolean between(long low, long value, long high) {
    return low <= value && value <= high;
  }

  private boolean demand(boolean holds, String violation) {
    if (!holds) {
      violations.add(violation);
    }
    return holds;
  }

  private ProgramValue value(int index) {
    return program.value(index);
  }
}
