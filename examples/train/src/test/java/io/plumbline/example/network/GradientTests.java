package io.plumbline.example.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Hand-written gradients against central differences of a random linear function of the output. */
class GradientTests {
  private static final float STEP = 1e-2f;

  @Test
  void convolution() {
    check(Convolution.pointwise(8, 13, new Random(1)), 8);
    check(Convolution.classifier(8, 5, new Random(1)), 8);
  }

  @Test
  void stemParameters() {
    checkParameters(Convolution.stem(3, 8, 2, new Random(2)), input(3), new Random(3));
  }

  @Test
  void depthwiseConvolution() {
    check(new DepthwiseConvolution(8, 1, new Random(4)), 8);
    check(new DepthwiseConvolution(16, 2, new Random(4)), 16);
  }

  @Test
  void normalizationPoolingAndSum() {
    check(new BatchNorm(8, true), 8);
    check(new MeanPool(), 8);
    check(
        new Residual(Stack.of(Convolution.pointwise(8, 8, new Random(5)), new BatchNorm(8, true))),
        8);
  }

  private static void check(Layer layer, int channels) {
    Random random = new Random(6);
    Activation input = input(channels);
    checkParameters(layer, input, random);
    float[] slopes = random(layer.forward(input, new Mode.Training()).data().length, random);
    java.util.Arrays.fill(input.gradient(), 0);
    backward(layer, input, slopes);
    for (int i = 0; i < input.data().length; i += 7) {
      assertSlope(layer, input, slopes, input.data(), i, input.gradient()[i]);
    }
  }

  private static void checkParameters(Layer layer, Activation input, Random random) {
    float[] slopes = random(layer.forward(input, new Mode.Training()).data().length, random);
    for (Parameter parameter : layer.parameters()) {
      java.util.Arrays.fill(parameter.gradient, 0);
      backward(layer, input, slopes);
      for (int i = 0; i < parameter.values.length; i++) {
        assertSlope(layer, input, slopes, parameter.values, i, parameter.gradient[i]);
      }
    }
  }

  private static void backward(Layer layer, Activation input, float[] slopes) {
    Activation output = layer.forward(input, new Mode.Training());
    System.arraycopy(slopes, 0, output.gradient(), 0, slopes.length);
    layer.backward();
  }

  private static void assertSlope(
      Layer layer, Activation input, float[] slopes, float[] values, int index, float gradient) {
    float kept = values[index];
    values[index] = kept + STEP;
    double above = product(layer, input, slopes);
    values[index] = kept - STEP;
    double below = product(layer, input, slopes);
    values[index] = kept;
    assertThat((double) gradient)
        .isCloseTo((above - below) / (2 * STEP), within(2e-2 + 2e-2 * Math.abs(gradient)));
  }

  private static double product(Layer layer, Activation input, float[] slopes) {
    float[] output = layer.forward(input, new Mode.Training()).data();
    double sum = 0;
    for (int i = 0; i < output.length; i++) {
      sum += (double) output[i] * slopes[i];
    }
    return sum;
  }

  private static Activation input(int channels) {
    Activation input = Activation.of(5, 6, 6, channels);
    System.arraycopy(
        random(input.data().length, new Random(7)), 0, input.data(), 0, input.data().length);
    return input;
  }

  private static float[] random(int size, Random random) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
