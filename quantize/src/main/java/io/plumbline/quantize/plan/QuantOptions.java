package io.plumbline.quantize.plan;

import io.plumbline.quantize.calibrate.Calibrator;
import io.plumbline.quantize.load.LoadedScales;
import java.util.List;

/**
 * What a user may decide about a plan besides the target.
 *
 * @param calibrator finds the ranges of activations
 * @param floatNodes names of nodes, or of nodes of the original model they stand for, to be kept in
 *     float32
 * @param floatTypes op types whose nodes are kept in float32
 * @param integerNodes names of nodes that are expected to become integer; those that do not are
 *     reported
 * @param quantizedOutputs whether the outputs of the model are quantized too; otherwise what feeds
 *     only them stays float32 where it can
 * @param loaded parameters that the model brings along; calibration decides the rest
 * @param expectsLoaded whether a model that brings none is an error
 */
public record QuantOptions(
    Calibrator calibrator,
    List<String> floatNodes,
    List<String> floatTypes,
    List<String> integerNodes,
    boolean quantizedOutputs,
    LoadedScales loaded,
    boolean expectsLoaded) {
  /** Ranges of least mean square error, nothing kept in float32 on demand, float32 outputs. */
  public static final QuantOptions DEFAULT =
      new QuantOptions(
          new Calibrator.Mse(), List.of(), List.of(), List.of(), false, LoadedScales.NONE, false);

  public QuantOptions {
    floatNodes = List.copyOf(floatNodes);
    floatTypes = List.copyOf(floatTypes);
    integerNodes = List.copyOf(integerNodes);
  }

  public QuantOptions withCalibrator(Calibrator other) {
    return new QuantOptions(
        other, floatNodes, floatTypes, integerNodes, quantizedOutputs, loaded, expectsLoaded);
  }

  public QuantOptions withFloatNodes(List<String> names) {
    return new QuantOptions(
        calibrator, names, floatTypes, integerNodes, quantizedOutputs, loaded, expectsLoaded);
  }

  public QuantOptions withFloatTypes(List<String> types) {
    return new QuantOptions(
        calibrator, floatNodes, types, integerNodes, quantizedOutputs, loaded, expectsLoaded);
  }

  public QuantOptions withIntegerNodes(List<String> names) {
    return new QuantOptions(
        calibrator, floatNodes, floatTypes, names, quantizedOutputs, loaded, expectsLoaded);
  }

  public QuantOptions withQuantizedOutputs(boolean quantized) {
    return new QuantOptions(
        calibrator, floatNodes, floatTypes, integerNodes, quantized, loaded, expectsLoaded);
  }

  public QuantOptions withLoaded(LoadedScales scales) {
    return new QuantOptions(
        calibrator, floatNodes, floatTypes, integerNodes, quantizedOutputs, scales, expectsLoaded);
  }

  public QuantOptions withExpectedScales(boolean expected) {
    return new QuantOptions(
        calibrator, floatNodes, floatTypes, integerNodes, quantizedOutputs, loaded, expected);
  }
}
