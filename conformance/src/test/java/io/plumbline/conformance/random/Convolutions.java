package io.plumbline.conformance.random;

import io.plumbline.conformance.random.Sketch.Value;
import io.plumbline.graph.op.Binary;
import io.plumbline.graph.op.BinaryFunction;
import io.plumbline.graph.op.Clip;
import io.plumbline.graph.op.Conv;
import io.plumbline.graph.op.ConvTranspose;
import io.plumbline.graph.op.HardSigmoid;
import io.plumbline.graph.op.LeakyRelu;
import io.plumbline.graph.op.Unary;
import io.plumbline.graph.op.UnaryFunction;
import io.plumbline.graph.op.UnaryOp;
import io.plumbline.graph.op.Window;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Convolutions of one to three axes, grouped, depthwise or transposed, with what follows them. */
final class Convolutions implements Family {
  private static final List<UnaryOp> FOLLOWERS =
      List.of(
          new Unary(UnaryFunction.RELU),
          new Unary(UnaryFunction.RELU),
          new Clip(0, 6),
          new Clip(-0.5f, 0.75f),
          new Unary(UnaryFunction.SIGMOID),
          new Unary(UnaryFunction.SILU),
          new Unary(UnaryFunction.HARD_SWISH),
          new Unary(UnaryFunction.TANH),
          new HardSigmoid(1f / 6, 0.5f),
          new LeakyRelu(0.1f));

  @Override
  public void grow(Sketch sketch) {
    sketch
        .pickOfRank(3, 5)
        .filter(value -> value.shape().dim(1) <= 64)
        .ifPresent(
            value -> {
              boolean up = value.rank() == 4 && sketch.chance(0.15);
              Value sum = up ? transposed(sketch, value) : convolved(sketch, value);
              if (sketch.chance(0.6)) {
                Value result = sketch.add(sketch.any(FOLLOWERS), List.of(sum.name()), sum.shape());
                if (sketch.nodes() % 3 == 0) {
                  scaled(sketch, result);
                }
              }
            });
  }

  /** A power of two for each channel. */
  private static void scaled(Sketch sketch, Value value) {
    long[] dims = new long[value.rank() - 1];
    Arrays.fill(dims, 1);
    dims[0] = value.shape().dim(1);
    float[] factors = new float[value.shape().intDim(1)];
    for (int channel = 0; channel < factors.length; channel++) {
      factors[channel] = Math.scalb(1f, (channel + sketch.nodes()) % 7 - 1);
    }
    String constant = sketch.constant(Tensor.of(Shape.of(dims), factors));
    sketch.add(new Binary(BinaryFunction.MUL), List.of(value.name(), constant), value.shape());
  }

  private static Value convolved(Sketch sketch, Value value) {
    int channels = value.shape().intDim(1);
    int group = sketch.chance(0.3) ? channels : channels % 2 == 0 && sketch.chance(0.2) ? 2 : 1;
    int filters = group * sketch.number(1, group == 1 ? 9 : 2);
    Window window = Windows.random(sketch, value.shape(), true);
    long[] weights = new long[value.rank()];
    weights[0] = filters;
    weights[1] = channels / group;
    long fan = weights[1];
    for (int axis = 0; axis < window.rank(); axis++) {
      weights[axis + 2] = window.kernel().get(axis);
      fan *= weights[axis + 2];
    }
    List<String> operands = new ArrayList<>(List.of(value.name()));
    operands.add(sketch.weights(Shape.of(weights), 1 / StrictMath.sqrt((double) fan)));
    if (sketch.chance(0.7)) {
      operands.add(sketch.weights(Shape.of(filters), 0.3));
    }
    return sketch.add(
        new Conv(window, group), operands, Windows.shape(window, value.shape(), filters));
  }

  private static Value transposed(Sketch sketch, Value value) {
    int channels = value.shape().intDim(1);
    int group = channels % 2 == 0 && sketch.chance(0.3) ? 2 : 1;
    int each = sketch.number(1, 4);
    List<Integer> kernel = List.of(sketch.number(1, 3), sketch.number(1, 4));
    List<Integer> strides = List.of(sketch.number(1, 2), sketch.number(1, 3));
    List<Integer> pads =
        List.of(
            0, sketch.number(0, 1) * (kernel.get(1) / 2), 0, sketch.number(0, kernel.get(1) / 2));
    Window window = new Window(kernel, strides, List.of(1, 1), pads, Window.AutoPad.EXPLICIT);
    long[] dims = value.shape().toArray();
    dims[1] = (long) each * group;
    for (int axis = 0; axis < 2; axis++) {
      dims[axis + 2] =
          (dims[axis + 2] - 1) * strides.get(axis)
              + kernel.get(axis)
              - window.padBegin(axis)
              - window.padEnd(axis);
    }
    if (dims[2] < 1 || dims[3] < 1) {
      return value;
    }
    Shape weights = Shape.of(channels, each, kernel.get(0), kernel.get(1));
    double fan = (double) channels / group * kernel.get(0) * kernel.get(1);
    return sketch.add(
        new ConvTranspose(window, List.of(0, 0), group),
        List.of(
            value.name(),
            sketch.constant(weights, 1 / StrictMath.sqrt(fan)),
            sketch.constant(Shape.of(dims[1]), 0.3)),
        Shape.of(dims));
  }
}
