package io.plumbline.cli.vendor;

import java.util.List;

/** Runs command lines of this program. */
@FunctionalInterface
public interface Plumb {
  /**
   * Runs one command line.
   *
   * @param words without the program's own name
   * @return its exit status
   */
  int run(List<String> words);
}
