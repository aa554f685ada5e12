package io.plumbline.example.network;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Predicts what int8 costs by rounding in float: weights after folding batch normalization,
 * symmetric in −127…127, per tensor or per output channel; stored activations asymmetric in 0…255
 * by the extremes over calibration pictures.
 */
public final class QuantizationTrial {
  private final Stack network;
  private final Dataset evaluation;
  private final Map<Layer, float[]> ranges = new IdentityHashMap<>();

  public QuantizationTrial(Stack network, Dataset calibration, Dataset evaluation) {
    this.network = network;
    this.evaluation = evaluation;
    Evaluation.top1(network, calibration, new Mode.Inference(this::observe));
  }

  /** Share of right answers with rounded weights and, if wanted, rounded activations. */
  public double top1(boolean perChannel, boolean activations) {
    List<Parameter> parameters = network.parameters();
    List<float[]> kept = parameters.stream().map(Parameter::toArray).toList();
    weighted(network).forEach(weights -> weights.round(perChannel));
    Mode mode = activations ? new Mode.Inference(this::round) : Mode.inference();
    double share = Evaluation.top1(network, evaluation, mode);
    for (int i = 0; i < kept.size(); i++) {
      System.arraycopy(kept.get(i), 0, parameters.get(i).values, 0, kept.get(i).length);
    }
    return share;
  }

  private void observe(Layer source, float[] values) {
    float[] range = ranges.computeIfAbsent(source, key -> new float[2]);
    for (float value : values) {
      range[0] = Math.min(range[0], value);
      range[1] = Math.max(range[1], value);
    }
  }

  private void round(Layer source, float[] values) {
    float[] range = ranges.getOrDefault(source, new float[2]);
    float step = (range[1] - range[0]) / 255;
    if (step == 0 || source instanceof Convolution) {
      return; // the logits stay in float
    }
    double zero = Math.rint(-range[0] / step);
    for (int i = 0; i < values.length; i++) {
      double code = Math.clamp(Math.rint(values[i] / step) + zero, 0.0, 255.0);
      values[i] = (float) ((code - zero) * step);
    }
  }

  private static List<Weights> weighted(Stack stack) {
    List<Weights> found = new ArrayList<>();
    List<Layer> layers = stack.layers();
    for (int i = 0; i < layers.size(); i++) {
      Optional<BatchNorm> after =
          i + 1 < layers.size() && layers.get(i + 1) instanceof BatchNorm norm
              ? Optional.of(norm)
              : Optional.empty();
      switch (layers.get(i)) {
        case Convolution layer -> found.add(new Weights(layer.weights, layer.outputs(), after));
        case DepthwiseConvolution layer ->
            found.add(new Weights(layer.weights, layer.channels(), after));
        case Residual layer -> found.addAll(weighted(layer.body()));
        case Stack layer -> found.addAll(weighted(layer));
        case BatchNorm _, Rectifier _, MeanPool _ -> {}
      }
    }
    return found;
  }

  /**
   * Weights with the output channel innermost, and the normalization that will be folded into them.
   */
  private record Weights(Parameter parameter, int channels, Optional<BatchNorm> after) {
    void round(boolean perChannel) {
      float[] values = parameter.values;
      float[] largest = new float[channels];
      float overall = 0;
      for (int i = 0; i < values.length; i++) {
        float folded = Math.abs(values[i] * factor(i % channels));
        largest[i % channels] = Math.max(largest[i % channels], folded);
        overall = Math.max(overall, folded);
      }
      for (int i = 0; i < values.length; i++) {
        float factor = factor(i % channels);
        float step = (perChannel ? largest[i % channels] : overall) / 127;
        if (step > 0 && factor != 0) {
          values[i] = (float) Math.rint(values[i] * factor / step) * step / factor;
        }
      }
    }

    private float factor(int channel) {
      return after.map(norm -> norm.foldedFactor(channel)).orElse(1f);
    }
  }
}
