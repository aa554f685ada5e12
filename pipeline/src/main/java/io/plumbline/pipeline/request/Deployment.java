package io.plumbline.pipeline.request;

import java.util.List;

/**
 * How the integer program differs from the models before it.
 *
 * @param batch extent of the first axis of every input
 * @param separated inputs whose batch elements are fed one by one, as {@code NAME_0}, {@code
 *     NAME_1}…
 * @param removedTypes kinds of nodes to take away while they touch an input or output
 * @param removedNames nodes to take away while they touch an input or output
 * @param layerOutputs whether the result of every convolution is an output too
 * @param calibrationDump whether the calibration tensors are written to the working folder
 */
public record Deployment(
    int batch,
    List<String> separated,
    List<String> removedTypes,
    List<String> removedNames,
    boolean layerOutputs,
    boolean calibrationDump) {
  /** The program has the batch, the inputs and the outputs of the float model. */
  public static final Deployment AS_TRAINED =
      new Deployment(1, List.of(), List.of(), List.of(), false, false);

  public Deployment {
    separated = List.copyOf(separated);
    removedTypes = List.copyOf(removedTypes);
    removedNames = List.copyOf(removedNames);
  }

  /** Whether something is to be taken away at the ends. */
  public boolean removes() {
    return !removedTypes.isEmpty() || !removedNames.isEmpty();
  }
}
