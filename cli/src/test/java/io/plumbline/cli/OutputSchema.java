package io.plumbline.cli;

import io.plumbline.report.Json;
import io.plumbline.testkit.JsonSchema;
import io.plumbline.testkit.SharedData;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/** The schemas of machine output in docs/schema. */
final class OutputSchema {
  private static final Path FOLDER = SharedData.root().resolve("docs/schema");

  private OutputSchema() {}

  /** Of a command or a kind of file. */
  static JsonSchema of(String name) {
    return file(name + ".schema.json");
  }

  private static JsonSchema file(String name) {
    String text = new String(Scene.bytes(FOLDER.resolve(name)), StandardCharsets.UTF_8);
    return new JsonSchema((Map<?, ?>) Json.parse(text), OutputSchema::file);
  }
}
