package io.plumbline.pipeline.verification;

import java.nio.file.Files;
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

  /** Of {@code FILE} or {@code NAME:FILE}: a name ends at the first colon behind which one lies. */
  public static GivenInput parse(String text) {
    for (int colon = text.indexOf(':'); colon > 0; colon = text.indexOf(':', colon + 1)) {
      Path rest = Path.of(text.substring(colon + 1));
      if (!Files.exists(Path.of(text)) && Files.exists(rest)) {
        return new GivenInput(Optional.of(text.substring(0, colon)), rest);
      }
    }
    return of(Path.of(text));
  }
}
