package io.plumbline.runtime.vector;

import io.plumbline.tensor.EnvironmentException;

/** The check that the Vector API is there, made before any class that needs it is loaded. */
final class VectorModule {
  private static final String NAME = "jdk.incubator.vector";

  private VectorModule() {}

  static void require() {
    if (ModuleLayer.boot().findModule(NAME).isEmpty()) {
      throw new EnvironmentException(
          "environment.vector-api",
          NAME,
          "The vector executor needs the module '%s', which this JVM was started without."
              .formatted(NAME),
          "Start Java with --add-modules "
              + NAME
              + ", or run the program with the reference executor.");
    }
  }
}
