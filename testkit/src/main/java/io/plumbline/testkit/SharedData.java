package io.plumbline.testkit;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Finds the real models and pictures beside the project and the example inside it. */
public final class SharedData {
  private static final Path ROOT =
      Path.of(System.getProperty("plumbline.root", ".")).toAbsolutePath().normalize();

  private SharedData() {}

  /** The project's root folder. */
  public static Path root() {
    return ROOT;
  }

  /** Whether the folder of shared models and data is there. */
  public static boolean isPresent() {
    return Files.isDirectory(ROOT.resolveSibling("shared"));
  }

  /**
   * A file or folder below {@code ../shared}; the test that asks is skipped, by name, where it is
   * absent.
   *
   * @param relative such as {@code models/mnist_8/model.onnx}
   */
  public static Path require(String relative) {
    Path path = ROOT.resolveSibling("shared").resolve(relative);
    Assumptions.assumeTrue(
        Files.exists(path), () -> "skipped: ../shared/" + relative + " is absent");
    return path;
  }
}
