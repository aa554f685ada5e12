package io.plumbline.benchmarks.accuracy;

import io.plumbline.data.picture.Preprocess;
import io.plumbline.formats.source.ModelFiles;
import io.plumbline.tensor.Shape;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * A shared model and its data.
 *
 * @param model file under the folder of models
 * @param prototxt of a Caffe model, beside it; empty for ONNX
 * @param shapes of dynamic inputs
 * @param pictures folder of calibration pictures; empty for random samples
 * @param preprocess how they become inputs
 */
public record Subject(
    String name,
    String model,
    Optional<String> prototxt,
    SequencedMap<String, Shape> shapes,
    Optional<String> pictures,
    Optional<Preprocess> preprocess,
    Truth truth) {
  /** Files of the float model. */
  public ModelFiles files(Path shared) {
    Path file = shared.resolve("models").resolve(model);
    return new ModelFiles(file, prototxt.map(file::resolveSibling));
  }

  /** Whether it is scored by classes. */
  public boolean isClassifier() {
    return truth instanceof Truth.Classes;
  }

  /** Shapes written as {@code x=1x3x48x192}, several with blanks between. */
  static SequencedMap<String, Shape> shapes(String text) {
    SequencedMap<String, Shape> shapes = new LinkedHashMap<>();
    for (String pair : text.split(" ", -1)) {
      int equals = pair.indexOf('=');
      shapes.put(pair.substring(0, equals), Shape.parse(pair.substring(equals + 1)));
    }
    return shapes;
  }
}
