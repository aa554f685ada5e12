package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.testkit.SharedData;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Every command line that the README and the pages show runs, in the order of the page and in a
 * folder that holds what {@code documented-commands.yaml} says.
 */
class DocumentedCommandTests {
  private static final Pattern COMPILER = Pattern.compile("[a-z0-9-]+-gcc");

  @TempDir private static Path shelf;
  private static Stock stock;

  @TempDir private Path folder;

  @BeforeAll
  static void compile() throws IOException {
    stock = Stock.in(shelf);
  }

  /**
   * Of one page.
   *
   * @param given kinds of the stock by name
   * @param instead the lines that are run in place of one, if any, and why
   * @param status those other than 0
   */
  private record Case(Map<?, ?> given, Map<?, ?> instead, Map<?, ?> status) {
    static Map<?, ?> all() throws IOException {
      try (InputStream text = Case.class.getResourceAsStream("/documented-commands.yaml")) {
        return new YAMLMapper().readValue(text, Map.class);
      }
    }

    static Case of(String page) throws IOException {
      Object found = Objects.requireNonNull(all().get(page), () -> "no case of " + page);
      return new Case(part(found, "given"), part(found, "instead"), part(found, "status"));
    }

    private static Map<?, ?> part(Object found, String key) {
      return ((Map<?, ?>) found).get(key) instanceof Map<?, ?> part ? part : Map.of();
    }

    int expected(DocumentedLine line) {
      return status.get(line.text()) instanceof Integer other ? other : 0;
    }

    /** What is run, nothing where the line is none to be run. */
    List<DocumentedLine> run(DocumentedLine line) {
      if (!(instead.get(line.text()) instanceof List<?> other)) {
        return List.of(line);
      }
      assertThat(other).as(line.text()).hasSize(2);
      List<?> lines = other.getFirst() instanceof List<?> several ? several : other.subList(0, 1);
      return lines.stream()
          .filter(Objects::nonNull)
          .map(text -> new DocumentedLine(String.valueOf(text)))
          .toList();
    }
  }

  static Set<String> pages() throws IOException {
    return DocumentedLine.ofPages().keySet();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyLineRuns(String page, TestReporter reporter) throws Exception {
    Case made = Case.of(page);
    List<DocumentedLine> lines = new ArrayList<>();
    for (DocumentedLine line : Objects.requireNonNull(DocumentedLine.ofPages().get(page))) {
      if (lacksCompiler(line)) {
        reporter.publishEntry("not run, its compiler is absent", line.text());
      } else {
        lines.addAll(made.run(line));
      }
    }
    for (Map.Entry<?, ?> each : made.given().entrySet()) {
      stock.put(String.valueOf(each.getValue()), folder.resolve(String.valueOf(each.getKey())));
    }
    List<PlumbRun> runs =
        CommandLines.in(
            folder, lines.stream().map(DocumentedCommandTests::words).toList(), options());
    SoftAssertions all = new SoftAssertions();
    for (int i = 0; i < lines.size(); i++) {
      all.assertThat(runs.get(i).status())
          .as("%s%n%s", lines.get(i).text(), runs.get(i).err())
          .isEqualTo(made.expected(lines.get(i)));
    }
    all.assertAll();
  }

  /**
   * Compiles without native code, which takes a C compiler long and is what 'build' makes alone.
   */
  private static List<String> words(DocumentedLine line) {
    List<String> words = new ArrayList<>(line.words());
    if (words.getFirst().equals("compile")) {
      words.add("--no-native");
    }
    return words;
  }

  /** Whether a line wants a foreign compiler that this machine has not. */
  private static boolean lacksCompiler(DocumentedLine line) {
    return COMPILER
        .matcher(line.text())
        .results()
        .anyMatch(
            program ->
                Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                    .noneMatch(each -> Files.isExecutable(Path.of(each, program.group()))));
  }

  private static List<String> options() {
    return List.of(
        "-XX:TieredStopAtLevel=1",
        "--add-modules",
        "jdk.incubator.vector",
        "--enable-native-access=ALL-UNNAMED",
        "-Dplumbline.home=" + SharedData.root(),
        "-Dplumbline.state=" + shelf.resolve("state"),
        "-cp",
        classPath());
  }

  /** Of this test, as seen from any folder. */
  private static String classPath() {
    String all =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return Stream.of(all.split(File.pathSeparator, -1))
        .map(each -> Path.of(each).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** No case outlives the line that it is of. */
  @Test
  void casesAreOfLines() throws IOException {
    assertThat(pages()).isEqualTo(Case.all().keySet());
    for (String page : pages()) {
      Case made = Case.of(page);
      List<String> lines =
          Objects.requireNonNull(DocumentedLine.ofPages().get(page)).stream()
              .map(DocumentedLine::text)
              .toList();
      assertThat(lines)
          .as(page)
          .containsAll(texts(made.instead()))
          .containsAll(texts(made.status()));
    }
  }

  private static List<String> texts(Map<?, ?> of) {
    return of.keySet().stream().map(String::valueOf).toList();
  }
}
