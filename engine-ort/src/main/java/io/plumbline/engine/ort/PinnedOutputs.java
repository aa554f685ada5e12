package io.plumbline.engine.ort;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import io.plumbline.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/** Tensors that ONNX Runtime writes outputs into, with its views of them. */
final class PinnedOutputs implements AutoCloseable {
  private final SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
  private final Map<String, OnnxTensor> views = new LinkedHashMap<>();

  private final RunKey key;

  PinnedOutputs(RunKey key, SequencedMap<String, OutputShape> outputs) throws OrtException {
    this.key = key;
    try {
      for (Map.Entry<String, OutputShape> output : outputs.entrySet()) {
        Tensor tensor = Tensor.allocate(output.getValue().dtype(), output.getValue().shape());
        tensors.put(output.getKey(), tensor);
        views.put(output.getKey(), OrtTensors.view(tensor));
      }
    } catch (OrtException e) {
      close();
      throw e;
    }
  }

  RunKey key() {
    return key;
  }

  SequencedMap<String, Tensor> tensors() {
    return Collections.unmodifiableSequencedMap(tensors);
  }

  Map<String, OnnxTensor> views() {
    return views;
  }

  /** Gives up the views; the tensors stay. */
  @Override
  public void close() {
    views.values().forEach(OnnxTensor::close);
  }
}
