package io.plumbline.tensor.file;

import io.plumbline.tensor.EnvironmentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder for results, looked at before the work begins that they come of. */
public final class WritableFolder {
  private WritableFolder() {}

  /**
   * Makes a folder if there is none.
   *
   * @param what it is for, for messages
   * @param remedy what to do where it cannot be written
   * @throws EnvironmentException when it cannot be made, or no file can be made in it
   */
  public static void make(Path folder, String what, String remedy) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw notWritable(folder, what, String.valueOf(e.getMessage()), remedy);
    }
    if (!Files.isWritable(folder)) {
      throw notWritable(folder, what, "permission denied", remedy);
    }
  }

  private static EnvironmentException notWritable(
      Path folder, String what, String reason, String remedy) {
    return new EnvironmentException(
        "environment.write",
        folder.toString(),
        "%s cannot be written: %s".formatted(what, reason),
        remedy);
  }
}
