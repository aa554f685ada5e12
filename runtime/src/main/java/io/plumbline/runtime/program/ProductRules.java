package io.plumbline.runtime.program;

import io.plumbline.runtime.arithmetic.Accumulator;
import io.plumbline.runtime.arithmetic.AccumulatorBound;
import io.plumbline.runtime.arithmetic.FixedPointMultiplier;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.List;

/** What the instructions that multiply and accumulate demand of their values and constants. */
final class ProductRules {
  private final Program program;
  private final Violations violations;

  ProductRules(Program program, Violations violations) {
    this.program = program;
    this.violations = violations;
  }

  void convolution(Instruction.Convolution op) {
    ProgramValue input = value(op.input());
    ProgramValue output = value(op.output());
    Shape weights = op.weights().shape();
    if (!violations.perTensor(input)
        || !violations.image(input, output)
        || !violations.window(op.window())
        || !weightsFit(op.weights(), 4, op.bias())) {
      return;
    }
    Window2d window = op.window();
    long filters = weights.dim(0);
    violations.demand(
        weights.dim(1) == window.kernelHeight() && weights.dim(2) == window.kernelWidth(),
        "weights %s under the window %s".formatted(weights, window));
    violations.demand(
        op.group() > 0
            && filters % op.group() == 0
            && weights.dim(3) * op.group() == input.shape().dim(3),
        "weights %s in %d groups on %s".formatted(weights, op.group(), input.shape()));
    violations.demand(
        output.shape().dim(0) == input.shape().dim(0)
            && output.shape().dim(1) == window.outputHeight(input.shape().dim(1))
            && output.shape().dim(2) == window.outputWidth(input.shape().dim(2))
            && output.shape().dim(3) == filters,
        "output %s from %s".formatted(output.shape(), input.shape()));
    stage(op.stage(), op.accumulator(), output, filters);
    violations.fits(op.accumulator(), bounds(op.weights(), op.bias(), input));
  }

  void linear(Instruction.Linear op) {
    ProgramValue input = value(op.input());
    ProgramValue output = value(op.output());
    Shape weights = op.weights().shape();
    if (!violations.perTensor(input) || !weightsFit(op.weights(), 2, op.bias())) {
      return;
    }
    violations.demand(
        input.shape().rank() > 0
            && input.shape().dim(-1) == weights.dim(1)
            && output.shape().equals(input.shape().with(-1, weights.dim(0))),
        "%s by weights %s to %s".formatted(input.shape(), weights, output.shape()));
    stage(op.stage(), op.accumulator(), output, weights.dim(0));
    violations.fits(op.accumulator(), bounds(op.weights(), op.bias(), input));
  }

  void matrixProduct(Instruction.MatrixProduct op) {
    ProgramValue left = value(op.left());
    ProgramValue right = value(op.right());
    ProgramValue output = value(op.output());
    if (!violations.perTensor(left) || !violations.perTensor(right)) {
      return;
    }
    violations.demand(
        Broadcasting.product(left.shape(), right.shape())
            .filter(output.shape()::equals)
            .isPresent(),
        "%s by %s to %s".formatted(left.shape(), right.shape(), output.shape()));
    if (violations.isEmpty()) {
      stage(op.stage(), op.accumulator(), output, output.shape().dim(-1));
      long bound =
          AccumulatorBound.products(
              left.shape().dim(-1),
              AccumulatorBound.largest(left.quant()),
              AccumulatorBound.largest(right.quant()));
      violations.fits(op.accumulator(), bound);
    }
  }

  private static long[] bounds(Tensor weights, Tensor bias, ProgramValue input) {
    return AccumulatorBound.sums(weights, bias, AccumulatorBound.largest(input.quant()));
  }

  private void stage(
      OutputStage stage, Accumulator accumulator, ProgramValue output, long channels) {
    switch (stage) {
      case OutputStage.Requantised(List<Float> multipliers, int low, int high) -> {
        factors(multipliers, channels);
        if (violations.perTensor(output)) {
          limits(low, high, output.dtype());
        }
      }
      case OutputStage.Stepped(
              List<Float> multipliers,
              List<Integer> starts,
              List<Integer> values,
              List<Integer> tables) -> {
        factors(multipliers, channels);
        violations.demand(
            isStepped(starts) && starts.size() == values.size(),
            "%d values for the steps at %s".formatted(values.size(), starts));
        tables(tables, starts, channels);
        if (violations.perTensor(output)) {
          DType dtype = output.dtype();
          violations.demand(
              values.stream()
                  .allMatch(value -> value >= dtype.minimum() && value <= dtype.maximum()),
              "a value is not of " + dtype.label());
        }
      }
      case OutputStage.FixedPoint fixed -> {
        violations.demand(accumulator == Accumulator.INT32, "sums of 64 bits by a fixed point");
        fixedPoint(fixed, channels);
        if (violations.perTensor(output)) {
          limits(fixed.low(), fixed.high(), output.dtype());
        }
      }
      case OutputStage.Dequantised(List<Float> scales, float low, float high) -> {
        factors(scales, channels);
        violations.demand(output.dtype() == DType.FLOAT32, "output is not float32");
        violations.demand(low <= high, "limits %s and %s".formatted(low, high));
      }
    }
  }

  private void limits(int low, int high, DType dtype) {
    violations.demand(
        dtype.minimum() <= low && low <= high && high <= dtype.maximum(),
        "limits %d and %d for %s".formatted(low, high, dtype.label()));
  }

  private void fixedPoint(OutputStage.FixedPoint stage, long channels) {
    int count = stage.integers().size();
    violations.demand(
        (count == 1 || count == channels) && stage.exponents().size() == count,
        "%d multipliers and %d exponents for %d channels"
            .formatted(count, stage.exponents().size(), channels));
    boolean bits = 7 <= stage.bits() && stage.bits() <= 31;
    violations.demand(
        bits && stage.integers().stream().allMatch(m -> m >= 0 && m < 1L << stage.bits()),
        "a multiplier is not of %d bits".formatted(stage.bits()));
    violations.demand(
        stage.exponents().stream()
            .allMatch(
                e ->
                    FixedPointMultiplier.LEAST_EXPONENT <= e
                        && e <= FixedPointMultiplier.LARGEST_EXPONENT),
        "exponents %s".formatted(stage.exponents()));
  }

  private void tables(List<Integer> tables, List<Integer> starts, long channels) {
    violations.demand(
        tables.size() == 1 || tables.size() == channels,
        "%d choices of a table for %d channels".formatted(tables.size(), channels));
    long count = starts.stream().filter(start -> start == OutputStage.Stepped.LOWEST).count();
    violations.demand(
        tables.stream().allMatch(table -> table >= 0 && table < count),
        "tables %s of %d".formatted(tables, count));
  }

  /** Whether positions ascend from the lowest, table by table. */
  private static boolean isStepped(List<Integer> starts) {
    if (starts.isEmpty() || starts.getFirst() != OutputStage.Stepped.LOWEST) {
      return false;
    }
    for (int i = 1; i < starts.size(); i++) {
      boolean begins = starts.get(i) == OutputStage.Stepped.LOWEST;
      if (!(begins || starts.get(i) > starts.get(i - 1))
          || starts.get(i) > OutputStage.Stepped.HIGHEST) {
        return false;
      }
    }
    return true;
  }

  private void factors(List<Float> factors, long channels) {
    violations.demand(
        factors.size() == 1 || factors.size() == channels,
        "%d factors for %d channels".formatted(factors.size(), channels));
    violations.demand(
        factors.stream().allMatch(factor -> factor >= 0 && Float.isFinite(factor)),
        "a factor is negative or not finite");
  }

  private boolean weightsFit(Tensor weights, int rank, Tensor bias) {
    return violations.demand(
        (weights.dtype() == DType.INT8 || weights.dtype() == DType.INT16)
            && weights.shape().rank() == rank
            && (bias.dtype() == DType.INT32 || bias.dtype() == DType.INT64)
            && bias.shape().equals(Shape.of(weights.shape().dim(0))),
        "weights %s with bias %s".formatted(weights, bias));
  }

  private ProgramValue value(int index) {
    return program.value(index);
  }
}
