package io.plumbline.cli.console;

import java.util.List;
import java.util.Locale;

/** What is told on standard error while a command works, and how. */
public enum ProgressForm {
  /** Sentences for people, with a bar on a terminal. */
  TEXT,
  /** A JSON object a line, also for findings and errors. */
  JSON,
  /** Findings and errors alone, as sentences. */
  NONE;

  private static final String OPTION = "--progress";

  /** The form that a command line asks for, though the rest of it may be past understanding. */
  public static ProgressForm in(List<String> arguments) {
    String json = JSON.name().toLowerCase(Locale.ROOT);
    String words = " %s ".formatted(String.join(" ", arguments)).toLowerCase(Locale.ROOT);
    return words.contains(" %s=%s ".formatted(OPTION, json))
            || words.contains(" %s %s ".formatted(OPTION, json))
        ? JSON
        : TEXT;
  }
}
