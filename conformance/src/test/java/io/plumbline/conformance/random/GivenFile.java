package io.plumbline.conformance.random;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import ai.onnxruntime.TensorInfo;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;

/** A model file as ONNX Runtime alone runs it, nothing rewritten: what is right. */
final class GivenFile implements AutoCloseable {
  private static final OrtEnvironment ENVIRONMENT =
      OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);

  private final OrtSession session;

  private GivenFile(OrtSession session) {
    this.session = session;
  }

  /**
   * @throws OrtException when it is no valid model
   */
  static GivenFile open(byte[] model) throws OrtException {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setOptimizationLevel(OptLevel.NO_OPT);
      options.setIntraOpNumThreads(1);
      options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
      return new GivenFile(ENVIRONMENT.createSession(model, options));
    }
  }

  /** The outputs; float16 in float32, and other types than these left out. */
  SequencedMap<String, Tensor> run(Map<String, Tensor> inputs) throws OrtException {
    Map<String, OnnxTensor> feeds = new LinkedHashMap<>();
    SequencedMap<String, Tensor> outputs = new LinkedHashMap<>();
    try {
      for (Map.Entry<String, Tensor> input : inputs.entrySet()) {
        feeds.put(input.getKey(), feed(input.getKey(), input.getValue()));
      }
      try (OrtSession.Result result = session.run(feeds)) {
        for (Map.Entry<String, OnnxValue> output : result) {
          FloatBuffer numbers =
              output.getValue() instanceof OnnxTensor tensor ? tensor.getFloatBuffer() : null;
          if (output.getValue() instanceof OnnxTensor tensor && numbers != null) {
            float[] values = new float[numbers.remaining()];
            numbers.get(values);
            outputs.put(output.getKey(), Tensor.of(Shape.of(tensor.getInfo().getShape()), values));
          }
        }
      }
    } finally {
      feeds.values().forEach(OnnxTensor::close);
    }
    return outputs;
  }

  private OnnxTensor feed(String name, Tensor tensor) throws OrtException {
    boolean narrow =
        Objects.requireNonNull(session.getInputInfo().get(name)).getInfo()
                instanceof TensorInfo info
            && info.type == OnnxJavaType.FLOAT16;
    if (tensor.dtype() != DType.FLOAT32) {
      throw new IllegalArgumentException(tensor + " cannot be fed");
    }
    int elements = Math.toIntExact(tensor.elements());
    int bytes = elements * (narrow ? Short.BYTES : Float.BYTES);
    ByteBuffer data = ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    for (int i = 0; i < elements; i++) {
      if (narrow) {
        data.putShort(Float.floatToFloat16(tensor.getFloat(i)));
      } else {
        data.putFloat(tensor.getFloat(i));
      }
    }
    return OnnxTensor.createTensor(
        ENVIRONMENT,
        data.flip(),
        tensor.shape().toArray(),
        narrow ? OnnxJavaType.FLOAT16 : OnnxJavaType.FLOAT);
  }

  @Override
  public void close() throws OrtException {
    session.close();
  }
}
