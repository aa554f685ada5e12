package io.plumbline.cli.vendor;

import java.util.List;

/** Runs command lines of this program. */
@FunctionalInterface
public interface Plumb {
  /**
   * Runs one command line.
   *
   * @param words without the program's own name
   * @param typed the command that the user typed, which errors of the line name as their place
   * @return its exit status
   */
  int run(List<String> words, String typed);
}
