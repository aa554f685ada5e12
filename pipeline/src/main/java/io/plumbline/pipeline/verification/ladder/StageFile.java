package io.plumbline.pipeline.verification.ladder;

import java.nio.file.Path;
import java.util.Locale;

/**
 * The file of a stage.
 *
 * @param state beside what the compilation recorded of it
 * @param failure why it cannot be run; empty where it can
 */
public record StageFile(Path path, State state, String failure) {
  /** What became of a file since the compilation wrote or read it. */
  public enum State {
    /** Its bytes are the recorded ones. */
    INTACT,
    /** It has other bytes than were recorded. */
    REPLACED,
    /** Nothing was recorded of it. */
    UNRECORDED,
    /** It is not there. */
    ABSENT,
    /** It cannot be read. */
    DAMAGED;

    /** Lower case, for tables and machine output. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Whether the file is another one than the compilation left. */
  public boolean isSuspect() {
    return state == State.REPLACED || state == State.DAMAGED || state == State.ABSENT;
  }
}
