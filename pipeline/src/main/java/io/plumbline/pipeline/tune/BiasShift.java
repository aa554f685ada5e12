package io.plumbline.pipeline.tune;

import io.plumbline.quantize.form.Use;
import io.plumbline.quantize.rule.BiasOperand;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;

/**
 * What is added to the bias of one sum.
 *
 * @param name of the fused nodes
 * @param use where the bias is read
 * @param steps int64 [channels], in steps of the accumulator
 * @param numbers float32 [channels], the constant afterwards: the integers are those it rounds to
 * @param before root mean square over channels of the difference that was found, in real numbers
 * @param after what is left of it on samples that had no part in finding the correction
 */
public record BiasShift(
    String name, Use use, Tensor steps, Tensor numbers, double before, double after) {
  /**
   * A correction by both halves of the samples.
   *
   * @param first mean difference of float network and program on one half, by channel
   * @param second on the other half
   */
  static BiasShift of(CorrectableSum sum, double[] first, double[] second) {
    int channels = sum.channels();
    long[] steps = new long[channels];
    float[] numbers = new float[channels];
    double before = 0;
    double after = 0;
    for (int channel = 0; channel < channels; channel++) {
      double apart = first[channel] - second[channel];
      before += (first[channel] * first[channel] + second[channel] * second[channel]) / 2;
      after += apart * apart;
      double unit = sum.units().get(channel);
      double factor = sum.bias().factor();
      double old = BiasOperand.steps(sum.bias().number(channel), unit);
      double wanted = old * unit + (first[channel] + second[channel]) / 2;
      numbers[channel] = (float) (wanted / factor);
      steps[channel] = (long) (BiasOperand.steps(factor * numbers[channel], unit) - old);
    }
    return new BiasShift(
        sum.name(),
        sum.bias().use(),
        Tensor.of(Shape.of(channels), steps),
        Tensor.of(Shape.of(channels), numbers),
        Math.sqrt(before / channels),
        Math.sqrt(after / channels));
  }

  /** Whether what either half of the samples says makes the difference on the other smaller. */
  public boolean isAccepted() {
    return after < before;
  }
}
