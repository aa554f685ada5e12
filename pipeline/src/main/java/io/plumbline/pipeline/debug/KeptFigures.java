package io.plumbline.pipeline.debug;

import io.plumbline.pipeline.debug.trial.Trial;
import io.plumbline.report.Json;
import io.plumbline.tensor.AtomicFile;
import io.plumbline.verify.compare.Measure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Figures of trials in a file, so that a measurement that was interrupted goes on where it stopped.
 * They are those of one question about one model and its samples; figures of another question are
 * thrown away.
 */
final class KeptFigures {
  private final Optional<Path> file;
  private final String question;
  private final Map<String, Map<Measure, Double>> figures = new LinkedHashMap<>();

  /**
   * @param file where figures are kept; empty for nowhere
   * @param question a hash of all that figures depend on
   */
  KeptFigures(Optional<Path> file, String question) {
    this.file = file;
    this.question = question;
    file.filter(Files::isRegularFile).ifPresent(this::read);
  }

  private void read(Path path) {
    try {
      if (Json.parse(Files.readString(path)) instanceof Map<?, ?> root
          && question.equals(root.get("question"))
          && root.get("figures") instanceof Map<?, ?> kept) {
        kept.forEach((name, of) -> figures(of).ifPresent(read -> put(String.valueOf(name), read)));
      }
    } catch (IOException | IllegalArgumentException e) {
      figures.clear();
    }
  }

  private void put(String name, Map<Measure, Double> read) {
    figures.put(name, read);
  }

  private static Optional<Map<Measure, Double>> figures(Object tree) {
    if (!(tree instanceof Map<?, ?> map)) {
      return Optional.empty();
    }
    Map<Measure, Double> read = new EnumMap<>(Measure.class);
    map.forEach(
        (name, figure) ->
            Measure.named(String.valueOf(name))
                .ifPresent(measure -> read.put(measure, Double.valueOf(String.valueOf(figure)))));
    return Optional.of(read);
  }

  Optional<Map<Measure, Double>> of(Trial trial) {
    return Optional.ofNullable(figures.get(trial.key()));
  }

  void add(Trial trial, Map<Measure, Double> found) {
    figures.put(trial.key(), found);
  }

  /** Writes what there is. */
  void save() {
    file.ifPresent(
        path -> {
          Map<String, Object> root = new LinkedHashMap<>();
          root.put("question", question);
          Map<String, Object> all = new LinkedHashMap<>();
          figures.forEach((trial, of) -> all.put(trial, labelled(of)));
          root.put("figures", all);
          AtomicFile.write(path, Json.pretty(root));
        });
  }

  private static Map<String, Object> labelled(Map<Measure, Double> of) {
    Map<String, Object> map = new LinkedHashMap<>();
    of.keySet().stream().sorted().forEach(measure -> map.put(measure.label(), of.get(measure)));
    return map;
  }
}
