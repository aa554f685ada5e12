package io.plumbline.benchmarks.emitted;

import io.plumbline.benchmarks.accuracy.Subject;
import io.plumbline.benchmarks.accuracy.Subjects;
import io.plumbline.config.yaml.YamlNode;
import io.plumbline.config.yaml.YamlReader;
import io.plumbline.report.Json;
import io.plumbline.tensor.AtomicFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What became of every model by every way, in a JSON file that is written anew after each: a run
 * that is broken off goes on where it was.
 */
final class Outcomes {
  /** Of bits that are the reference executor's. */
  static final String EQUAL = "equal";

  private final Path file;
  private final NavigableMap<Key, String> outcomes = new TreeMap<>(Key.order());

  private Outcomes(Path file) {
    this.file = file;
  }

  /** What tells outcomes apart. */
  record Key(String model, String way) {
    /** By model as they are listed, then ways as they are. */
    static Comparator<Key> order() {
      List<String> models = Subjects.all().stream().map(Subject::name).toList();
      return Comparator.<Key>comparingInt(key -> models.indexOf(key.model))
          .thenComparing(key -> Way.labels().indexOf(key.way))
          .thenComparing(Key::way);
    }
  }

  /** Those of a file; none where there is no such file. */
  static Outcomes open(Path file) {
    Outcomes read = new Outcomes(file);
    if (Files.exists(file)) {
      for (YamlNode node : ((YamlNode.Sequence) YamlReader.read(file)).items()) {
        read.outcomes.put(
            new Key(text(node, "model"), text(node, "instructions")), text(node, "outcome"));
      }
    }
    return read;
  }

  private static String text(YamlNode node, String key) {
    YamlNode.Entry entry =
        Objects.requireNonNull(((YamlNode.Mapping) node).entries().get(key), key);
    return ((YamlNode.Scalar) entry.value()).text();
  }

  /** Models in order, and what became of each by way. */
  Map<String, Map<String, String>> byModel() {
    Map<String, Map<String, String>> models = new LinkedHashMap<>();
    outcomes.forEach(
        (key, outcome) ->
            models.computeIfAbsent(key.model, _ -> new LinkedHashMap<>()).put(key.way, outcome));
    return models;
  }

  boolean has(Key key) {
    return outcomes.containsKey(key);
  }

  /** Adds or replaces one, and writes the file. */
  void put(Key key, String outcome) {
    outcomes.put(key, outcome);
    List<Map<String, Object>> rows = new ArrayList<>();
    outcomes.forEach((each, found) -> rows.add(row(each, found)));
    byte[] text = Json.pretty(rows).getBytes(StandardCharsets.UTF_8);
    AtomicFile.write(file, out -> out.write(text));
  }

  private static Map<String, Object> row(Key key, String outcome) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("model", key.model);
    row.put("instructions", key.way);
    row.put("outcome", outcome);
    return row;
  }
}
