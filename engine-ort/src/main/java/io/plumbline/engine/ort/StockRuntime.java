package io.plumbline.engine.ort;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtException.OrtErrorCode;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** What ONNX Runtime says of a file as it is, which may be read here all the same. */
public final class StockRuntime {
  /**
   * Of kernels and providers that it lacks it says other things, and these say nothing of a file.
   */
  private static final Set<OrtErrorCode> OF_MODEL =
      Set.of(OrtErrorCode.ORT_FAIL, OrtErrorCode.ORT_INVALID_GRAPH);

  private StockRuntime() {}

  /**
   * Why the model in a file is refused; empty where it is not.
   *
   * @throws io.plumbline.tensor.EnvironmentException when ONNX Runtime cannot be loaded
   */
  public static Optional<String> refusal(Path file) {
    try (OrtSession.SessionOptions settings = new OrtSession.SessionOptions()) {
      settings.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
      settings.setIntraOpNumThreads(1);
      settings.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.NO_OPT);
      OrtLibrary.environment().createSession(file.toString(), settings).close();
      return Optional.empty();
    } catch (OrtException e) {
      return OF_MODEL.contains(e.getCode())
          ? Optional.of(OrtSessions.shorten(e).replaceFirst("Load model from .* failed: *", ""))
          : Optional.empty();
    }
  }
}
