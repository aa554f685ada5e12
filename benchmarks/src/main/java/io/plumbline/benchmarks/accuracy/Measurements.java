package io.plumbline.benchmarks.accuracy;

import io.plumbline.config.yaml.YamlNode;
import io.plumbline.config.yaml.YamlReader;
import io.plumbline.report.Json;
import io.plumbline.tensor.AtomicFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.TreeMap;

/**
 * The figures of all trials, in a JSON file that is written anew after each: a run that is broken
 * off goes on where it was.
 */
public final class Measurements {
  private final Path file;
  private final NavigableMap<Trial.Key, Figures> figures;

  private Measurements(Path file, NavigableMap<Trial.Key, Figures> figures) {
    this.file = file;
    this.figures = figures;
  }

  /** Those of a file; none where there is no such file. */
  public static Measurements open(Path file) {
    NavigableMap<Trial.Key, Figures> figures = new TreeMap<>(Trial.Key.order());
    if (Files.exists(file)) {
      for (YamlNode node : ((YamlNode.Sequence) YamlReader.read(file)).items()) {
        SequencedMap<String, Double> numbers = new LinkedHashMap<>();
        mapping(node, "figures")
            .forEach((name, entry) -> numbers.put(name, Double.parseDouble(text(entry))));
        figures.put(
            new Trial.Key(text(node, "model"), text(node, "effort"), text(node, "target")),
            new Figures(numbers, text(node, "failure")));
      }
    }
    return new Measurements(file, figures);
  }

  private static SequencedMap<String, YamlNode.Entry> mapping(YamlNode node, String key) {
    return ((YamlNode.Mapping) entry(node, key).value()).entries();
  }

  private static String text(YamlNode node, String key) {
    return text(entry(node, key));
  }

  private static String text(YamlNode.Entry entry) {
    return ((YamlNode.Scalar) entry.value()).text();
  }

  private static YamlNode.Entry entry(YamlNode node, String key) {
    return Objects.requireNonNull(((YamlNode.Mapping) node).entries().get(key), key);
  }

  boolean has(Trial trial) {
    return has(trial.key());
  }

  boolean has(Trial.Key key) {
    return figures.containsKey(key);
  }

  public SequencedMap<Trial.Key, Figures> all() {
    return figures;
  }

  /** Adds or replaces the figures of a trial. They stay in the order of the keys. */
  void put(Trial trial, Figures measured) {
    put(trial.key(), measured);
  }

  /** Likewise, of what is told apart by a key alone. */
  public void put(Trial.Key key, Figures measured) {
    figures.put(key, measured);
    List<Map<String, Object>> rows = new ArrayList<>();
    figures.forEach((each, row) -> rows.add(row(each, row)));
    byte[] text = Json.pretty(rows).getBytes(StandardCharsets.UTF_8);
    AtomicFile.write(file, out -> out.write(text));
  }

  private static Map<String, Object> row(Trial.Key key, Figures figures) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("model", key.model());
    row.put("effort", key.effort());
    row.put("target", key.target());
    row.put("failure", figures.failure());
    row.put("figures", figures.numbers());
    return row;
  }
}
