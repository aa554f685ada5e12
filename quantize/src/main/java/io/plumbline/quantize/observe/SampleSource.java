package io.plumbline.quantize.observe;

import io.plumbline.tensor.Tensor;
import java.util.Map;
import java.util.Optional;

/** Calibration samples by number. Called from several threads. */
public interface SampleSource {
  int size();

  /** What to call a sample in messages: its file name. */
  String name(int index);

  /** The inputs of the model for one sample; empty for a sample that is left out. */
  Optional<Map<String, Tensor>> load(int index);
}
