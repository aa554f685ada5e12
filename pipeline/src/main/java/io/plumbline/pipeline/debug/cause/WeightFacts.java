package io.plumbline.pipeline.debug.cause;

import io.plumbline.graph.op.ConvTranspose;
import io.plumbline.quantize.load.CalibratedGraph;
import io.plumbline.quantize.load.CalibrationNode;
import io.plumbline.quantize.load.RoundedStep;
import io.plumbline.tensor.Tensor;
import java.util.Arrays;

/**
 * The weights of a step; those of the first constant where it reads several.
 *
 * @param spread the largest magnitude of an output channel over that of the middle one
 * @param channel the channel of the largest
 * @param clipped share of weights beyond the range of their integers
 * @param perTensor whether one scale is for all
 */
record WeightFacts(double spread, int channel, double clipped, boolean perTensor) {
  private static final WeightFacts NONE = new WeightFacts(1, 0, 0, false);

  static WeightFacts of(CalibratedGraph graph, RoundedStep step) {
    return OpErrors.weights(step).stream()
        .findFirst()
        .map(place -> of(graph, step, place))
        .orElse(NONE);
  }

  private static WeightFacts of(CalibratedGraph graph, RoundedStep step, CalibrationNode place) {
    Tensor tensor = graph.real().constant(graph.value(place)).orElseThrow();
    boolean transposed =
        step.nodes().stream()
            .anyMatch(name -> graph.real().node(name).op() instanceof ConvTranspose);
    int rank = tensor.shape().rank();
    int axis =
        place.params().isPerTensor() ? (transposed && rank > 1 ? 1 : 0) : place.params().axis();
    if (rank == 0) {
      return NONE;
    }
    int inner = 1;
    for (int i = axis + 1; i < rank; i++) {
      inner *= tensor.shape().intDim(i);
    }
    double[] largest = new double[tensor.shape().intDim(axis)];
    float[] weights = tensor.toFloats();
    int beyond = 0;
    for (int i = 0; i < weights.length; i++) {
      int channel = i / inner % largest.length;
      largest[channel] = Math.max(largest[channel], Math.abs(weights[i]));
      float half = place.params().scale(channel) / 2;
      boolean outside =
          weights[i] < place.low(channel) - half || weights[i] > place.high(channel) + half;
      beyond += outside ? 1 : 0;
    }
    int worst = 0;
    for (int channel = 0; channel < largest.length; channel++) {
      worst = largest[channel] > largest[worst] ? channel : worst;
    }
    double[] sorted = largest.clone();
    Arrays.sort(sorted);
    double middle = sorted[sorted.length / 2];
    return new WeightFacts(
        middle > 0 ? largest[worst] / middle : 1,
        worst,
        (double) beyond / Math.max(1, weights.length),
        place.params().isPerTensor());
  }
}
