package io.plumbline.pipeline.model;

import io.plumbline.engine.ort.StockRuntime;
import io.plumbline.formats.source.ModelFiles;
import io.plumbline.tensor.Finding;
import java.util.Optional;

/** Says of models that are read here by what they mean that others do not read them. */
final class StockRefusal {
  private StockRefusal() {}

  /** A warning where ONNX Runtime refuses an ONNX file as it is. */
  static Optional<Finding> of(ModelFiles files) {
    if (files.prototxt().isPresent()) {
      return Optional.empty();
    }
    return StockRuntime.refusal(files.model())
        .map(
            reason ->
                Finding.warning(
                    "model.refused-elsewhere",
                    files.model().toString(),
                    "ONNX Runtime refuses this file as it is: %s; what is compiled may not be what other tools make of it: export it again"
                        .formatted(reason)));
  }
}
