package io.plumbline.pipeline.evaluation;

import io.plumbline.tensor.EnvironmentException;
import io.plumbline.tensor.file.ScratchFolder;
import java.io.IOException;
import java.nio.file.Path;

/** A scratch folder for the outputs that a program of the user's measures. */
final class OutputFolder implements AutoCloseable {
  private final ScratchFolder scratch;

  private OutputFolder(ScratchFolder scratch) {
    this.scratch = scratch;
  }

  /**
   * Makes the folder.
   *
   * @throws EnvironmentException when the place for temporary files cannot be written
   */
  static OutputFolder create() {
    try {
      return new OutputFolder(ScratchFolder.create("plumbline-eval-"));
    } catch (IOException e) {
      throw new EnvironmentException(
          "eval.dump",
          "temporary folder",
          "cannot be made: " + e.getMessage(),
          "name a folder with --dump",
          e);
    }
  }

  Path path() {
    return scratch.path();
  }

  /**
   * Deletes the folder.
   *
   * @throws EnvironmentException when something in it cannot be deleted
   */
  @Override
  public void close() {
    try {
      scratch.close();
    } catch (IOException e) {
      throw new EnvironmentException(
          "eval.scratch",
          path().toString(),
          "the temporary folder of outputs cannot be deleted: " + e.getMessage(),
          "delete it by hand",
          e);
    }
  }
}
