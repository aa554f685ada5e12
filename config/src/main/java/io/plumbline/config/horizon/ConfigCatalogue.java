package io.plumbline.config.horizon;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;

/** Every key of the YAML dialect. */
public final class ConfigCatalogue {
  /** In the order a template shows them. */
  public static final List<ConfigKey> ALL =
      Stream.of(ModelKeys.ALL, InputKeys.ALL, CalibrationKeys.ALL, CompilerKeys.ALL)
          .flatMap(List::stream)
          .toList();

  private static final SequencedMap<String, ConfigKey> BY_PATH = byPath();

  private ConfigCatalogue() {}

  private static SequencedMap<String, ConfigKey> byPath() {
    SequencedMap<String, ConfigKey> keys = new LinkedHashMap<>();
    ALL.forEach(key -> keys.put(key.path(), key));
    return keys;
  }

  /** The key of a group. */
  public static Optional<ConfigKey> key(String group, String name) {
    return Optional.ofNullable(BY_PATH.get(group + "." + name));
  }

  /** The keys of a group, in order. */
  public static List<ConfigKey> ofGroup(String group) {
    return ALL.stream().filter(key -> key.group().equals(group)).toList();
  }
}
