package io.plumbline.runtime.program;

import io.plumbline.runtime.arithmetic.AccumulatorBound;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.List;

/** What each instruction demands of its values and constants. */
final class InstructionRules {
  private final Program program;
  private final Violations violations = new Violations();

  private InstructionRules(Program program) {
    this.program = program;
  }

  static List<String> violations(Instruction instruction, Program program) {
    InstructionRules rules = new InstructionRules(program);
    rules.check(instruction);
    return rules.violations.messages();
  }

  private void check(Instruction instruction) {
    ProductRules products = new ProductRules(program, violations);
    LogicRules logic = new LogicRules(program, violations);
    IndexRules indices = new IndexRules(program, violations);
    switch (instruction) {
      case Instruction.Quantize op -> quantize(op);
      case Instruction.Dequantize op -> dequantize(op);
      case Instruction.Requantize op -> requantize(op);
      case Instruction.Convolution op -> products.convolution(op);
      case Instruction.Linear op -> products.linear(op);
      case Instruction.MatrixProduct op -> products.matrixProduct(op);
      case Instruction.Lookup op -> lookup(op);
      case Instruction.Arithmetic op -> arithmetic(op);
      case Pooling op -> pooling(op);
      case Instruction.Mean op -> mean(op);
      case Instruction.Reduce op ->
          violations.addAll(ReductionRules.reduce(op, value(op.input()), value(op.output())));
      case Instruction.LocalResponseNorm op ->
          violations.addAll(
              ReductionRules.localResponseNorm(op, value(op.input()), value(op.output())));
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
      case Instruction.Convert op -> logic.convert(op);
      case Instruction.Compare op -> logic.compare(op);
      case Instruction.Logical op -> logic.logical(op);
      case Instruction.Select op -> logic.select(op);
      case Instruction.Pick op -> indices.pick(op);
      case Instruction.Place op -> indices.place(op);
      case Instruction.Extremum op -> indices.extremum(op);
      case Instruction.Top op -> indices.top(op);
      case Instruction.Recurrent op -> new RecurrentRules(program, violations).recurrent(op);
      case Instruction.Resample op ->
          violations.addAll(ResamplingRules.resample(op, value(op.input()), value(op.output())));
      case Instruction.Foreign op -> foreign(op);
    }
  }

  private void quantize(Instruction.Quantize op) {
    violations.demand(value(op.input()).dtype() == DType.FLOAT32, "input is not float32");
    violations.quantized(value(op.output()));
    violations.sameShape(value(op.input()), value(op.output()));
  }

  private void dequantize(Instruction.Dequantize op) {
    violations.quantized(value(op.input()));
    violations.demand(value(op.output()).dtype() == DType.FLOAT32, "output is not float32");
    violations.sameShape(value(op.input()), value(op.output()));
  }

  private void requantize(Instruction.Requantize op) {
    violations.quantized(value(op.input()));
    violations.quantized(value(op.output()));
    violations.sameShape(value(op.input()), value(op.output()));
  }

  private void lookup(Instruction.Lookup op) {
    ProgramValue input = value(op.input());
    ProgramValue output = value(op.output());
    if (violations.narrow(input) && violations.narrow(output)) {
      long entries = 1L << (input.dtype().bytes() * Byte.SIZE);
      violations.demand(
          op.table().shape().equals(Shape.of(entries)) && op.table().dtype() == output.dtype(),
          "table %s from %s to %s"
              .formatted(op.table(), input.dtype().label(), output.dtype().label()));
    }
    violations.sameShape(input, output);
  }

  private void arithmetic(Instruction.Arithmetic op) {
    ProgramValue output = value(op.output());
    violations.real(value(op.left()));
    violations.real(value(op.right()));
    violations.real(output);
    violations.demand(
        Broadcasting.elementwise(value(op.left()).shape(), value(op.right()).shape())
            .filter(output.shape()::equals)
            .isPresent(),
        "%s with %s to %s"
            .formatted(value(op.left()).shape(), value(op.right()).shape(), output.shape()));
    violations.demand(op.low() <= op.high(), "limits %s and %s".formatted(op.low(), op.high()));
  }

  private void pooling(Pooling op) {
    ProgramValue input = value(op.input());
    ProgramValue output = value(op.output());
    pooled(op.window(), input, output);
    if (op.accumulator().isEmpty()) {
      violations.demand(
          input.dtype() == output.dtype() && input.params().equals(output.params()),
          "input and output differ in their parameters");
    } else if (violations.perTensor(input) && violations.perTensor(output)) {
      long taps = (long) op.window().kernelHeight() * op.window().kernelWidth();
      long largest = op.largestTerm(AccumulatorBound.largest(input.quant()));
      violations.fits(op.accumulator().get(), AccumulatorBound.products(taps, largest, 1));
    }
  }

  private void pooled(Window2d window, ProgramValue input, ProgramValue output) {
    if (!violations.image(input, output) || !violations.window(window)) {
      return;
    }
    Shape from = input.shape();
    Shape to = output.shape();
    violations.demand(
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
    violations.demand(
        value(op.output()).shape().equals(expected),
        "mean of %s over %s to %s".formatted(input.shape(), op.axes(), value(op.output()).shape()));
    violations.perTensor(input);
    violations.perTensor(value(op.output()));
  }

  private void softmax(Instruction.Softmax op) {
    ProgramValue input = value(op.input());
    violations.demand(input.shape().rank() > 0, "softmax of a scalar");
    if (input.dtype() != DType.FLOAT32) {
      violations.perTensor(input);
    }
    violations.real(value(op.output()));
    violations.sameShape(input, value(op.output()));
  }

  private void layerNorm(Instruction.LayerNorm op) {
    ProgramValue input = value(op.input());
    violations.sameShape(input, value(op.output()));
    violations.real(value(op.output()));
    if (op.axes() < 1 || op.axes() > input.shape().rank()) {
      violations.add("%d axes of %s".formatted(op.axes(), input.shape()));
      return;
    }
    long length = 1;
    for (int axis = 1; axis <= op.axes(); axis++) {
      length *= input.shape().dim(-axis);
    }
    violations.demand(
        isFloatVector(op.scale(), length) && isFloatVector(op.bias(), length),
        "scale %s and bias %s for %d elements".formatted(op.scale(), op.bias(), length));
    violations.demand(op.epsilon() >= 0, "epsilon " + op.epsilon());
    if (input.dtype() != DType.FLOAT32) {
      violations.perTensor(input);
      long longest = input.dtype().bytes() == 1 ? 1L << 22 : 1L << 14;
      violations.demand(
          length <= longest, "%d elements, exact up to %d".formatted(length, longest));
    }
  }

  private void foreign(Instruction.Foreign op) {
    violations.demand(
        op.inputs().stream().allMatch(index -> value(index).layout() == Layout.PLAIN)
            && op.outputs().stream().allMatch(index -> value(index).layout() == Layout.PLAIN),
        "a foreign operation on values that are not in plain layout");
  }

  private static boolean isFloatVector(Tensor tensor, long length) {
    return tensor.dtype() == DType.FLOAT32
        && (tensor.elements() == length || tensor.elements() == 1);
  }

  private static boolean between(long low, long value, long high) {
    return low <= value && value <= high;
  }

  private ProgramValue value(int index) {
    return program.value(index);
  }
}
