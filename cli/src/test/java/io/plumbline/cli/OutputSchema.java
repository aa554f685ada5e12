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

  static JsonSchema of(String name) {
    String text =
        new String(Scene.bytes(FOLDER.resolve(name + ".schema.json")), StandardCharsets.UTF_8);
    return new JsonSchema((Map<?, ?>) Json.parse(text));
  }
}
