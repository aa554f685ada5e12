package io.plumbline.pipeline.verification;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A file, or a folder of samples, for one input.
 *
 * @param input its name; empty for the next one in the order of the model
 */
public record GivenInput(Optional<String> input, Path path) {
  /** For the next input. */
  public static GivenInput of(Path path) {
    return new GivenInput(Optional.empty(), path);
  }
}
