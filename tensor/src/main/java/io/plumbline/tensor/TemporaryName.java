package io.plumbline.tensor;

import java.nio.file.Path;
import java.util.UUID;

/** Names for what is made beside a file or folder and then takes its name. */
public final class TemporaryName {
  private TemporaryName() {}

  /**
   * A hidden name in the same folder that nobody can foresee, and no longer for a longer name. Make
   * it anew: when it exists all the same, fail.
   */
  public static Path beside(Path path) {
    return path.resolveSibling(".plumbline-" + UUID.randomUUID() + ".part");
  }
}
