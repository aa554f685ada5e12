package io.plumbline.pipeline.request;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** What the names of all artefacts of a compilation may start with. */
public final class ArtifactPrefix {
  /** File systems end at 255 bytes, of which artefacts add their own endings. */
  public static final int MOST_BYTES = 199;

  private ArtifactPrefix() {}

  /** What is expected in place of a prefix; empty when it will do. */
  public static Optional<String> problem(String prefix) {
    boolean isName =
        !prefix.isBlank()
            && !prefix.equals(".")
            && !prefix.equals("..")
            && prefix
                .codePoints()
                .noneMatch(c -> c == '/' || c == '\\' || Character.isISOControl(c));
    return isName && prefix.getBytes(StandardCharsets.UTF_8).length <= MOST_BYTES
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "the beginning of a file name, of 1 to %d bytes, without folders and line breaks",
                MOST_BYTES));
  }
}
