package io.plumbline.codegen.emit;

import io.plumbline.runtime.arithmetic.Accumulator;
import io.plumbline.runtime.program.BiasedSum;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.OutputStage;
import io.plumbline.runtime.program.Program;
import io.plumbline.runtime.program.Window2d;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.Arrays;

/** Sums of 8-bit products with constant weights: {@code pl_panels.h}, {@code pl_depthwise.h}. */
final class PanelCode {
  /** PL_MOST_LINES of the kernels. */
  private static final int MOST_LINES = 64;

  /** The largest PL_PLACES of all instruction sets. */
  private static final int MOST_PLACES = 8;

  /** How far kernels may read behind a line. */
  private static final int BEHIND = 15;

  private static final String DEPTHWISE = "pl_depthwise";

  private PanelCode() {}

  /** Writes a convolution if there is a kernel for it. */
  static boolean convolution(Instruction.Convolution op, int step, StepCode code) {
    Shape input = code.shape(op.input());
    Shape output = code.shape(op.output());
    if (!fits(op, code.program())) {
      return false;
    }
    boolean depthwise = isDepthwise(op);
    Window2d window = op.window();
    if (window.isPoint() && !depthwise) {
      input = row(input);
      output = row(output);
    }
    SumCode.window(window, input, output, code);
    boolean byRows = depthwise || isByRows(window);
    int lines = byRows ? window.kernelHeight() : window.kernelHeight() * window.kernelWidth();
    Tensor packed =
        depthwise
            ? Panels.depthwise(op.weights(), window.kernelHeight(), window.kernelWidth())
            : Panels.ordinary(op.weights(), lines);
    String scratch = scratch(op, code.program()) == 0 ? "arena" : code.scratch(step);
    String kernel = depthwise ? DEPTHWISE : "pl_panel_convolution";
    call(kernel, output.dim(2), op, op.stage(), byRows, packed, scratch, code);
    return true;
  }

  /** Writes a linear layer, which is a convolution of one row of places, if there is a kernel. */
  static boolean linear(Instruction.Linear op, StepCode code) {
    if (!areBytes(op, code.program())) {
      return false;
    }
    Shape input = row(code.shape(op.input()));
    Shape output = Shape.of(1, 1, input.dim(2), op.weights().shape().dim(0));
    SumCode.window(Window2d.POINT, input, output, code);
    call(
        "pl_panel_convolution",
        output.dim(2),
        op,
        op.stage(),
        true,
        Panels.ordinary(op.weights(), 1),
        "arena",
        code);
    return true;
  }

  /** All places of a value side by side. */
  static Shape row(Shape shape) {
    long channels = shape.dim(-1);
    return Shape.of(1, 1, channels == 0 ? 0 : shape.elements() / channels, channels);
  }

  private static void call(
      String kernel,
      long width,
      BiasedSum op,
      OutputStage stage,
      boolean byRows,
      Tensor packed,
      String scratch,
      StepCode code) {
    DType input = code.value(op.input()).dtype();
    int zero = code.zero(op.input());
    String finish = SumCode.stage(stage, op.output(), code);
    code.line(
        "const pl_panel_sum sum = {&%s, %s, %s, %s, (uint8_t) %s, %s, %s, %s, %s, %s, %s};"
            .formatted(
                SumCode.WINDOW,
                finish,
                code.at(op.input()),
                code.type(op.input()),
                zero,
                byRows ? 1 : 0,
                code.constant(packed),
                kernel.equals(DEPTHWISE) ? "NULL" : code.constant(Panels.pairs(packed)),
                code.constant(Panels.bias(op.bias(), op.weights(), input, zero)),
                scratch,
                code.at(op.output())));
    code.call(kernel, width, "&sum");
  }

  private static boolean fits(Instruction.Convolution op, Program program) {
    Window2d window = op.window();
    int lines = window.kernelHeight() * (isByRows(window) ? 1 : window.kernelWidth());
    return areBytes(op, program)
        && (isDepthwise(op) ? window.kernelHeight() : lines) <= MOST_LINES
        && (isDepthwise(op) || op.group() == 1);
  }

  private static boolean areBytes(BiasedSum op, Program program) {
    return program.value(op.input()).dtype().bytes() == 1
        && op.weights().dtype().bytes() == 1
        && op.accumulator() == Accumulator.INT32;
  }

  /** Whether every output channel reads the input channel of its own number. */
  static boolean isDepthwise(Instruction.Convolution op) {
    Shape weights = op.weights().shape();
    return op.group() == weights.dim(0) && weights.dim(3) == 1 && weights.dim(0) > 1;
  }

  /** Whether what a row of the window sees lies side by side. */
  private static boolean isByRows(Window2d window) {
    return window.kernelWidth() == 1 || window.dilationWidth() == 1;
  }

  /** Bytes in which a kernel makes up what a tile sees of an input that it leaves, 0 for none. */
  static long scratch(Instruction.Convolution op, Program program) {
    Window2d window = op.window();
    Shape input = program.value(op.input()).shape();
    Shape output = program.value(op.output()).shape();
    if (!fits(op, program)
        || (isInside(
                window.padTop(),
                window.strideHeight(),
                window.dilationHeight(),
                window.kernelHeight(),
                input.dim(1),
                output.dim(1))
            && isInside(
                window.padLeft(),
                window.strideWidth(),
                window.dilationWidth(),
                window.kernelWidth(),
                input.dim(2),
                output.dim(2)))) {
      return 0;
    }
    long places = Math.min(MOST_PLACES, Math.max(1, output.dim(2)));
    long across =
        (places - 1) * window.strideWidth()
            + (long) (window.kernelWidth() - 1) * window.dilationWidth()
            + 1;
    return window.kernelHeight() * across * input.dim(3) + BEHIND;
  }

  private static boolean isInside(
      int pad, int stride, int dilation, int kernel, long extent, long results) {
    return pad <= 0 && (results - 1) * stride - pad + (long) (kernel - 1) * dilation < extent;
  }

  /** Whether a product has operands and sums that panels are for. */
  static boolean fits(Instruction.MatrixProduct op, Program program) {
    return program.value(op.left()).dtype().bytes() == 1
        && program.value(op.right()).dtype().bytes() == 1
        && op.accumulator() == Accumulator.INT32;
  }

  /**
   * Writes a product of two computed values.
   *
   * @param rows strides over the extents of the result that lead to rows of the left value
   * @param columns the same to columns of the right value
   */
  static void product(
      Instruction.MatrixProduct op, int step, long[] rows, long[] columns, StepCode code) {
    Shape output = code.shape(op.output());
    int batchAxes = output.rank() - 2;
    code.line(
        "const pl_matrices matrices = {%s, %s, %s, %s, %s, %s, %s};"
            .formatted(
                output.dim(-2),
                code.shape(op.left()).dim(-1),
                output.dim(-1),
                code.type(op.left()),
                code.type(op.right()),
                code.zero(op.left()),
                code.zero(op.right())));
    code.call(
        "pl_panel_product",
        output.dim(-2),
        batchAxes,
        code.array("extents", Arrays.copyOf(output.toArray(), batchAxes)),
        code.array("rows", Arrays.copyOf(rows, batchAxes)),
        code.array("columns", Arrays.copyOf(columns, batchAxes)),
        Shape.of(Arrays.copyOf(output.toArray(), batchAxes)).elements(),
        "&matrices",
        SumCode.stage(op.stage(), op.output(), code),
        code.at(op.left()),
        code.at(op.right()),
        code.scratch(step),
        code.at(op.output()));
  }

  /** Bytes for the panels of the right value and for the biases of their sums, 0 for none. */
  static long scratch(Instruction.MatrixProduct op, Program program) {
    if (!fits(op, program)) {
      return 0;
    }
    Shape right = program.value(op.right()).shape();
    return Panels.computed(right.dim(-2), right.dim(-1));
  }
}
