package io.plumbline.config.horizon;

import static io.plumbline.config.horizon.ConfigKey.MODEL;

import io.plumbline.config.yaml.YamlNode;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.NearestSpelling;
import java.util.ArrayList;
import java.util.List;

/** The keys {@code node_info} and {@code set_node_data_type}: where and how single nodes run. */
final class NodeInfo {
  private static final String KEY = "node_info";
  private static final List<String> UNITS = List.of("BPU", "NPU", "CPU");

  private final ConfigFile config;
  private final List<Finding> findings;
  private final List<String> onCpu = new ArrayList<>();

  private NodeInfo(ConfigFile config, List<Finding> findings) {
    this.config = config;
    this.findings = findings;
  }

  /** Nodes that are to run in float32. */
  static List<String> onCpu(ConfigFile config, List<Finding> findings) {
    NodeInfo info = new NodeInfo(config, findings);
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
    return info.onCpu;
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
      type(
          pair.substring(0, colon),
          pair.substring(colon + 1).strip(),
          config.node(MODEL, key).orElseThrow());
    }
  }

  private void node(String name, YamlNode value) {
    if (!(value instanceof YamlNode.Mapping mapping)) {
      throw config.invalid(
          MODEL, KEY, value, value.kind(), "{ON: BPU} or {ON: CPU}, InputType, OutputType");
    }
    mapping
        .entries()
        .forEach(
            (key, entry) -> {
              String text =
                  entry.value() instanceof YamlNode.Scalar(String word, int line) ? word : "";
              if (key.equals("ON")) {
                unit(name, text, entry);
              } else if (key.matches("InputType\\d*") || key.equals("OutputType")) {
                type(name, text, entry.value());
              } else {
                throw unknown(key, entry);
              }
            });
  }

  private void unit(String name, String unit, YamlNode.Entry entry) {
    if (!UNITS.contains(unit)) {
      throw config.invalid(MODEL, KEY, entry.value(), unit, "BPU | CPU");
    }
    if (unit.equals("CPU")) {
      onCpu.add(name);
    }
  }

  private void type(String name, String type, YamlNode node) {
    QuantType.problem(type)
        .ifPresent(
            expected -> {
              throw config.invalid(MODEL, KEY, node, type, expected);
            });
    if (QuantType.isFloat(type)) {
      onCpu.add(name);
    }
    QuantType.finding(type, config.file() + ":" + node.line(), "node '" + name + "'")
        .ifPresent(findings::add);
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
