package io.plumbline.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Holds values of maps, lists, strings, numbers and booleans to a JSON Schema (draft 2020-12).
 * Knows the words that this project's schemas use, and refuses others.
 *
 * @param root the schema, parsed; {@code $ref} leads to its {@code $defs}, or to another file
 * @param others schemas by the names of their files
 */
public record JsonSchema(Map<?, ?> root, Function<String, JsonSchema> others) {
  private static final String DEFINITIONS = "#/$defs/";

  /** A schema that refers to no other. */
  public JsonSchema(Map<?, ?> root) {
    this(
        root,
        name -> {
          throw new IllegalArgumentException("no schema " + name);
        });
  }

  /** What contradicts the schema, each with its place; empty when the value is valid. */
  public List<String> problems(@Nullable Object value) {
    List<String> problems = new ArrayList<>();
    check(root, value, "", problems);
    return problems;
  }

  private void check(
      Map<?, ?> schema, @Nullable Object value, String place, List<String> problems) {
    schema.forEach(
        (word, expected) -> {
          if (!holds(schema, String.valueOf(word), expected, value, place, problems)) {
            problems.add("%s: %s of %s".formatted(place, word, value));
          }
        });
  }

  private boolean holds(
      Map<?, ?> schema,
      String word,
      Object expected,
      @Nullable Object value,
      String place,
      List<String> problems) {
    return switch (word) {
      case "$schema", "$defs", "title", "description" -> true;
      case "$ref" -> {
        refer((String) expected, value, place, problems);
        yield true;
      }
      case "type" -> isOf(expected, value);
      case "const" -> same(expected, value);
      case "enum" -> ((List<?>) expected).stream().anyMatch(each -> same(each, value));
      case "pattern" ->
          !(value instanceof String text)
              || Pattern.compile((String) expected).matcher(text).find();
      case "minimum" -> !(value instanceof Number n) || n.doubleValue() >= number(expected);
      case "maximum" -> !(value instanceof Number n) || n.doubleValue() <= number(expected);
      case "anyOf" -> ((List<?>) expected).stream().anyMatch(each -> fits(each, value, place));
      case "items" -> items((Map<?, ?>) expected, value, place, problems);
      case "required" ->
          !(value instanceof Map<?, ?> map) || map.keySet().containsAll((List<?>) expected);
      case "properties" -> properties((Map<?, ?>) expected, value, place, problems);
      case "additionalProperties" -> unnamed(schema, expected, value, place, problems);
      default -> throw new IllegalArgumentException("unknown word " + word);
    };
  }

  private void refer(
      String reference, @Nullable Object value, String place, List<String> problems) {
    int at = reference.indexOf('#');
    String file = at < 0 ? reference : reference.substring(0, at);
    JsonSchema schema = file.isEmpty() ? this : others.apply(file);
    schema.check(
        at < 0 ? schema.root : schema.definition(reference.substring(at)), value, place, problems);
  }

  private Map<?, ?> definition(String reference) {
    if (reference.startsWith(DEFINITIONS)
        && root.get("$defs") instanceof Map<?, ?> definitions
        && definitions.get(reference.substring(DEFINITIONS.length())) instanceof Map<?, ?> found) {
      return found;
    }
    throw new IllegalArgumentException("no definition " + reference);
  }

  private boolean fits(Object schema, @Nullable Object value, String place) {
    List<String> problems = new ArrayList<>();
    check((Map<?, ?>) schema, value, place, problems);
    return problems.isEmpty();
  }

  private boolean items(
      Map<?, ?> schema, @Nullable Object value, String place, List<String> problems) {
    if (value instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        check(schema, list.get(i), place + "/" + i, problems);
      }
    }
    return true;
  }

  private boolean properties(
      Map<?, ?> schemas, @Nullable Object value, String place, List<String> problems) {
    if (value instanceof Map<?, ?> map) {
      map.forEach(
          (name, item) -> {
            if (schemas.get(name) instanceof Map<?, ?> schema) {
              check(schema, item, place + "/" + name, problems);
            }
          });
    }
    return true;
  }

  /** What {@code properties} does not name. */
  private boolean unnamed(
      Map<?, ?> schema,
      Object expected,
      @Nullable Object value,
      String place,
      List<String> problems) {
    if (!(value instanceof Map<?, ?> map)) {
      return true;
    }
    Map<?, ?> known = schema.get("properties") instanceof Map<?, ?> named ? named : Map.of();
    boolean allowed = true;
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      if (!known.containsKey(entry.getKey())) {
        allowed &= expected instanceof Map || Boolean.TRUE.equals(expected);
        if (expected instanceof Map<?, ?> other) {
          check(other, entry.getValue(), place + "/" + entry.getKey(), problems);
        }
      }
    }
    return allowed;
  }

  private static boolean isOf(Object types, @Nullable Object value) {
    return types instanceof List<?> several
        ? several.stream().anyMatch(each -> isOf(each, value))
        : switch (String.valueOf(types)) {
          case "object" -> value instanceof Map;
          case "array" -> value instanceof List;
          case "string" -> value instanceof String;
          case "boolean" -> value instanceof Boolean;
          case "null" -> value == null;
          case "number" -> value instanceof Number;
          case "integer" ->
              value instanceof Number n && n.doubleValue() == Math.rint(n.doubleValue());
          default -> throw new IllegalArgumentException("unknown type " + types);
        };
  }

  private static boolean same(@Nullable Object expected, @Nullable Object value) {
    if (expected instanceof Number left && value instanceof Number right) {
      return left.doubleValue() == right.doubleValue();
    }
    return Objects.equals(expected, value);
  }

  private static double number(Object value) {
    return ((Number) value).doubleValue();
  }
}
