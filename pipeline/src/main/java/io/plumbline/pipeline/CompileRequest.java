package io.plumbline.pipeline;

import io.plumbline.quantize.plan.QuantOptions;
import io.plumbline.quantize.target.Target;
import io.plumbline.tensor.Shape;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/**
 * All that a compilation needs to know.
 *
 * @param model an .onnx file
 * @param inputShapes shapes of dynamic inputs, by name
 * @param prefix of every artefact's file name
 * @param folder where the artefacts go; made if absent
 * @param calibration samples that show the ranges of activations
 * @param threads how many samples are worked on at a time
 * @param comparedSamples how many samples the similarity is measured on
 */
public record CompileRequest(
    Path model,
    SequencedMap<String, Shape> inputShapes,
    String prefix,
    Path folder,
    Target target,
    QuantOptions options,
    CalibrationData calibration,
    int threads,
    int comparedSamples) {
  /** How many samples the similarity is measured on unless told otherwise. */
  public static final int COMPARED_SAMPLES = 8;

  public CompileRequest {
    inputShapes = new LinkedHashMap<>(inputShapes);
  }

  /** The file an artefact goes to. */
  public Path file(Artifact artifact) {
    return folder.resolve(artifact.fileName(prefix));
  }

  /** A copy of the shapes as an ordinary map. */
  public Map<String, Shape> shapes() {
    return new LinkedHashMap<>(inputShapes);
  }
}
