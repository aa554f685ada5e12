package io.plumbline.config.horizon;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.report.Json;
import io.plumbline.testkit.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Run with {@code -Dplumbline.write-docs=true} to write the file. */
class ConfigSchemaTests {
  private static final YAMLMapper YAML = new YAMLMapper();

  @Test
  void theFileIsWhatTheCatalogueSays() throws IOException {
    Path file = SharedData.root().resolve("docs/schema/configuration.schema.json");
    if (Boolean.getBoolean("plumbline.write-docs")) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, ConfigSchema.json());
    }
    assertThat(file).content().isEqualTo(ConfigSchema.json());
  }

  @ParameterizedTest
  @MethodSource("io.plumbline.config.horizon.KeyEffect#all")
  void whatIsReadIsValid(KeyEffect effect) {
    assertThat(problems(effect.group() + ":\n  " + effect.yaml())).isEmpty();
  }

  @Test
  void theExampleIsValid() throws IOException {
    Path example = SharedData.root().resolve("examples/shapes/config.yaml");
    assertThat(problems(Files.readString(example))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "model_parameter: {onnx_model: a.onnx}",
        "model_parameters: {onnx_modell: a.onnx}",
        "model_parameters: {layer_out_dump: maybe}",
        "model_parameters: {onnx_model: [a.onnx, b.onnx]}",
        "input_parameters: {input_type_rt: 'nv12;nv13'}",
        "calibration_parameters: {max_percentile: 1.5}",
        "calibration_parameters: {effort: hard}",
        "compiler_parameters: {jobs: -1}",
        "compiler_parameters: {jobs: 1.5}",
        "[model_parameters]",
      })
  void whatIsNoConfigurationIsNotValid(String yaml) {
    assertThat(problems(yaml)).isNotEmpty();
  }

  private static List<String> problems(String yaml) {
    List<String> problems = new ArrayList<>();
    check(
        (Map<?, ?>) Json.parse(ConfigSchema.json()),
        YAML.readValue(yaml, Object.class),
        "",
        problems);
    return problems;
  }

  /** The words of JSON Schema that the schema uses, and no others. */
  private static void check(Map<?, ?> schema, Object value, String place, List<String> problems) {
    schema.forEach(
        (word, expected) -> {
          boolean holds =
              switch (String.valueOf(word)) {
                case "$schema", "title", "description" -> true;
                case "type" -> isOf(expected, value);
                case "enum" -> ((List<?>) expected).stream().anyMatch(each -> same(each, value));
                case "pattern" ->
                    !(value instanceof String text)
                        || Pattern.compile((String) expected).matcher(text).find();
                case "minimum" ->
                    !(value instanceof Number n) || n.doubleValue() >= number(expected);
                case "maximum" ->
                    !(value instanceof Number n) || n.doubleValue() <= number(expected);
                case "anyOf" -> ((List<?>) expected).stream().anyMatch(each -> fits(each, value));
                case "properties" -> properties((Map<?, ?>) expected, value, place, problems);
                case "additionalProperties" ->
                    !(value instanceof Map<?, ?> map)
                        || ((Map<?, ?>) requireNonNull(schema.get("properties")))
                            .keySet()
                            .containsAll(map.keySet());
                default -> throw new IllegalArgumentException("unknown word " + word);
              };
          if (!holds) {
            problems.add("%s: %s of %s".formatted(place, word, value));
          }
        });
  }

  private static boolean fits(Object schema, Object value) {
    List<String> problems = new ArrayList<>();
    check((Map<?, ?>) schema, value, "", problems);
    return problems.isEmpty();
  }

  private static boolean properties(
      Map<?, ?> schemas, Object value, String place, List<String> problems) {
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

  private static boolean isOf(Object types, Object value) {
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
              value instanceof Number n && (n.doubleValue() == Math.rint(n.doubleValue()));
          default -> throw new IllegalArgumentException("unknown type " + types);
        };
  }

  private static boolean same(Object expected, Object value) {
    if (expected instanceof Number left && value instanceof Number right) {
      return left.doubleValue() == right.doubleValue();
    }
    return expected.equals(value);
  }

  private static double number(Object value) {
    return ((Number) value).doubleValue();
  }
}
