package io.plumbline.config.pulsar;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * The messages of a kind of configuration and their fields, from a table with a line for each
 * field: message, field, type (repeated with a star), effect, and what it does.
 */
final class ProtoSchema {
  /** Pulsar's {@code config.prototxt}. */
  static final ProtoSchema PULSAR = read("config.prototxt.tsv");

  /** Pulsar2's configuration. */
  static final ProtoSchema PULSAR2 = read("pulsar2.tsv");

  /** The message that a file is. */
  static final String ROOT = "Configuration";

  private final SequencedMap<String, List<ProtoField>> messages;

  private ProtoSchema(SequencedMap<String, List<ProtoField>> messages) {
    this.messages = Collections.unmodifiableSequencedMap(messages);
  }

  static ProtoSchema read(String resource) {
    SequencedMap<String, List<ProtoField>> messages = new LinkedHashMap<>();
    try (InputStream bytes =
            Objects.requireNonNull(ProtoSchema.class.getResourceAsStream(resource), resource);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8))) {
      lines
          .lines()
          .map(line -> List.of(line.split("\t", -1)))
          .forEach(
              row ->
                  messages.computeIfAbsent(row.getFirst(), _ -> new ArrayList<>()).add(field(row)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new ProtoSchema(messages);
  }

  private static ProtoField field(List<String> row) {
    String type = row.get(2);
    boolean repeated = type.endsWith("*");
    return new ProtoField(
        row.get(1),
        FieldType.parse(repeated ? type.substring(0, type.length() - 1) : type),
        repeated,
        ProtoField.Effect.valueOf(row.get(3).toUpperCase(Locale.ROOT)),
        row.get(4));
  }

  /** Every message and its fields, in the table's order. */
  Map<String, List<ProtoField>> messages() {
    return messages;
  }

  List<ProtoField> fields(String message) {
    return Objects.requireNonNull(messages.get(message), message);
  }

  Optional<ProtoField> field(String message, String name) {
    return fields(message).stream().filter(field -> field.name().equals(name)).findFirst();
  }
}
