package io.plumbline.tensor.parallel;

import io.plumbline.tensor.EnvironmentException;

/** The check that the Vector API is there, made before any class that needs it is loaded. */
public final class VectorModule {
  private static final String NAME = "jdk.incubator.vector";

  private VectorModule() {}

  /** Whether the JVM was started with it. */
  public static boolean isPresent() {
    return ModuleLayer.boot().findModule(NAME).isPresent();
  }

  /**
   * @throws EnvironmentException when the JVM was started without the module
   */
  public static void require() {
    if (!isPresent()) {
      throw new EnvironmentException(
          "environment.vector-api",
          NAME,
          "this needs the module '%s', which the JVM was started without".formatted(NAME),
          "start Java with --add-modules %s; programs also run on the reference executor without it"
              .formatted(NAME));
    }
  }
}
