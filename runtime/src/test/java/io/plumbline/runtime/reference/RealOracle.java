package io.plumbline.runtime.reference;

import io.plumbline.runtime.program.ArithmeticFunction;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.OutputStage;
import io.plumbline.runtime.program.Pooling;
import io.plumbline.runtime.program.Program;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.runtime.program.Window2d;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * What each instruction means in real numbers, in double and by the textbook definition of each
 * output element, with nothing shared with the kernels. Every element comes with a bound on what
 * float32 rounding may add.
 */
final class RealOracle {
  /** A real number and how far float32 arithmetic may lead away from it. */
  record Real(double value, double slack) {
    static Real exact(double value) {
      return new Real(value, 0);
    }

    /** A value computed with a few float32 roundings of terms of this total magnitude. */
    static Real rounded(double value, double magnitude) {
      return new Real(value, Double.isNaN(magnitude) ? 0 : magnitude * 0x1p-21);
    }
  }

  private final Program program;
  private final List<Tensor> operands;

  RealOracle(Program program, List<Tensor> operands) {
    this.program = program;
    this.operands = operands;
  }

  /** The real value of one element of a result; for a Requantised stage before limiting. */
  static Real element(
      Instruction instruction, int result, Program program, List<Tensor> operands, long[] at) {
    RealOracle oracle = new RealOracle(program, operands);
    if (result > 0 && instruction instanceof Instruction.Top) {
      return Real.exact(new IndexOracle(oracle).second(instruction, at));
    }
    return switch (instruction) {
      case Instruction.Quantize op ->
          Real.rounded(oracle.in(op, 0, at), Math.abs(oracle.in(op, 0, at)));
      case Instruction.Dequantize op ->
          Real.rounded(oracle.in(op, 0, at), Math.abs(oracle.in(op, 0, at)));
      case Instruction.Requantize op ->
          Real.rounded(oracle.in(op, 0, at), Math.abs(oracle.in(op, 0, at)));
      case Instruction.Convolution op -> oracle.convolution(op, at);
      case Instruction.Linear op -> oracle.linear(op, at);
      case Instruction.MatrixProduct op -> oracle.product(op, at);
      case Instruction.Lookup op -> oracle.lookup(op, at);
      case Instruction.Arithmetic op -> oracle.arithmetic(op, at);
      case Pooling.NormPool op -> oracle.normPool(op, at);
      case Pooling.MaxPool op -> oracle.maxPool(op, at);
      case Pooling.AveragePool op -> oracle.averagePool(op, at);
      case Instruction.Mean op -> oracle.mean(op, at);
      case Instruction.Reduce op -> oracle.reduce(op, at);
      case Instruction.LocalResponseNorm op -> oracle.localResponseNorm(op, at);
      case Instruction.Softmax op -> oracle.softmax(op, at);
      case Instruction.LayerNorm op -> oracle.layerNorm(op, at);
      case Instruction.Permute op -> Real.exact(oracle.permute(op, at));
      case Instruction.Reshape op ->
          Real.exact(
              oracle.in(op, 0, unravel(ravel(at, oracle.out(op).shape()), oracle.shape(op, 0))));
      case Instruction.Concat op -> Real.exact(oracle.concat(op, at));
      case Instruction.Slice op ->
          Real.exact(
              oracle.in(
                  op, 0, map(at, axis -> op.starts().get(axis) + at[axis] * op.steps().get(axis))));
      case Instruction.Pad op -> Real.exact(oracle.pad(op, at));
      case Instruction.Gather op -> Real.exact(oracle.gather(op, at));
      case Instruction.Convert _, Instruction.Compare _, Instruction.Logical _ ->
          Real.exact(new IndexOracle(oracle).element(instruction, at));
      case Instruction.Select _, Instruction.Pick _, Instruction.Place _ ->
          Real.exact(new IndexOracle(oracle).element(instruction, at));
      case Instruction.Extremum _, Instruction.Top _ ->
          Real.exact(new IndexOracle(oracle).element(instruction, at));
      case Instruction.Recurrent op -> new RecurrentOracle(oracle, op).element(result, at);
      case Instruction.Resample op -> oracle.resample(op, at);
      case Instruction.Foreign op -> throw new IllegalArgumentException(op.node());
    };
  }

  private Real convolution(Instruction.Convolution op, long[] at) {
    Shape weights = op.weights().shape();
    Shape shape = shape(op, 0);
    Window2d window = op.window();
    int filter = (int) at[3];
    long group = filter / (weights.dim(0) / op.group());
    double sum = op.bias().getDouble(filter);
    for (long c = 0; c < weights.dim(3); c++) {
      for (long i = 0; i < weights.dim(1); i++) {
        for (long j = 0; j < weights.dim(2); j++) {
          long y = at[1] * window.strideHeight() - window.padTop() + i * window.dilationHeight();
          long x = at[2] * window.strideWidth() - window.padLeft() + j * window.dilationWidth();
          if (y >= 0 && y < shape.dim(1) && x >= 0 && x < shape.dim(2)) {
            double weight = op.weights().getDouble(ravel(new long[] {filter, i, j, c}, weights));
            sum += weight * steps(op, 0, at[0], y, x, group * weights.dim(3) + c);
          }
        }
      }
    }
    return staged(op.stage(), op, sum, filter);
  }

  private Real resample(Instruction.Resample op, long[] at) {
    double sum = 0;
    double magnitude = 0;
    int taps = op.indices().shape().intDim(1);
    for (int tap = 0; tap < taps; tap++) {
      long entry = at[op.axis()] * taps + tap;
      double term =
          op.weights().getDouble(entry)
              * in(op, 0, replaced(at, op.axis(), op.indices().getLong(entry)));
      sum += term;
      magnitude += Math.abs(term);
    }
    return Real.rounded(sum, magnitude * taps);
  }

  private Real linear(Instruction.Linear op, long[] at) {
    int column = (int) at[at.length - 1];
    Shape weights = op.weights().shape();
    double sum = op.bias().getDouble(column);
    for (long k = 0; k < weights.dim(1); k++) {
      double weight = op.weights().getDouble(column * weights.dim(1) + k);
      sum += weight * steps(op, 0, replaced(at, at.length - 1, k));
    }
    return staged(op.stage(), op, sum, column);
  }

  private Real product(Instruction.MatrixProduct op, long[] at) {
    int rank = at.length;
    double sum = 0;
    for (long k = 0; k < shape(op, 0).dim(-1); k++) {
      long[] left = broadcast(replaced(at, rank - 1, k), shape(op, 0));
      long[] right = broadcast(replaced(at, rank - 2, k), shape(op, 1));
      sum += steps(op, 0, left) * steps(op, 1, right);
    }
    return staged(op.stage(), op, sum, (int) at[rank - 1]);
  }

  private Real staged(OutputStage stage, Instruction op, double accumulator, int channel) {
    return switch (stage) {
      case OutputStage.Requantised(List<Float> multipliers, int low, int high) -> {
        double factor = multipliers.get(multipliers.size() == 1 ? 0 : channel);
        double scale = out(op).quant().scale();
        int zeroPoint = out(op).quant().zeroPoint();
        double limited = Math.clamp(accumulator * factor, low - zeroPoint, high - zeroPoint);
        yield Real.rounded(limited * scale, Math.abs(accumulator * factor * scale));
      }
      case OutputStage.Stepped stepped -> {
        float factor = stepped.multipliers().get(stepped.multipliers().size() == 1 ? 0 : channel);
        double position = Math.clamp(Math.rint((float) accumulator * factor), -32768, 32767);
        int table = stepped.tables().get(stepped.tables().size() == 1 ? 0 : channel);
        int entry = stepped.entries()[table * 65536 + (int) position + 32768];
        int zeroPoint = out(op).quant().zeroPoint();
        yield Real.exact((entry - zeroPoint) * (double) out(op).quant().scale());
      }
      case OutputStage.FixedPoint fixed -> {
        int index = channel % fixed.integers().size();
        double factor =
            Math.scalb(
                (double) fixed.integers().get(index), fixed.exponents().get(index) - fixed.bits());
        double scale = out(op).quant().scale();
        int zeroPoint = out(op).quant().zeroPoint();
        double limited =
            Math.clamp(accumulator * factor, fixed.low() - zeroPoint, fixed.high() - zeroPoint);
        yield new Real(limited * scale, fixed.roundsTwice() ? scale / 2 : scale * 0x1p-20);
      }
      case OutputStage.Dequantised(List<Float> scales, float low, float high) -> {
        double real = accumulator * scales.get(scales.size() == 1 ? 0 : channel);
        yield Real.rounded(Math.clamp(real, low, high), Math.abs(real));
      }
    };
  }

  private Real lookup(Instruction.Lookup op, long[] at) {
    ProgramValue input = program.value(op.input());
    long raw = operands.getFirst().getLong(ravel(at, input.shape()));
    double entry = op.table().getDouble(raw - input.dtype().minimum());
    return Real.exact((entry - out(op).quant().zeroPoint()) * out(op).quant().scale());
  }

  /** Operands are float32: what lies beyond its range is infinite, and then the result is exact. */
  private Real arithmetic(Instruction.Arithmetic op, long[] at) {
    double a = (float) in(op, 0, broadcast(at, shape(op, 0)));
    double b = (float) in(op, 1, broadcast(at, shape(op, 1)));
    ArithmeticFunction function = op.function();
    double result =
        switch (function) {
          case ADD -> a + b;
          case SUB -> a - b;
          case MUL -> a * b;
          case DIV -> a / b;
          case MIN -> Math.min(a, b);
          case MAX -> Math.max(a, b);
        };
    double limited =
        Double.isNaN(result) ? result : Math.min(Math.max(result, op.low()), op.high());
    boolean finite = Double.isFinite(a) && Double.isFinite(b);
    return finite
        ? Real.rounded(limited, Math.abs(a) + Math.abs(b) + Math.min(Math.abs(result), 1e30))
        : Real.exact(limited);
  }

  private Real maxPool(Pooling.MaxPool op, long[] at) {
    ProgramValue input = program.value(op.input());
    double lowest =
        (input.dtype().minimum() - input.quant().zeroPoint()) * (double) input.quant().scale();
    return Real.exact(window(op, op.window(), at).mapToDouble(x -> x).max().orElse(lowest));
  }

  private Real normPool(Pooling.NormPool op, long[] at) {
    double norm = StrictMath.sqrt(window(op, op.window(), at).mapToDouble(x -> x * x).sum());
    return Real.rounded(norm, norm);
  }

  private Real averagePool(Pooling.AveragePool op, long[] at) {
    double sum = window(op, op.window(), at).mapToDouble(x -> x).sum();
    long count =
        op.countIncludePad()
            ? paddedCount(op.window(), shape(op, 0), at)
            : window(op, op.window(), at).count();
    return Real.rounded(count == 0 ? 0 : sum / count, Math.abs(sum / Math.max(1, count)));
  }

  private Stream<Double> window(Instruction op, Window2d window, long[] at) {
    Shape shape = shape(op, 0);
    Stream.Builder<Double> elements = Stream.builder();
    for (long y = 0; y < shape.dim(1); y++) {
      for (long x = 0; x < shape.dim(2); x++) {
        long row = y + window.padTop() - at[1] * window.strideHeight();
        long column = x + window.padLeft() - at[2] * window.strideWidth();
        boolean covered =
            row >= 0
                && row % window.dilationHeight() == 0
                && row / window.dilationHeight() < window.kernelHeight()
                && column >= 0
                && column % window.dilationWidth() == 0
                && column / window.dilationWidth() < window.kernelWidth();
        if (covered) {
          elements.add(in(op, 0, at[0], y, x, at[3]));
        }
      }
    }
    return elements.build();
  }

  private static long paddedCount(Window2d window, Shape shape, long[] at) {
    long height = shape.dim(1) + window.padTop() + window.padBottom();
    long width = shape.dim(2) + window.padLeft() + window.padRight();
    long rows =
        IntStream.range(0, window.kernelHeight())
            .filter(
                i -> at[1] * window.strideHeight() + (long) i * window.dilationHeight() < height)
            .count();
    long columns =
        IntStream.range(0, window.kernelWidth())
            .filter(i -> at[2] * window.strideWidth() + (long) i * window.dilationWidth() < width)
            .count();
    return rows * columns;
  }

  private Real mean(Instruction.Mean op, long[] at) {
    Shape shape = shape(op, 0);
    double sum = 0;
    long count = 0;
    for (long i = 0; i < shape.elements(); i++) {
      long[] position = unravel(i, shape);
      if (Arrays.equals(at, map(position, axis -> op.axes().contains(axis) ? 0 : position[axis]))) {
        sum += in(op, 0, position);
        count++;
      }
    }
    return Real.rounded(sum / count, Math.abs(sum / count));
  }

  private Real reduce(Instruction.Reduce op, long[] at) {
    Shape shape = shape(op, 0);
    double[] reals =
        LongStream.range(0, shape.elements())
            .mapToObj(i -> unravel(i, shape))
            .filter(
                position ->
                    Arrays.equals(
                        at, map(position, axis -> op.axes().contains(axis) ? 0 : position[axis])))
            .mapToDouble(position -> in(op, 0, position))
            .toArray();
    double result =
        switch (op.function()) {
          case SUM -> Arrays.stream(reals).sum();
          case L1 -> Arrays.stream(reals).map(Math::abs).sum();
          case L2 -> Math.sqrt(Arrays.stream(reals).map(x -> x * x).sum());
          case SUM_SQUARE -> Arrays.stream(reals).map(x -> x * x).sum();
          case PROD -> Arrays.stream(reals).reduce(1, (a, b) -> a * b);
          case MAX -> Arrays.stream(reals).max().orElseThrow();
          case MIN -> Arrays.stream(reals).min().orElseThrow();
        };
    return Real.rounded(result, Math.abs(result));
  }

  private Real localResponseNorm(Instruction.LocalResponseNorm op, long[] at) {
    int last = at.length - 1;
    double squares = 0;
    for (long c = at[last] - (op.size() - 1) / 2; c <= at[last] + op.size() / 2; c++) {
      if (c >= 0 && c < shape(op, 0).dim(-1)) {
        squares += Math.pow(in(op, 0, replaced(at, last, c)), 2);
      }
    }
    double divisor = Math.pow(op.bias() + op.alpha() / op.size() * squares, op.beta());
    double result = in(op, 0, at) / divisor;
    return Real.rounded(result, Math.abs(result));
  }

  private Real softmax(Instruction.Softmax op, long[] at) {
    long length = shape(op, 0).dim(-1);
    double largest = Double.NEGATIVE_INFINITY;
    for (long i = 0; i < length; i++) {
      largest = Math.max(largest, in(op, 0, replaced(at, at.length - 1, i)));
    }
    double sum = 0;
    for (long i = 0; i < length; i++) {
      sum += StrictMath.exp(in(op, 0, replaced(at, at.length - 1, i)) - largest);
    }
    double distance = in(op, 0, at) - largest;
    double share = StrictMath.exp(distance) / sum;
    double range = Math.min(Math.abs(distance), 200);
    return op.logarithm()
        ? Real.rounded(distance - StrictMath.log(sum), range + Math.abs(StrictMath.log(sum)))
        : Real.rounded(share, share * (1 + range) + Float.MIN_NORMAL);
  }

  private Real layerNorm(Instruction.LayerNorm op, long[] at) {
    Shape shape = shape(op, 0);
    int length = Math.toIntExact(op.scale().elements());
    long position = ravel(at, shape);
    long start = position / length * length;
    double mean = 0;
    for (long i = start; i < start + length; i++) {
      mean += in(op, 0, unravel(i, shape)) / length;
    }
    double variance = 0;
    for (long i = start; i < start + length; i++) {
      double distance = in(op, 0, unravel(i, shape)) - mean;
      variance += distance * distance / length;
    }
    double normalised = (in(op, 0, at) - mean) / Math.sqrt(variance + op.epsilon());
    double scaled = normalised * op.scale().getDouble(position - start);
    double bias = op.bias().getDouble(position - start);
    return Real.rounded(scaled + bias, Math.abs(scaled) + Math.abs(bias));
  }

  private double permute(Instruction.Permute op, long[] at) {
    return in(op, 0, map(at, axis -> at[op.order().indexOf(axis)]));
  }

  private double concat(Instruction.Concat op, long[] at) {
    long position = at[op.axis()];
    int operand = 0;
    while (position >= shape(op, operand).dim(op.axis())) {
      position -= shape(op, operand).dim(op.axis());
      operand++;
    }
    return in(op, operand, replaced(at, op.axis(), position));
  }

  private double pad(Instruction.Pad op, long[] at) {
    long[] source = map(at, axis -> at[axis] - op.before().get(axis));
    boolean inside =
        IntStream.range(0, at.length)
            .allMatch(axis -> source[axis] >= 0 && source[axis] < shape(op, 0).dim(axis));
    ProgramValue value = program.value(op.input());
    return inside
        ? in(op, 0, source)
        : value.dtype() == DType.FLOAT32
            ? op.fill()
            : (op.fill() - value.quant().zeroPoint()) * (double) value.quant().scale();
  }

  private double gather(Instruction.Gather op, long[] at) {
    int picks = op.indices().shape().rank();
    long[] pick = Arrays.copyOfRange(at, op.axis(), op.axis() + picks);
    long[] source = new long[shape(op, 0).rank()];
    for (int axis = 0; axis < source.length; axis++) {
      source[axis] =
          axis < op.axis()
              ? at[axis]
              : axis > op.axis()
                  ? at[axis - 1 + picks]
                  : op.indices().getLong(ravel(pick, op.indices().shape()));
    }
    return in(op, 0, source);
  }

  Program program() {
    return program;
  }

  /** The real value of an operand's element. */
  double in(Instruction op, int operand, long... at) {
    ProgramValue value = program.value(op.inputs().get(operand));
    double element = operands.get(operand).getDouble(ravel(at, value.shape()));
    if (value.params().isEmpty()) {
      return element;
    }
    int channel = value.quant().isPerTensor() ? 0 : (int) at[value.quant().axis()];
    return (element - value.quant().zeroPoint(channel)) * value.quant().scale(channel);
  }

  /** q − zeroPoint of an operand's element. */
  private double steps(Instruction op, int operand, long... at) {
    ProgramValue value = program.value(op.inputs().get(operand));
    return operands.get(operand).getDouble(ravel(at, value.shape())) - value.quant().zeroPoint();
  }

  Shape shape(Instruction op, int operand) {
    return program.value(op.inputs().get(operand)).shape();
  }

  ProgramValue out(Instruction op) {
    return program.value(op.output());
  }

  static long[] broadcast(long[] at, Shape shape) {
    long[] own = Arrays.copyOfRange(at, at.length - shape.rank(), at.length);
    return map(own, axis -> shape.dim(axis) == 1 ? 0 : own[axis]);
  }

  static long[] replaced(long[] at, int axis, long coordinate) {
    long[] copy = at.clone();
    copy[axis] = coordinate;
    return copy;
  }

  private static long[] map(long[] at, IntToLongFunction coordinate) {
    return IntStream.range(0, at.length).mapToLong(coordinate).toArray();
  }

  static long ravel(long[] at, Shape shape) {
    long position = 0;
    for (int axis = 0; axis < at.length; axis++) {
      position = position * shape.dim(axis) + at[axis];
    }
    return position;
  }

  static long[] unravel(long position, Shape shape) {
    long[] at = new long[shape.rank()];
    long rest = position;
    for (int axis = at.length - 1; axis >= 0; axis--) {
      at[axis] = rest % shape.dim(axis);
      rest /= shape.dim(axis);
    }
    return at;
  }
}
