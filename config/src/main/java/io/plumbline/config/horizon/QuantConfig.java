package io.plumbline.config.horizon;

import static io.plumbline.config.horizon.ConfigKey.CALIBRATION;

import io.plumbline.config.yaml.YamlFields;
import io.plumbline.config.yaml.YamlNode;
import io.plumbline.config.yaml.YamlReader;
import io.plumbline.quantize.calibrate.Calibrators;
import io.plumbline.quantize.wish.Mention;
import io.plumbline.quantize.wish.Selector;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.NearestSpelling;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The key {@code quant_config}: settings for the whole model, for kinds of ops, for sub-graphs and
 * for nodes in their newer place, inline or as a file.
 */
final class QuantConfig {
  private static final List<String> LEVELS =
      List.of("model_config", "op_config", "subgraph_config", "node_config");
  private static final List<String> MODEL_KEYS =
      List.of(
          "all_node_type",
          "model_output_type",
          "activation",
          "weight",
          "modelwise_search",
          "layerwise_search",
          "default");
  private static final List<String> SECTION_KEYS = List.of("inputs", "outputs", "qtype");
  private static final List<String> WEIGHT_KEYS = List.of("bias_correction", "per_channel");

  private final String where;
  private final List<Finding> findings;
  private final List<TypeRequest> requests = new ArrayList<>();
  private final List<Mention> mentions = new ArrayList<>();
  private final List<SearchConfig.Part> parts = new ArrayList<>();
  private ActivationConfig activation = ActivationConfig.NONE;
  private Optional<SearchConfig.Judgement> modelwise = Optional.empty();
  private Optional<SearchConfig.Judgement> layerwise = Optional.empty();
  private Optional<Boolean> perChannelWeights = Optional.empty();
  private Optional<String> biasCorrection = Optional.empty();
  private Optional<String> outputType = Optional.empty();

  private QuantConfig(String where, List<Finding> findings) {
    this.where = where;
    this.findings = findings;
  }

  /** The settings of a configuration; nothing is set where it has none. */
  static QuantConfig of(ConfigFile config, List<Finding> findings) {
    Optional<YamlNode> node = config.node(CALIBRATION, "quant_config");
    if (node.isPresent() && node.get() instanceof YamlNode.Scalar(String text, int line)) {
      Path folder = config.file().toAbsolutePath().getParent();
      Path file = folder == null ? Path.of(text) : folder.resolve(text);
      return new QuantConfig(file.toString(), findings).read(YamlReader.read(file));
    }
    QuantConfig inline = new QuantConfig(config.file().toString(), findings);
    return node.map(inline::read).orElse(inline);
  }

  Optional<String> calibrationType() {
    return activation.types().stream().findFirst();
  }

  Optional<Double> maxPercentile() {
    return activation.percentiles().size() == 1
        ? Optional.of(activation.percentiles().getFirst())
        : Optional.empty();
  }

  Optional<Boolean> asymmetric() {
    return activation.asymmetric().stream().reduce((one, other) -> one || other);
  }

  /** Where ranges for each channel are asked for. */
  Optional<String> perChannel() {
    return activation.perChannel();
  }

  /**
   * What is to be compared.
   *
   * @param percentile of the calibrator max where nothing here says it
   */
  SearchConfig searches(Optional<Double> percentile) {
    ActivationConfig all =
        activation.percentiles().isEmpty() && percentile.isPresent()
            ? activation.withPercentiles(List.of(percentile.get()))
            : activation;
    return new SearchConfig(all, modelwise, layerwise, parts);
  }

  /** Whether the calibrator max is one of those that are compared. */
  boolean comparesMax() {
    return activation.types().contains("max");
  }

  Optional<Boolean> perChannelWeights() {
    return perChannelWeights;
  }

  /** Where bias correction is asked for. */
  Optional<String> biasCorrection() {
    return biasCorrection;
  }

  /** One of {@link QuantType#ALL}. */
  Optional<String> outputType() {
    return outputType;
  }

  /** What nodes are to be computed in. */
  List<TypeRequest> requests() {
    return requests;
  }

  /** Every key that has a fixed name. */
  static List<String> keys() {
    return Stream.of(
            LEVELS, MODEL_KEYS, ActivationReader.KEYS, SearchConfig.KEYS, SECTION_KEYS, WEIGHT_KEYS)
        .flatMap(List::stream)
        .distinct()
        .toList();
  }

  /** What is named, also where nothing is asked that would not be so anyway. */
  List<Mention> mentions() {
    return mentions;
  }

  private QuantConfig read(YamlNode root) {
    each(
        root,
        "",
        (key, entry) -> {
          switch (key) {
            case "model_config" -> model(entry.value(), key);
            case "op_config" -> parts(entry.value(), key, Selector.Type::new);
            case "node_config" -> parts(entry.value(), key, Selector.Node::new);
            case "subgraph_config" -> subgraphs(entry.value());
            default -> flat(key, entry);
          }
        });
    return this;
  }

  /** Keys of model_config that stand one level too high, as several guides show them. */
  private void flat(String key, YamlNode.Entry entry) {
    if (!MODEL_KEYS.contains(key)) {
      throw unknown(where, entry.keyLine(), key, LEVELS);
    }
    findings.add(
        Finding.warning(
            "config.flat-quant-config",
            where + ":" + entry.keyLine(),
            "'%s' belongs under model_config; it is read as if it stood there".formatted(key)));
    modelKey(key, entry);
  }

  private void model(YamlNode node, String path) {
    each(node, path, this::modelKey);
  }

  private void modelKey(String key, YamlNode.Entry entry) {
    switch (key) {
      case "default" -> model(entry.value(), "model_config.default");
      case "activation" -> activation = activations().read(entry.value(), key, activation);
      case "weight" -> each(entry.value(), "model_config.weight", this::weight);
      case "all_node_type" -> allNodes(type(entry.value(), key), entry);
      case "model_output_type" -> outputType = Optional.of(type(entry.value(), key));
      case "modelwise_search" ->
          modelwise = Optional.of(SearchConfig.Judgement.read(entry.value(), where, key));
      case "layerwise_search" ->
          layerwise = Optional.of(SearchConfig.Judgement.read(entry.value(), where, key));
      default -> throw unknown(where, entry.keyLine(), key, MODEL_KEYS);
    }
  }

  private void allNodes(String type, YamlNode.Entry entry) {
    if (QuantType.isFloat(type)) {
      throw value(
          where, entry.value(), "all_node_type", type, "int8; a float model needs no quantization");
    }
    requests.add(new TypeRequest(new Selector.All(), type, line(entry)));
  }

  private ActivationReader activations() {
    return new ActivationReader(where, findings);
  }

  private void weight(String key, YamlNode.Entry entry) {
    switch (key) {
      case "per_channel" ->
          perChannelWeights = Optional.of(activations().flags(key, entry).getFirst());
      case "bias_correction" -> biasCorrection = Optional.of(line(entry));
      default -> throw unknown(where, entry.keyLine(), key, WEIGHT_KEYS);
    }
  }

  /** Ops or nodes by name, each with types of its own. */
  private void parts(YamlNode node, String path, Function<String, Selector> selector) {
    each(
        node,
        path,
        (name, part) -> {
          List<String> types = new ArrayList<>();
          each(
              part.value(),
              path + "." + name,
              (key, entry) -> {
                if (key.equals("activation")) {
                  parts.add(
                      new SearchConfig.Part(
                          selector.apply(name), line(entry), ofPart(entry.value(), key)));
                } else {
                  part(key, entry, types);
                }
              });
          mentions.add(new Mention(selector.apply(name), line(part)));
          if (!types.isEmpty()) {
            requests.add(TypeRequest.of(selector.apply(name), types, line(part), findings));
          }
        });
  }

  /** What a part says of its activations: calibrators, and no word that is for the whole model. */
  private ActivationConfig ofPart(YamlNode node, String key) {
    ActivationConfig read = activations().read(node, key, ActivationConfig.NONE);
    for (String type : read.types()) {
      if (Calibrators.parse(type).isEmpty()) {
        throw value(where, node, "calibration_type", type, String.join(" | ", Calibrators.names()));
      }
    }
    return read;
  }

  private void part(String key, YamlNode.Entry entry, List<String> types) {
    if (key.equals("ON")) {
      unit(entry).ifPresent(types::add);
      return;
    }
    if (!key.equals("qtype")
        && !key.matches("(input|InputType)\\d*")
        && !key.equals("OutputType")) {
      throw unknown(
          where, entry.keyLine(), key, List.of("qtype", "input0", "input1", "ON", "activation"));
    }
    types.add(type(entry.value(), key));
  }

  private Optional<String> unit(YamlNode.Entry entry) {
    String unit = entry.value() instanceof YamlNode.Scalar(String text, int line) ? text : "";
    if (!List.of("BPU", "NPU", "CPU").contains(unit)) {
      throw value(where, entry.value(), "ON", unit, "BPU | CPU");
    }
    return unit.equals("CPU") ? Optional.of("float32") : Optional.empty();
  }

  private void subgraphs(YamlNode node) {
    each(
        node,
        "subgraph_config",
        (name, part) -> {
          YamlFields fields =
              YamlFields.of(part.value(), where, "subgraph_config." + name, SECTION_KEYS);
          Selector section =
              new Selector.Between(names(fields, "inputs"), names(fields, "outputs"));
          String type = type(fields.required("qtype", "a type such as int16"), "qtype");
          requests.add(new TypeRequest(section, type, line(part)));
        });
  }

  /** Names of values or nodes. */
  private static List<String> names(YamlFields fields, String key) {
    String expected = "a list of names of values or nodes";
    List<String> names = new ArrayList<>();
    for (YamlNode item : fields.items(key, expected)) {
      if (!(item instanceof YamlNode.Scalar(String name, int line)) || name.isEmpty()) {
        throw fields.invalid(key, item, item.kind(), expected);
      }
      names.add(name);
    }
    return names;
  }

  private interface Reader {
    void read(String key, YamlNode.Entry entry);
  }

  private void each(YamlNode node, String path, Reader reader) {
    switch (node) {
      case YamlNode.Mapping mapping -> mapping.entries().forEach(reader::read);
      case YamlNode.Scalar scalar -> {
        if (!scalar.text().isEmpty()) {
          throw noMapping(scalar, path);
        }
      }
      case YamlNode.Sequence sequence -> throw noMapping(sequence, path);
    }
  }

  private BadConfigurationException noMapping(YamlNode found, String path) {
    return value(where, found, path.isEmpty() ? "quant_config" : path, found.kind(), "a mapping");
  }

  private String type(YamlNode node, String key) {
    String text = node instanceof YamlNode.Scalar(String word, int line) ? word : node.kind();
    QuantType.problem(text)
        .ifPresent(
            expected -> {
              throw value(where, node, key, text, expected);
            });
    return QuantType.named(text);
  }

  private String line(YamlNode.Entry entry) {
    return where + ":" + entry.keyLine();
  }

  /** The error for a value that does not fit its key. */
  static BadConfigurationException value(
      String where, YamlNode node, String key, String found, String expected) {
    return new BadConfigurationException(
        "config.value",
        where + ":" + node.line(),
        "'quant_config', '%s': found '%s', expected %s".formatted(key, found, expected),
        "correct the value");
  }

  /** The error for a key that is none of those known. */
  static BadConfigurationException unknown(String where, int line, String key, List<String> known) {
    return new BadConfigurationException(
        "config.unknown-key",
        where + ":" + line,
        "'%s' is no key here%s".formatted(key, NearestSpelling.suggestion(key, known)),
        "keys here: " + String.join(", ", known));
  }
}
