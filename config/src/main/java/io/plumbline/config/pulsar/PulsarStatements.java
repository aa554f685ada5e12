package io.plumbline.config.pulsar;

import io.plumbline.config.dialect.CalibrationStatement;
import io.plumbline.config.dialect.InputStatement;
import io.plumbline.config.dialect.Places;
import io.plumbline.config.dialect.Setting;
import io.plumbline.config.dialect.Statements;
import io.plumbline.pipeline.request.ModelInterface;
import io.plumbline.tensor.colour.PictureType;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.stream.Stream;

/** What a configuration says, in the terms of all dialects. */
final class PulsarStatements {
  private static final Map<Setting, String> KEYS =
      Map.ofEntries(
          Map.entry(Setting.DEVICE_TYPE, "dst_input_tensors.color_space"),
          Map.entry(Setting.TRAINING_TYPE, "src_input_tensors.color_space"),
          Map.entry(Setting.TRAINING_LAYOUT, "src_input_tensors.tensor_layout"),
          Map.entry(Setting.SWING, "dst_input_tensors.color_standard"),
          Map.entry(Setting.MEAN, "input_normalization.mean"),
          Map.entry(Setting.SCALE, "affine_preprocess.slope"),
          Map.entry(Setting.DEVIATION, "input_normalization.std"),
          Map.entry(Setting.NORMALISATION, "input_modifications"),
          Map.entry(Setting.PREPROCESS, "input_modifications"),
          Map.entry(Setting.FOLDERS, "dataset_conf_calibration.path"),
          Map.entry(Setting.ELEMENT_TYPE, "dst_input_tensors.data_type"),
          Map.entry(Setting.METHOD, "observer_method"),
          Map.entry(Setting.PERCENTILE, "observer_method"),
          Map.entry(Setting.PER_CHANNEL, "calibration_strategy"),
          Map.entry(Setting.FLOAT_NODES, "operator_conf_items"),
          Map.entry(Setting.INTEGER_NODES, "operator_conf_items"));

  private static final Map<Setting, String> SUCCESSOR =
      Map.ofEntries(
          Map.entry(Setting.DEVICE_TYPE, "input_processors.src_format"),
          Map.entry(Setting.TRAINING_TYPE, "input_processors.tensor_format"),
          Map.entry(Setting.TRAINING_LAYOUT, "input_processors.tensor_layout"),
          Map.entry(Setting.SWING, "input_processors.csc_mode"),
          Map.entry(Setting.MEAN, "calibration_mean"),
          Map.entry(Setting.SCALE, "calibration_std"),
          Map.entry(Setting.DEVIATION, "calibration_std"),
          Map.entry(Setting.NORMALISATION, "calibration_mean"),
          Map.entry(Setting.PREPROCESS, "calibration_mean"),
          Map.entry(Setting.FOLDERS, "calibration_dataset"),
          Map.entry(Setting.ELEMENT_TYPE, "input_processors.src_dtype"),
          Map.entry(Setting.METHOD, "calibration_method"),
          Map.entry(Setting.PERCENTILE, "calibration_method"),
          Map.entry(Setting.PER_CHANNEL, "calibration_method"),
          Map.entry(Setting.FLOAT_NODES, "layer_configs"),
          Map.entry(Setting.INTEGER_NODES, "layer_configs"));

  private final PulsarFile config;
  private final Map<Setting, String> keys;

  /**
   * @param first whether it is of the first generation, whose fields have other names
   */
  PulsarStatements(PulsarFile config, boolean first) {
    this.config = config;
    this.keys = first ? KEYS : SUCCESSOR;
  }

  Statements read() {
    List<InputStatement> inputs = names().stream().map(this::input).toList();
    return new Statements(config.file(), inputs, calibration(), places());
  }

  /** The inputs that are named; one without a name where none is. */
  private List<String> names() {
    SequencedSet<String> names = new LinkedHashSet<>();
    Stream.concat(config.sources().stream(), config.destinations().stream())
        .flatMap(entry -> entry.text("tensor_name").stream())
        .filter(name -> !name.isEmpty())
        .forEach(names::add);
    config.operators().messages("input_conf_items").stream()
        .flatMap(item -> item.message("selector").text("op_name").stream())
        .forEach(names::add);
    return names.isEmpty() ? List.of(ModelInterface.ONLY_INPUT) : List.copyOf(names);
  }

  private InputStatement input(String name) {
    InputReading reading = new InputReading(config, name, Optional.empty());
    boolean picture = reading.isPicture();
    return new InputStatement(
        name,
        Optional.of(picture ? reading.device() : PictureType.FEATUREMAP),
        Optional.of(picture ? reading.training() : PictureType.FEATUREMAP),
        reading.statedLayout(),
        reading.isStudio(),
        numbers(reading, "mean"),
        slope(reading),
        numbers(reading, "std"),
        Optional.empty(),
        span(reading),
        picture ? reading.assumed() : Set.of());
  }

  /** The numbers of a normalization, in the order of the float model's channels. */
  private static List<Double> numbers(InputReading reading, String field) {
    List<Double> numbers =
        reading.modifications().stream()
            .filter(step -> step.has("input_normalization"))
            .findFirst()
            .map(step -> step.message("input_normalization").numbers(field))
            .orElse(List.of());
    return reading.exchanges() ? numbers.reversed() : numbers;
  }

  private static List<Double> slope(InputReading reading) {
    return affine(reading)
        .filter(map -> !isSpanned(reading))
        .map(LinearMap::scale)
        .orElse(List.of());
  }

  /** The step before a normalization, or the only one. */
  private static Optional<LinearMap> affine(InputReading reading) {
    return reading.modifications().stream()
        .filter(step -> step.has("affine_preprocess"))
        .findFirst()
        .map(step -> LinearMap.of(List.of(step)));
  }

  private static boolean isSpanned(InputReading reading) {
    return reading.modifications().stream().anyMatch(step -> step.has("input_normalization"));
  }

  /** From where to where the values run that are normalized. */
  private static double span(InputReading reading) {
    double scale =
        isSpanned(reading)
            ? affine(reading).map(map -> Math.abs(map.scale().getFirst())).orElse(1.0)
            : 1.0;
    return 255 * scale;
  }

  private CalibrationStatement calibration() {
    Message set = config.calibration();
    List<CalibrationStatement.Folder> folders =
        Stream.concat(Stream.of(set), set.messages("dataset_conf_items").stream())
            .flatMap(
                each ->
                    each.texts("path").stream()
                        .map(path -> new CalibrationStatement.Folder(path, each.line("path"))))
            .toList();
    return new CalibrationStatement(
        Optional.empty(),
        folders,
        Optional.empty(),
        Optional.empty(),
        List.of(),
        set.text("calibration_strategy").filter("CALIB_STRATEGY_PER_CHANNEL"::equals).isPresent(),
        List.of(),
        List.of());
  }

  private Places places() {
    Map<Setting, Integer> lines = new EnumMap<>(Setting.class);
    InputReading first = new InputReading(config, names().getFirst(), Optional.empty());
    first.destinationLine("color_space").ifPresent(line -> lines.put(Setting.DEVICE_TYPE, line));
    first.sourceLine("color_space").ifPresent(line -> lines.put(Setting.TRAINING_TYPE, line));
    first.sourceLine("tensor_layout").ifPresent(line -> lines.put(Setting.TRAINING_LAYOUT, line));
    first.destinationLine("color_standard").ifPresent(line -> lines.put(Setting.SWING, line));
    for (Message step : first.modifications()) {
      line(step.message("input_normalization"), "mean", Setting.MEAN, lines);
      line(step.message("input_normalization"), "std", Setting.DEVIATION, lines);
      line(step.message("affine_preprocess"), "slope", Setting.SCALE, lines);
    }
    Message set = config.calibration();
    line(set, "path", Setting.FOLDERS, lines);
    line(set, "observer_method", Setting.METHOD, lines);
    line(set, "calibration_strategy", Setting.PER_CHANNEL, lines);
    lines.values().removeIf(line -> line == 0);
    return new Places(config.file().toString(), keys, lines);
  }

  private static void line(
      Message message, String field, Setting setting, Map<Setting, Integer> lines) {
    if (message.has(field)) {
      lines.putIfAbsent(setting, message.line(field));
    }
  }
}
