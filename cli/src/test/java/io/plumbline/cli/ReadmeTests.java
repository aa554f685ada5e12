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
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the README shows is what the program prints. {@code -Dreadme.write=true} writes the rows
 * that are printed now into it.
 */
class ReadmeTests {
  private static final Path README = SharedData.root().resolve("README.md");

  @TempDir private Path place;
  @TempDir private Path home;

  @Test
  void tablesAreThoseOfTheDemo() throws IOException, InterruptedException {
    PlumbRun run = demo();
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
    List<String> lines = Files.readAllLines(README);
    for (int i = 0; i < lines.size(); i++) {
      assertThat(same(lines.get(i), expected.get(i)))
          .as("%s%n%s", lines.get(i), expected.get(i))
          .isTrue();
    }
  }

  /** As installed: what it makes is where it is called, and nothing new where it is installed. */
  private PlumbRun demo() throws IOException, InterruptedException {
    Installation installation = Installation.into(place);
    Path example = Files.createDirectories(place.resolve("examples/shapes"));
    copy(Scene.EXAMPLE, example);
    Set<Path> before = files(place);
    PlumbRun run = Installation.run(installation.command(home, "demo").directory(home.toFile()));
    Set<Path> added = files(place);
    added.removeAll(before);
    assertThat(added).allMatch(each -> each.startsWith(place.resolve("native")));
    Path made = home.toRealPath().resolve("demo_output");
    assertThat(made.resolve("shapes_per_tensor.plm")).isNotEmptyFile();
    assertThat(run.out()).contains("All artefacts are in " + made);
    return run;
  }

  private static void copy(Path from, Path to) throws IOException {
    for (Path file : files(from)) {
      Path copy = to.resolve(from.relativize(file).toString());
      Files.createDirectories(copy.getParent());
      Files.copy(file, copy);
    }
  }

  private static Set<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).collect(Collectors.toCollection(TreeSet::new));
    }
  }

  /** Cell by cell: other processors add floats in another order, so figures may differ a little. */
  private static boolean same(String written, String printed) {
    String[] cells = written.split("\\|", -1);
    String[] others = printed.split("\\|", -1);
    return cells.length == others.length
        && IntStream.range(0, cells.length)
            .allMatch(i -> sameCell(cells[i].strip(), others[i].strip()));
  }

  private static boolean sameCell(String written, String printed) {
    if (written.equals(printed) || !written.matches("-?\\d+\\.\\d+")) {
      return written.equals(printed);
    }
    double allowed = written.indexOf('.') == written.length() - 3 ? 1 : 0.002;
    return printed.matches("-?\\d+\\.\\d+")
        && Math.abs(Double.parseDouble(written) - Double.parseDouble(printed)) <= allowed;
  }

  /** The first cell. */
  private static String key(String row) {
    return row.substring(1, row.indexOf('|', 1)).strip();
  }
}
