package io.plumbline.config.dialect;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * How the settings of a configuration are called in its dialect, and where they stand.
 *
 * @param keys the dialect's name of each setting it has, given or not
 * @param lines of those that are given, from 1
 */
public record Places(String file, Map<Setting, String> keys, Map<Setting, Integer> lines) {
  public Places {
    keys = Collections.unmodifiableMap(new EnumMap<>(keys));
    lines = lines.isEmpty() ? Map.of() : Collections.unmodifiableMap(new EnumMap<>(lines));
  }

  /** The dialect's name of a setting. */
  public String key(Setting setting) {
    String key = keys.get(setting);
    if (key == null) {
      throw new IllegalArgumentException("the dialect has no " + setting);
    }
    return key;
  }

  /** Whether the dialect has a setting. */
  public boolean has(Setting setting) {
    return keys.containsKey(setting);
  }

  /** File and line, or the file where the setting is not given. */
  public String where(Setting setting) {
    Integer line = lines.get(setting);
    return line == null ? file : file + ":" + line;
  }

  /** The line, or the first where the setting is not given. */
  public int line(Setting setting) {
    return lines.getOrDefault(setting, 1);
  }
}
