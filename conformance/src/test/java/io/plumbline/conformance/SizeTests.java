package io.plumbline.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Files and packages stay small enough to be read; a package that is not says why. */
class SizeTests {
  private static final int MOST_LINES = 400;
  private static final int MOST_FILES = 25;

  /** How a package-info begins its reason. */
  private static final String REASON = "More than 25 files: ";

  private static final SourceFiles SOURCES = SourceFiles.ofMain();

  @Test
  void noFileIsLongerThanFourHundredLines() {
    List<String> tooLong = new ArrayList<>();
    SOURCES
        .texts()
        .forEach(
            (path, text) -> {
              long lines = text.lines().count();
              if (lines > MOST_LINES) {
                tooLong.add(path + ": " + lines);
              }
            });
    assertThat(tooLong).isEmpty();
  }

  @Test
  void aPackageOfMoreThanTwentyFiveFilesSaysWhy() {
    packages()
        .forEach(
            (folder, files) -> {
              String info = SOURCES.texts().getOrDefault(folder + "/package-info.java", "");
              String said = info.replaceAll("\\s*\\n \\*\\s*", " ");
              if (files > MOST_FILES) {
                assertThat(said).as("%s has %d files", folder, files).contains(REASON);
              }
            });
  }

  /** How many files a folder holds, without its package-info. */
  private static SequencedMap<String, Integer> packages() {
    SequencedMap<String, Integer> packages = new TreeMap<>();
    for (String path : SOURCES.paths()) {
      if (!path.endsWith("/package-info.java")) {
        packages.merge(path.substring(0, path.lastIndexOf('/')), 1, Integer::sum);
      }
    }
    return packages;
  }
}
