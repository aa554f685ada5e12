package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.testkit.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the README shows is what the program prints. {@code -Dreadme.write=true} writes the rows
 * that are printed now into it.
 */
class ReadmeTests {
  private static final Path README = SharedData.root().resolve("README.md");

  @Test
  void tablesAreThoseOfTheDemo(@TempDir Path folder) throws IOException {
    PlumbRun run = PlumbRun.of("demo", "--working-dir", folder);
    assertThat(run.status()).as(run.err()).isZero();
    Map<String, String> printed = new LinkedHashMap<>();
    run.out()
        .lines()
        .filter(line -> line.startsWith("|"))
        .forEach(line -> printed.put(key(line), line));
    List<String> expected = new ArrayList<>();
    int shown = 0;
    boolean code = false;
    for (String line : Files.readAllLines(README)) {
      code ^= line.startsWith("```");
      boolean row = code && line.startsWith("|");
      shown += row ? 1 : 0;
      expected.add(row ? printed.getOrDefault(key(line), "") : line);
    }
    if (Boolean.getBoolean("readme.write")) {
      Files.write(README, expected);
    }
    assertThat(shown).isGreaterThan(5);
    assertThat(Files.readAllLines(README)).isEqualTo(expected);
  }

  /** The first cell. */
  private static String key(String row) {
    return row.substring(1, row.indexOf('|', 1)).strip();
  }
}
