package io.plumbline.benchmarks.memory;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.TensorInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A model in ONNX Runtime, which reads the file itself, so that no copy of it lies in this process.
 * The picture is there before and not counted. The session stays open.
 */
final class OrtNetwork implements MeasuredNetwork {
  /** The model in a network's folder. */
  static final String MODEL = "model.onnx";

  private final Path model;
  private final ByteBuffer picture;
  private final boolean frugal;

  OrtNetwork(Path folder, boolean frugal) throws IOException {
    this.model = folder.resolve(MODEL);
    byte[] bytes = Files.readAllBytes(folder.resolve(PICTURE));
    this.picture =
        ByteBuffer.allocateDirect(bytes.length).order(ByteOrder.nativeOrder()).put(bytes).flip();
    this.frugal = frugal;
  }

  @Override
  public void run() {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (SessionOptions options = new SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.setCPUArenaAllocator(!frugal);
      options.setMemoryPatternOptimization(!frugal);
      run(environment, environment.createSession(model.toString(), options));
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  private void run(OrtEnvironment environment, OrtSession session) throws OrtException {
    NodeInfo input = session.getInputInfo().values().iterator().next();
    long[] shape = ((TensorInfo) input.getInfo()).getShape();
    try (OnnxTensor tensor = OnnxTensor.createTensor(environment, picture.asFloatBuffer(), shape)) {
      session.run(Map.of(input.getName(), tensor)).close();
    }
  }
}
