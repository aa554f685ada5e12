package io.plumbline.config.horizon;

import io.plumbline.config.yaml.YamlNode;
import io.plumbline.pipeline.trial.Tuning;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * {@code quant_config} without what would win over the keys that a tuning sets beside it.
 *
 * @param settings of the whole model that are given up
 * @param activation settings of all activations that are given up
 * @param nodes whose types are given up
 */
record YieldingQuantConfig(Set<String> settings, Set<String> activation, Set<String> nodes) {
  private static final List<String> TYPES = List.of("qtype", "OutputType", "ON");

  /** What a tuning sets. */
  static YieldingQuantConfig to(Tuning tuning) {
    boolean ranges = tuning.calibration().isPresent();
    return new YieldingQuantConfig(
        ranges ? Set.of("modelwise_search", "layerwise_search") : Set.of(),
        ActivationReader.KEYS.stream()
            .filter(
                key ->
                    key.equals("asymmetric")
                        ? tuning.asymmetric()
                        : ranges && !key.equals("per_channel"))
            .collect(Collectors.toUnmodifiableSet()),
        Set.copyOf(tuning.floatNodes()));
  }

  /** What is left; the same where nothing is given up, empty where nothing is left. */
  Optional<YamlNode> of(YamlNode config) {
    return filtered(
        config,
        (key, value) ->
            switch (key) {
              case "model_config" -> ofModel(value);
              case "node_config" ->
                  filtered(
                      value,
                      (node, part) -> nodes.contains(node) ? ofNode(part) : Optional.of(part));
              default -> ofModel(key, value);
            });
  }

  private Optional<YamlNode> ofModel(YamlNode model) {
    return filtered(model, this::ofModel);
  }

  private Optional<YamlNode> ofModel(String key, YamlNode value) {
    if (settings.contains(key)) {
      return Optional.empty();
    }
    return switch (key) {
      case "default" -> ofModel(value);
      case "activation" ->
          filtered(
              value, (name, of) -> activation.contains(name) ? Optional.empty() : Optional.of(of));
      default -> Optional.of(value);
    };
  }

  private static Optional<YamlNode> ofNode(YamlNode part) {
    return filtered(
        part,
        (key, value) ->
            TYPES.contains(key) || key.matches("(input|InputType)\\d*")
                ? Optional.empty()
                : Optional.of(value));
  }

  private interface Filter {
    Optional<YamlNode> of(String key, YamlNode value);
  }

  private static Optional<YamlNode> filtered(YamlNode node, Filter filter) {
    if (!(node instanceof YamlNode.Mapping(SequencedMap<String, YamlNode.Entry> all, int line))) {
      return Optional.of(node);
    }
    SequencedMap<String, YamlNode.Entry> kept = new LinkedHashMap<>();
    for (Map.Entry<String, YamlNode.Entry> each : all.entrySet()) {
      filter
          .of(each.getKey(), each.getValue().value())
          .ifPresent(
              value ->
                  kept.put(each.getKey(), new YamlNode.Entry(value, each.getValue().keyLine())));
    }
    return kept.isEmpty() && !all.isEmpty()
        ? Optional.empty()
        : Optional.of(new YamlNode.Mapping(kept, line));
  }
}
