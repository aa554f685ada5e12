package io.plumbline.formats.caffe;

import static java.util.Objects.requireNonNull;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import io.plumbline.formats.onnx.OnnxWriter;
import io.plumbline.graph.Graph;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/** Runs graphs of float tensors in ONNX Runtime. */
final class OnnxRun {
  private static final OrtEnvironment ENVIRONMENT =
      OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);

  private OnnxRun() {}

  static SequencedMap<String, Tensor> run(Graph graph, Map<String, Tensor> inputs)
      throws OrtException {
    Map<String, OnnxTensor> feeds = new LinkedHashMap<>();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.NO_OPT);
      try (OrtSession session = ENVIRONMENT.createSession(OnnxWriter.toBytes(graph), options)) {
        for (String name : graph.inputs()) {
          Tensor tensor = requireNonNull(inputs.get(name), name);
          feeds.put(
              name,
              OnnxTensor.createTensor(
                  ENVIRONMENT, FloatBuffer.wrap(tensor.toFloats()), tensor.shape().toArray()));
        }
        SequencedMap<String, Tensor> outputs = new LinkedHashMap<>();
        try (OrtSession.Result result = session.run(feeds)) {
          for (Map.Entry<String, OnnxValue> output : result) {
            OnnxTensor value = (OnnxTensor) output.getValue();
            float[] floats = new float[value.getFloatBuffer().remaining()];
            value.getFloatBuffer().get(floats);
            outputs.put(output.getKey(), Tensor.of(Shape.of(value.getInfo().getShape()), floats));
          }
        }
        return outputs;
      }
    } finally {
      feeds.values().forEach(OnnxTensor::close);
    }
  }
}
