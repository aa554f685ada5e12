package io.plumbline.pipeline.evaluation;

import io.plumbline.data.dataset.Prepared;
import io.plumbline.data.metric.decode.InputFrame;
import io.plumbline.data.picture.Transformer;
import io.plumbline.tensor.Tensor;
import java.util.List;
import java.util.SequencedMap;

/**
 * What one model makes of a sample.
 *
 * @param transformers by which a picture became its input; empty for arrays
 * @param outputs all of them, in the model's order
 */
record Answer(
    Prepared prepared, List<Transformer> transformers, SequencedMap<String, Tensor> outputs) {
  Answer {
    transformers = List.copyOf(transformers);
  }

  /** Where the input lies in the picture. */
  InputFrame frame() {
    return InputFrame.of(
        transformers, prepared.height(), prepared.width(), prepared.tensor().shape());
  }
}
