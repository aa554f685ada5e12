package io.plumbline.engine.ort;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import io.plumbline.tensor.EnvironmentException;

/**
 * ONNX Runtime's environment, loaded by the first who asks, quietly: nothing is reported to its
 * maker, and no unpacked library is left behind. Everything in this package goes through here
 * before it touches a class of ONNX Runtime's.
 */
final class OrtLibrary {
  private OrtLibrary() {}

  private static final class Loaded {
    static final OrtEnvironment ENVIRONMENT = load();

    private static OrtEnvironment load() {
      OrtTelemetry.silence();
      try (OrtNatives natives = OrtNatives.unpack()) {
        natives.announce();
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        environment.setTelemetry(false);
        return environment;
      } catch (OrtException e) {
        throw new IllegalStateException("telemetry cannot be switched off", e);
      }
    }
  }

  /**
   * The environment of this process.
   *
   * @throws EnvironmentException when the library cannot be loaded
   */
  static OrtEnvironment environment() {
    try {
      return Loaded.ENVIRONMENT;
    } catch (UnsatisfiedLinkError | ExceptionInInitializerError | NoClassDefFoundError e) {
      Throwable reason = e.getCause() == null ? e : e.getCause();
      throw new EnvironmentException(
          "environment.onnxruntime",
          System.getProperty("os.name") + " " + System.getProperty("os.arch"),
          "the ONNX Runtime library cannot be loaded: " + reason.getMessage(),
          "use Linux x86-64 or aarch64, macOS on ARM, or Windows x86-64, with room in the temporary"
              + " folder",
          e);
    }
  }
}
