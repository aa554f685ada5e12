package io.plumbline.cli.console;

import io.plumbline.report.PlainText;
import java.io.Console;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks who sits at the terminal. */
@FunctionalInterface
public interface Question {
  /** Nobody is there. */
  Question OF_NOBODY = _ -> Optional.empty();

  /** What is answered, without blanks around it; empty where nobody is there or answers nothing. */
  Optional<String> ask(String text);

  /** Of the terminal that both standard input and output lead to, if they do. */
  static Question ofProcess() {
    Console console = System.console();
    return console == null || !console.isTerminal()
        ? OF_NOBODY
        : text -> answer(console.readLine("%s", PlainText.of(text)));
  }

  private static Optional<String> answer(@Nullable String line) {
    return Optional.ofNullable(line).map(String::strip).filter(text -> !text.isEmpty());
  }
}
