package io.plumbline.config.horizon;

import io.plumbline.config.dialect.ValueRule;
import io.plumbline.report.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/**
 * The catalogue of keys as a JSON Schema (draft 2020-12), by which editors complete and check
 * configurations: {@code docs/schema/configuration.schema.json}. What a value means is checked when
 * it is read; the schema knows keys, words, types and ranges.
 */
public final class ConfigSchema {
  private static final String ANY = "anyOf";

  private ConfigSchema() {}

  /** The schema. */
  public static String json() {
    SequencedMap<String, Object> groups = new LinkedHashMap<>();
    ConfigKey.GROUPS.forEach(group -> groups.put(group, group(ConfigCatalogue.ofGroup(group))));
    SequencedMap<String, Object> root = new LinkedHashMap<>();
    root.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    root.put("title", "A configuration of plumb compile");
    root.put("type", "object");
    root.put("properties", groups);
    root.put("additionalProperties", false);
    return Json.pretty(root);
  }

  private static Map<String, Object> group(List<ConfigKey> keys) {
    SequencedMap<String, Object> properties = new LinkedHashMap<>();
    keys.forEach(key -> properties.put(key.name(), key(key)));
    SequencedMap<String, Object> group = new LinkedHashMap<>();
    group.put("type", List.of("object", "null"));
    group.put("properties", properties);
    group.put("additionalProperties", false);
    return group;
  }

  private static Map<String, Object> key(ConfigKey key) {
    SequencedMap<String, Object> schema = new LinkedHashMap<>();
    schema.put("description", description(key));
    List<Map<String, Object>> forms = new ArrayList<>(forms(key.rule()));
    if (key.rule().takesLists()) {
      forms.add(type("array"));
      forms.add(type("object"));
    }
    schema.put(ANY, forms);
    return schema;
  }

  private static String description(ConfigKey key) {
    String meaning =
        switch (key.support()) {
          case HONOURED -> key.explanation();
          case NO_EFFECT -> "No effect: " + key.explanation() + ".";
        };
    String fallback = key.fallback().isEmpty() ? "" : " If not given: " + key.fallback() + ".";
    return "%s Values: %s.%s".formatted(meaning, key.rule().description(), fallback);
  }

  /** What a plain value may be; a key without a value is one that is not given. */
  private static List<Map<String, Object>> forms(ValueRule rule) {
    return switch (rule) {
      case ValueRule.Text _, ValueRule.Plain _ ->
          List.of(Map.of("type", List.of("string", "number", "boolean", "null")));
      case ValueRule.Prefix _ -> List.of(Map.of("type", List.of("string", "number", "null")));
      case ValueRule.Flag _ -> List.of(words(ValueRule.Flag.words()), type("null"));
      case ValueRule.Choice(List<String> allowed) -> List.of(words(allowed), type("null"));
      case ValueRule.Choices(List<String> allowed) -> List.of(list(allowed), type("null"));
      case ValueRule.Whole(long low, long high) ->
          List.of(range("integer", low, high), type("null"));
      case ValueRule.Real(double low, double high) ->
          List.of(range("number", low, high), type("null"));
    };
  }

  private static Map<String, Object> type(String name) {
    return Map.of("type", name);
  }

  /** YAML reads some words as numbers or truth values. */
  private static Map<String, Object> words(List<String> allowed) {
    List<Object> values = new ArrayList<>(allowed);
    for (String word : allowed) {
      if (word.matches("-?[0-9]+")) {
        values.add(Long.parseLong(word));
      } else if (word.equals("true") || word.equals("false")) {
        values.add(Boolean.parseBoolean(word));
      }
    }
    return Map.of("enum", values);
  }

  private static Map<String, Object> list(List<String> allowed) {
    SequencedMap<String, Object> list = new LinkedHashMap<>();
    list.put("type", "string");
    list.put("pattern", listOf(allowed));
    return list;
  }

  private static String listOf(List<String> allowed) {
    String word =
        allowed.stream()
            .map(each -> each.replaceAll("[^A-Za-z0-9_]", "\\\\$0"))
            .collect(Collectors.joining("|", "\\s*(", "|None|)\\s*"));
    return "^%s(;%s)*$".formatted(word, word);
  }

  private static Map<String, Object> range(String type, Number low, Number high) {
    SequencedMap<String, Object> range = new LinkedHashMap<>();
    range.put("type", type);
    range.put("minimum", low);
    range.put("maximum", high);
    return range;
  }
}
