package io.plumbline.pipeline.request;

import io.plumbline.quantize.observe.SampleSource;
import io.plumbline.runtime.Port;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.colour.PictureInput;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Consumer;

/** Where calibration samples come from, opened once the model's inputs are known. */
public interface CalibrationData {
  /**
   * Opens the samples.
   *
   * @param inputs of the model, static
   * @param pictures the inputs among them that take an intermediate type, by name
   * @param findings hears of samples that are left out
   * @throws io.plumbline.tensor.BadDataException when there is no usable sample or one does not fit
   *     the model
   */
  SampleSource open(
      List<Port> inputs, SequencedMap<String, PictureInput> pictures, Consumer<Finding> findings);
}
