package io.plumbline.quantize.plan;

import io.plumbline.quantize.calibrate.Calibrator;
import java.util.List;

/**
 * What a user may decide about a plan besides the target.
 *
 * @param calibrator finds the ranges of activations
 * @param floatNodes names of nodes, or of nodes of the original model they stand for, to be kept in
 *     float32
 * @param quantizedOutputs whether the outputs of the model are quantized too; otherwise what feeds
 *     only them stays float32 where it can
 */
public record QuantOptions(
    Calibrator calibrator, List<String> floatNodes, boolean quantizedOutputs) {
  /** Ranges of least mean square error, nothing kept in float32 on demand, float32 outputs. */
  public static final QuantOptions DEFAULT =
      new QuantOptions(new Calibrator.Mse(), List.of(), false);

  public QuantOptions {
    floatNodes = List.copyOf(floatNodes);
  }

  public QuantOptions withCalibrator(Calibrator other) {
    return new QuantOptions(other, floatNodes, quantizedOutputs);
  }

  public QuantOptions withFloatNodes(List<String> names) {
    return new QuantOptions(calibrator, names, quantizedOutputs);
  }

  public QuantOptions withQuantizedOutputs(boolean quantized) {
    return new QuantOptions(calibrator, floatNodes, quantized);
  }
}
