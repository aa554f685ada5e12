package io.plumbline.cli.console;

import io.plumbline.report.run.Verdict;
import io.plumbline.tensor.Finding;

/** How the first word of a message stands out on a screen. */
enum Colour {
  RED("31"),
  YELLOW("33"),
  GREEN("32"),
  NONE("");

  private final String number;

  Colour(String number) {
    this.number = number;
  }

  static Colour of(Finding.Severity severity) {
    return switch (severity) {
      case ERROR -> RED;
      case WARNING -> YELLOW;
      case INFO -> NONE;
    };
  }

  static Colour of(Verdict.Level level) {
    return switch (level) {
      case FAILED, LOST -> RED;
      case CHECK -> YELLOW;
      case GOOD -> GREEN;
      case UNKNOWN -> NONE;
    };
  }

  /** The word in this colour, where the terminal shows colours. */
  String paint(String word, Terminal terminal) {
    return terminal.colour() && this != NONE
        ? "\u001b[1;%sm%s\u001b[0m".formatted(number, word)
        : word;
  }
}
