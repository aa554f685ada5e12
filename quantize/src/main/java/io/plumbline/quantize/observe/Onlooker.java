package io.plumbline.quantize.observe;

import io.plumbline.tensor.Tensor;
import java.util.List;
import java.util.Map;

/** Who sees tensors of samples in the same runs of an engine that statistics are collected from. */
public interface Onlooker {
  /** Names of what is looked at. */
  List<String> tensors();

  /**
   * Sees one sample. Several threads may call.
   *
   * @param sample its number
   * @param inputs that the engine was given
   * @param tensors at least those looked at; they may be overwritten as soon as this returns
   */
  void see(int sample, Map<String, Tensor> inputs, Map<String, Tensor> tensors);
}
