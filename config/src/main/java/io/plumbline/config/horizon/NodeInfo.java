package io.plumbline.config.horizon;

import static io.plumbline.config.horizon.ConfigKey.MODEL;

import io.plumbline.config.yaml.YamlNode;
import io.plumbline.quantize.wish.Mention;
import io.plumbline.quantize.wish.Selector;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.NearestSpelling;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/** The keys {@code node_info} and {@code set_node_data_type}: where and how single nodes run. */
final class NodeInfo {
  private static final String KEY = "node_info";
  private static final List<String> UNITS = List.of("BPU", "NPU", "CPU");

  private final ConfigFile config;
  private final List<Finding> findings;
  private final List<Mention> mentions;
  private final SequencedMap<String, Typed> types = new LinkedHashMap<>();

  /**
   * What is said of one node, by either key.
   *
   * @param line where it is named first
   */
  private record Typed(List<String> types, int line) {}

  private NodeInfo(ConfigFile config, List<Finding> findings, List<Mention> mentions) {
    this.config = config;
    this.findings = findings;
    this.mentions = mentions;
  }

  /**
   * What nodes are to be computed in.
   *
   * @param mentions gets the nodes that are named
   */
  static List<TypeRequest> requests(
      ConfigFile config, List<Finding> findings, List<Mention> mentions) {
    NodeInfo info = new NodeInfo(config, findings, mentions);
    config.node(MODEL, KEY).ifPresent(info::nodes);
    config
        .text(MODEL, "set_node_data_type")
        .ifPresent(
            text -> {
              findings.add(
                  Finding.info(
                      "config.migrated",
                      config.where(MODEL, "set_node_data_type"),
                      "set_node_data_type is the older form of node_info: OutputType"));
              info.outputTypes(text, "set_node_data_type");
            });
    return info.requests();
  }

  /** One for each node: what several say of it is one type, the widest. */
  private List<TypeRequest> requests() {
    List<TypeRequest> requests = new ArrayList<>();
    types.forEach(
        (name, typed) -> {
          String where = config.file() + ":" + typed.line();
          requests.add(TypeRequest.of(new Selector.Node(name), typed.types(), where, findings));
        });
    return requests;
  }

  private void nodes(YamlNode node) {
    switch (node) {
      case YamlNode.Mapping mapping ->
          mapping.entries().forEach((name, entry) -> node(name, entry.value()));
      case YamlNode.Scalar(String text, int line) -> outputTypes(text, KEY);
      case YamlNode.Sequence sequence ->
          throw config.invalid(
              MODEL, KEY, node, node.kind(), "a mapping of node name to {ON: CPU}");
    }
  }

  /** The form {@code NODE:TYPE;NODE:TYPE}; names may hold colons themselves. */
  private void outputTypes(String text, String key) {
    for (String item : text.split(";", -1)) {
      String pair = item.strip();
      int colon = pair.lastIndexOf(':');
      if (pair.isEmpty()) {
        continue;
      }
      if (colon <= 0) {
        throw config.invalid(
            MODEL, key, config.node(MODEL, key).orElseThrow(), pair, "Conv_0:int16;Conv_1:int16");
      }
      YamlNode node = config.node(MODEL, key).orElseThrow();
      String type = type(pair.substring(colon + 1).strip(), key, node);
      request(pair.substring(0, colon).strip(), List.of(type), node.line());
    }
  }

  private void request(String name, List<String> more, int line) {
    types.computeIfAbsent(name, _ -> new Typed(new ArrayList<>(), line)).types().addAll(more);
  }

  private void node(String name, YamlNode value) {
    if (!(value instanceof YamlNode.Mapping mapping)) {
      throw config.invalid(
          MODEL, KEY, value, value.kind(), "{ON: BPU} or {ON: CPU}, InputType, OutputType");
    }
    List<String> types = new ArrayList<>();
    mapping
        .entries()
        .forEach(
            (key, entry) -> {
              String text =
                  entry.value() instanceof YamlNode.Scalar(String word, int line) ? word : "";
              if (key.equals("ON")) {
                unit(text, entry).ifPresent(types::add);
              } else if (key.matches("InputType\\d*") || key.equals("OutputType")) {
                types.add(type(text, KEY, entry.value()));
              } else {
                throw unknown(key, entry);
              }
            });
    mentions.add(new Mention(new Selector.Node(name), config.file() + ":" + mapping.line()));
    if (!types.isEmpty()) {
      request(name, types, mapping.line());
    }
  }

  private Optional<String> unit(String unit, YamlNode.Entry entry) {
    if (!UNITS.contains(unit)) {
      throw config.invalid(MODEL, KEY, entry.value(), unit, "BPU | CPU");
    }
    return unit.equals("CPU") ? Optional.of("float32") : Optional.empty();
  }

  private String type(String type, String key, YamlNode node) {
    QuantType.problem(type)
        .ifPresent(
            expected -> {
              throw config.invalid(MODEL, key, node, type, expected);
            });
    return QuantType.named(type);
  }

  private BadConfigurationException unknown(String key, YamlNode.Entry entry) {
    List<String> known = List.of("ON", "InputType", "InputType0", "InputType1", "OutputType");
    return new BadConfigurationException(
        "config.unknown-key",
        config.file() + ":" + entry.keyLine(),
        "'%s' is no key of node_info%s".formatted(key, NearestSpelling.suggestion(key, known)),
        "use ON, InputType, InputType0, InputType1… and OutputType, which covers all outputs");
  }
}
