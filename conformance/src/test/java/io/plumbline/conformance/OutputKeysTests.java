package io.plumbline.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.report.Json;
import io.plumbline.testkit.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The schemas of machine output and the code that writes it name the same keys: what a writer can
 * write stands in a schema, and what a schema names is written somewhere.
 */
class OutputKeysTests {
  private static final Path FOLDER = SharedData.root().resolve("docs/schema");

  /** Made from the definitions themselves; see {@code ConfigSchemaTests}. */
  private static final String CONFIGURATION = "configuration.schema.json";

  private static final Pattern LITERAL = Pattern.compile("\"([^\"\\n]+)\"");
  private static final Pattern COMPONENT = Pattern.compile("[\\w>\\]] (\\w+)[,)]");
  private static final Pattern WRITTEN =
      Pattern.compile("(?:\\.put|Map\\.of)\\(\\s*\"([a-z0-9_]+)\"");

  /** Modules whose records reach standard output. */
  private static final List<String> WRITERS = List.of("pipeline/", "report/", "verify/", "cli/");

  /** Those that write other files, or read, and what. */
  private static final Map<String, String> OTHERS =
      Map.ofEntries(
          Map.entry("cli/vendor/PulsarBuildApplet", "Pulsar's flags as keys of its configuration"),
          Map.entry("cli/vendor/PulsarInfoApplet", "the file of --output_json"),
          Map.entry("pipeline/performance/ProfilerFiles", "profiler.log"),
          Map.entry("pipeline/plan/PlanFile", "PREFIX_plan.json"),
          Map.entry("pipeline/plan/PlanTensors", "PREFIX_plan.json"),
          Map.entry("pipeline/record/CompilationReport", "tables of facts"),
          Map.entry("pipeline/record/NoiseReport", "PREFIX_noise.json"),
          Map.entry("pipeline/record/PrecisionReport", "PREFIX_precision.json"),
          Map.entry("pipeline/record/SearchReport", "PREFIX_search.json"),
          Map.entry("pipeline/debug/Distributions", "names of histograms"),
          Map.entry("pipeline/evaluation/AgreementEvaluation", "tables of --csv"),
          Map.entry("pipeline/evaluation/ClassTable", "tables of --csv"),
          Map.entry("pipeline/evaluation/ClassifierEvaluation", "tables of --csv"),
          Map.entry("pipeline/evaluation/CustomEvaluation", "tables of --csv"),
          Map.entry("pipeline/samples/AutomaticPreprocess", "parameters of transformers"),
          Map.entry("pipeline/samples/RegionFeed", "parameters of transformers"),
          Map.entry("report/html/HtmlReport", "data of P.html"),
          Map.entry("report/html/RunGraph", "data of P.html"));

  /** Keys by the schemas that have them. */
  private static final TreeMap<String, TreeSet<String>> KEYS = new TreeMap<>();

  private static final TreeSet<String> OPEN = new TreeSet<>();

  @BeforeAll
  static void read() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      for (Path file : files.sorted().toList()) {
        String name = String.valueOf(file.getFileName());
        if (!name.equals(CONFIGURATION)) {
          collect(name, "", Json.parse(Files.readString(file)));
        }
      }
    }
  }

  private static void collect(String file, String place, Object part) {
    if (part instanceof List<?> list) {
      list.forEach(each -> collect(file, place, each));
    }
    if (!(part instanceof Map<?, ?> map)) {
      return;
    }
    if (map.get("properties") instanceof Map<?, ?> properties) {
      properties
          .keySet()
          .forEach(
              key -> KEYS.computeIfAbsent(String.valueOf(key), _ -> new TreeSet<>()).add(file));
    }
    if ("object".equals(map.get("type"))
        && (map.get("additionalProperties") == null
            || Boolean.TRUE.equals(map.get("additionalProperties")))) {
      OPEN.add(file + place);
    }
    map.forEach((key, value) -> collect(file, place + "/" + key, value));
  }

  @Test
  void everyObjectSaysAllItsKeys() {
    assertThat(OPEN).isEmpty();
  }

  @Test
  void everyKeyOfASchemaIsWritten() {
    TreeSet<String> words = new TreeSet<>();
    SourceFiles.ofMain()
        .texts()
        .values()
        .forEach(
            text -> {
              LITERAL.matcher(text).results().forEach(found -> words.add(key(found.group(1))));
              COMPONENT.matcher(text).results().forEach(found -> words.add(found.group(1)));
            });
    TreeMap<String, TreeSet<String>> stale = new TreeMap<>(KEYS);
    stale.keySet().removeAll(words);
    assertThat(stale).isEmpty();
  }

  /** A title of a fact as the key that is made of it. */
  private static String key(String title) {
    return title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_").replaceAll("^_|_$", "");
  }

  @Test
  void everyKeyThatIsWrittenStandsInASchema() {
    TreeMap<String, Set<String>> unknown = new TreeMap<>();
    SourceFiles.ofMain()
        .texts()
        .forEach(
            (path, text) -> {
              if (WRITERS.stream().anyMatch(path::startsWith) && !OTHERS.containsKey(name(path))) {
                unknown.put(path, written(text));
              }
            });
    unknown.values().removeIf(Set::isEmpty);
    assertThat(unknown).isEmpty();
  }

  @Test
  void theOtherWritersAreThere() {
    TreeSet<String> names = new TreeSet<>();
    SourceFiles.ofMain().paths().forEach(path -> names.add(name(path)));
    assertThat(names).containsAll(OTHERS.keySet());
  }

  private static Set<String> written(String text) {
    TreeSet<String> keys = new TreeSet<>();
    Matcher matcher = WRITTEN.matcher(text);
    while (matcher.find()) {
      if (!KEYS.containsKey(matcher.group(1))) {
        keys.add(matcher.group(1));
      }
    }
    return keys;
  }

  /** {@code cli/command/DemoCommand} of the path of its file. */
  private static String name(String path) {
    return path.substring(path.indexOf("/io/plumbline/") + "/io/plumbline/".length())
        .replaceFirst("\\.java$", "");
  }
}
