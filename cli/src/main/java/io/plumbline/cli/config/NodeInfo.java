package io.plumbline.cli.config;

import static io.plumbline.cli.config.ConfigKey.MODEL;

import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.NearestSpelling;
import java.util.ArrayList;
import java.util.List;

/** The key {@code node_info}: where single nodes run. */
final class NodeInfo {
  private static final String KEY = "node_info";

  private final ConfigFile config;

  NodeInfo(ConfigFile config) {
    this.config = config;
  }

  /** Nodes with {@code ON: CPU}. */
  List<String> onCpu() {
    List<String> nodes = new ArrayList<>();
    config
        .node(MODEL, KEY)
        .ifPresent(
            node -> {
              if (!(node instanceof YamlNode.Mapping mapping)) {
                throw config.invalid(
                    MODEL, KEY, node, node.kind(), "a mapping of node name to {ON: CPU}");
              }
              mapping.entries().forEach((name, entry) -> node(name, entry.value(), nodes));
            });
    return nodes;
  }

  private void node(String name, YamlNode value, List<String> onCpu) {
    if (!(value instanceof YamlNode.Mapping mapping)) {
      throw config.invalid(MODEL, KEY, value, value.kind(), "{ON: BPU} or {ON: CPU}");
    }
    mapping
        .entries()
        .forEach(
            (key, entry) -> {
              if (!key.equals("ON")) {
                throw unsupported(key, entry);
              }
              String unit =
                  entry.value() instanceof YamlNode.Scalar(String text, int l) ? text : "";
              if (!List.of("BPU", "NPU", "CPU").contains(unit)) {
                throw config.invalid(MODEL, KEY, entry.value(), entry.value().kind(), "BPU | CPU");
              }
              if (unit.equals("CPU")) {
                onCpu.add(name);
              }
            });
  }

  private BadConfigurationException unsupported(String key, YamlNode.Entry entry) {
    List<String> known = List.of("ON", "InputType", "OutputType");
    boolean typed = key.startsWith("InputType") || key.equals("OutputType");
    return new BadConfigurationException(
        typed ? "config.not-yet" : "config.unknown-key",
        config.file() + ":" + entry.keyLine(),
        typed
            ? "'%s' is known but not supported yet: every integer node is int8".formatted(key)
            : "'%s' is no key of node_info%s"
                .formatted(key, NearestSpelling.suggestion(key, known)),
        "use ON: CPU or ON: BPU");
  }
}
