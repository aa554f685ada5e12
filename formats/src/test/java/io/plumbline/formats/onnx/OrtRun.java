package io.plumbline.formats.onnx;

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
import io.plumbline.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** Runs model bytes in ONNX Runtime, graph optimisations off, one thread. */
final class OrtRun {
  private static final OrtEnvironment ENVIRONMENT =
      OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);

  private OrtRun() {}

  static OrtSession session(byte[] model) throws OrtException {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setOptimizationLevel(OptLevel.NO_OPT);
      options.setIntraOpNumThreads(1);
      options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
      return ENVIRONMENT.createSession(model, options);
    }
  }

  /** The outputs by name, each in a form that {@code equals} compares bit for bit. */
  static SequencedMap<String, Object> run(byte[] model, Map<String, Tensor> inputs)
      throws OrtException {
    try (OrtSession session = session(model)) {
      Map<String, OnnxTensor> feeds = new LinkedHashMap<>();
      for (Map.Entry<String, Tensor> input : inputs.entrySet()) {
        if (session.getInputNames().contains(input.getKey())) {
          feeds.put(input.getKey(), feed(input.getValue()));
        }
      }
      SequencedMap<String, Object> outputs = new LinkedHashMap<>();
      try (OrtSession.Result result = session.run(feeds)) {
        for (Map.Entry<String, OnnxValue> output : result) {
          outputs.put(output.getKey(), comparable(output.getValue()));
        }
      } finally {
        feeds.values().forEach(OnnxTensor::close);
      }
      return outputs;
    }
  }

  private static OnnxTensor feed(Tensor tensor) throws OrtException {
    ByteBuffer data = ByteBuffer.allocateDirect((int) tensor.data().byteSize());
    data.order(ByteOrder.nativeOrder()).put(tensor.data().asByteBuffer()).flip();
    OnnxJavaType type =
        javaType(tensor.dtype())
            .orElseThrow(() -> new IllegalArgumentException(tensor + " cannot be fed"));
    return OnnxTensor.createTensor(ENVIRONMENT, data, tensor.shape().toArray(), type);
  }

  /** The type under which Java can feed a dtype to ONNX Runtime; empty where its binding cannot. */
  static Optional<OnnxJavaType> javaType(DType dtype) {
    return switch (dtype) {
      case FLOAT32 -> Optional.of(OnnxJavaType.FLOAT);
      case FLOAT64 -> Optional.of(OnnxJavaType.DOUBLE);
      case FLOAT16 -> Optional.of(OnnxJavaType.FLOAT16);
      case BFLOAT16 -> Optional.of(OnnxJavaType.BFLOAT16);
      case INT8 -> Optional.of(OnnxJavaType.INT8);
      case UINT8 -> Optional.of(OnnxJavaType.UINT8);
      case INT16 -> Optional.of(OnnxJavaType.INT16);
      case INT32 -> Optional.of(OnnxJavaType.INT32);
      case INT64 -> Optional.of(OnnxJavaType.INT64);
      case BOOL -> Optional.of(OnnxJavaType.BOOL);
      case UINT16, UINT32, UINT64 -> Optional.empty();
    };
  }

  private static Object comparable(OnnxValue value) throws OrtException {
    if (value instanceof OnnxTensor tensor && tensor.getInfo().type != OnnxJavaType.STRING) {
      return bits(tensor);
    }
    return plain(value.getValue());
  }

  private static Object bits(OnnxTensor tensor) {
    TensorInfo info = tensor.getInfo();
    byte[] bytes = new byte[tensor.getByteBuffer().remaining()];
    tensor.getByteBuffer().get(bytes);
    return List.of(info.onnxType, longs(info.getShape()), ByteBuffer.wrap(bytes));
  }

  private static List<Long> longs(long[] values) {
    List<Long> list = new ArrayList<>();
    for (long value : values) {
      list.add(value);
    }
    return list;
  }

  private static Object plain(Object value) throws OrtException {
    List<Object> parts = new ArrayList<>();
    switch (value) {
      case OnnxValue inner -> {
        return comparable(inner);
      }
      case Object[] array -> {
        for (Object part : array) {
          parts.add(plain(part));
        }
      }
      case List<?> list -> {
        for (Object part : list) {
          parts.add(plain(part));
        }
      }
      case Object scalar -> {
        return scalar;
      }
    }
    return parts;
  }
}
