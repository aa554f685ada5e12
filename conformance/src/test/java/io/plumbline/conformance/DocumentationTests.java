package io.plumbline.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.testkit.SharedData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The documents name only what is there, and do not contradict each other. */
class DocumentationTests {
  private static final Path ROOT = SharedData.root();
  private static final Pattern LINK = Pattern.compile("]\\(([^)#]+)(?:#[^)]*)?\\)");
  private static final Pattern PROOF = Pattern.compile("\\b([A-Z]\\w*(?:Tests|Benchmark))\\b");
  private static final Set<String> CLASSES = classes();

  private static Set<String> classes() {
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.endsWith(".java"))
          .map(name -> name.substring(0, name.length() - ".java".length()))
          .collect(Collectors.toCollection(TreeSet::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<Path> documents() throws IOException {
    try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"));
        Stream<Path> top = Files.list(ROOT)) {
      return Stream.concat(top, docs)
          .filter(file -> file.toString().endsWith(".md"))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("documents")
  void everyLinkLeadsSomewhere(Path document) throws IOException {
    assertThat(all(LINK, Files.readString(document)))
        .filteredOn(target -> !target.contains("://"))
        .allSatisfy(target -> assertThat(document.resolveSibling(target)).exists());
  }

  @ParameterizedTest
  @MethodSource("documents")
  void everyProofIsThere(Path document) throws IOException {
    assertThat(all(PROOF, Files.readString(document))).allMatch(CLASSES::contains);
  }

  /** The README shows some rows of the table that the accuracy benchmark prints. */
  @Test
  void accuracyIsThatOfTheBenchmarks() throws IOException {
    List<List<String>> measured = rows("docs/benchmarks.md");
    List<List<String>> shown =
        rows("README.md").stream()
            .filter(row -> row.size() == 4 && row.get(1).endsWith(" %"))
            .toList();
    assertThat(shown)
        .hasSizeGreaterThan(3)
        .allSatisfy(
            row ->
                assertThat(measured)
                    .anySatisfy(
                        full -> {
                          assertThat(full).hasSize(8);
                          assertThat(full.get(0)).startsWith(row.get(0).replaceAll(" \\(.*", ""));
                          assertThat(List.of(full.get(2), full.get(3), full.get(5)))
                              .isEqualTo(row.subList(1, 4));
                        }));
  }

  private static List<List<String>> rows(String document) throws IOException {
    return Files.readAllLines(ROOT.resolve(document)).stream()
        .filter(line -> line.startsWith("| ") && line.endsWith(" |"))
        .map(line -> List.of(line.substring(2, line.length() - 2).split(" \\| ", -1)))
        .toList();
  }

  private static List<String> all(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(found -> found.group(1)).toList();
  }
}
