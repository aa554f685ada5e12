package io.plumbline.codegen.emit;

import io.plumbline.runtime.arithmetic.Accumulator;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.OutputStage;
import io.plumbline.runtime.program.OutputStage.Stepped;
import io.plumbline.runtime.program.Window2d;
import io.plumbline.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Sums of products: {@code pl_sums.h}. */
final class SumCode {
  static final String WINDOW = "window";

  private SumCode() {}

  static void convolution(Instruction.Convolution op, int step, StepCode code) {
    boolean written =
        code.isScalar() ? ScalarCode.convolution(op, code) : PanelCode.convolution(op, step, code);
    if (!written) {
      window(op.window(), code.shape(op.input()), code.shape(op.output()), code);
      plain(op, code);
    }
  }

  private static void plain(Instruction.Convolution op, StepCode code) {
    code.call(
        "pl_convolution",
        "&" + WINDOW,
        op.group(),
        stage(op.stage(), op.output(), code),
        op.accumulator() == Accumulator.INT64,
        code.at(op.input()),
        code.type(op.input()),
        code.zero(op.input()),
        code.constant(op.weights()),
        CText.type(op.weights().dtype()),
        code.constant(op.bias()),
        code.at(op.output()));
  }

  static void linear(Instruction.Linear op, StepCode code) {
    if (code.isScalar() ? ScalarCode.linear(op, code) : PanelCode.linear(op, code)) {
      return;
    }
    int columns = op.weights().shape().intDim(0);
    int depth = op.weights().shape().intDim(1);
    long rows = code.elements(op.output()) / Math.max(1, columns);
    code.call(
        "pl_linear",
        rows,
        depth,
        columns,
        stage(op.stage(), op.output(), code),
        op.accumulator() == Accumulator.INT64,
        code.at(op.input()),
        code.type(op.input()),
        code.zero(op.input()),
        code.constant(op.weights()),
        CText.type(op.weights().dtype()),
        code.constant(op.bias()),
        code.at(op.output()));
  }

  static void product(Instruction.MatrixProduct op, int step, StepCode code) {
    Shape left = code.shape(op.left());
    Shape right = code.shape(op.right());
    Shape output = code.shape(op.output());
    long[] rows = CText.broadcast(left, output);
    long[] columns = CText.broadcast(right, output);
    rows[rows.length - 1] = 0;
    rows[rows.length - 2] = left.dim(-1);
    columns[columns.length - 1] = 1;
    columns[columns.length - 2] = 0;
    if (!code.isScalar() && PanelCode.fits(op, code.program())) {
      PanelCode.product(op, step, rows, columns, code);
      return;
    }
    code.call(
        "pl_product",
        output.rank(),
        code.array("extents", output.toArray()),
        code.array("rows", rows),
        code.array("columns", columns),
        output.elements(),
        left.dim(-1),
        right.dim(-1),
        stage(op.stage(), op.output(), code),
        code.at(op.left()),
        code.type(op.left()),
        code.zero(op.left()),
        code.at(op.right()),
        code.type(op.right()),
        code.zero(op.right()),
        code.at(op.output()));
  }

  /** Declares the extents and the window of an instruction over N, H, W, C values. */
  static void window(Window2d window, Shape input, Shape output, StepCode code) {
    code.line(
        "const pl_window %s = {%s};"
            .formatted(
                WINDOW,
                CText.list(
                    input.dim(0),
                    input.dim(1),
                    input.dim(2),
                    input.dim(3),
                    output.dim(1),
                    output.dim(2),
                    output.dim(3),
                    window.kernelHeight(),
                    window.kernelWidth(),
                    window.strideHeight(),
                    window.strideWidth(),
                    window.dilationHeight(),
                    window.dilationWidth(),
                    window.padTop(),
                    window.padLeft(),
                    window.padBottom(),
                    window.padRight())));
  }

  static String stage(OutputStage stage, int output, StepCode code) {
    String fields =
        switch (stage) {
          case OutputStage.Requantised it ->
              ".kind = PL_REQUANTISED, .low = %s, .high = %s, %s"
                  .formatted(it.low(), it.high(), factors(it.multipliers(), code));
          case Stepped it -> stepped(it, code);
          case OutputStage.FixedPoint it -> fixed(it, code);
          case OutputStage.Dequantised it ->
              ".kind = PL_DEQUANTISED, .lowest = %s, .highest = %s, %s"
                  .formatted(
                      CText.real(it.low()), CText.real(it.high()), factors(it.scales(), code));
        };
    code.line(
        "const pl_stage stage = {.type = %s, .rounding = %s, .zero = %s, %s};"
            .formatted(code.type(output), code.rounding(), code.zero(output), fields));
    return "&stage";
  }

  private static String factors(List<Float> factors, StepCode code) {
    return ".factors = %s, .factor = %s"
        .formatted(factors.size(), StepCode.constant(code.constants().reals(factors)));
  }

  private static String stepped(Stepped stage, StepCode code) {
    List<Integer> starts = stage.starts();
    List<Integer> ends = new ArrayList<>();
    IntStream.range(1, starts.size())
        .filter(step -> starts.get(step) == Stepped.LOWEST)
        .forEach(ends::add);
    ends.add(starts.size());
    return ".kind = PL_STEPPED, .tables = %s, .table = %s, .ends = %s, .starts = %s, .values = %s, %s"
        .formatted(
            stage.tables().size(),
            StepCode.constant(code.constants().integers(stage.tables())),
            StepCode.constant(code.constants().integers(ends)),
            StepCode.constant(code.constants().shorts(starts)),
            StepCode.constant(code.constants().integers(stage.values())),
            factors(stage.multipliers(), code));
  }

  private static String fixed(OutputStage.FixedPoint stage, StepCode code) {
    return ".kind = PL_FIXED_POINT, .bits = %s, .twice = %s, .low = %s, .high = %s, .factors = %s, .integer = %s, .exponent = %s"
        .formatted(
            stage.bits(),
            stage.roundsTwice() ? 1 : 0,
            stage.low(),
            stage.high(),
            stage.integers().size(),
            StepCode.constant(code.constants().integers(stage.integers())),
            StepCode.constant(code.constants().integers(stage.exponents())));
  }
}
