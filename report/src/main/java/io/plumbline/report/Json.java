package io.plumbline.report;

import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Writes maps, lists, strings, numbers and booleans as JSON, keys in the order given. */
public final class Json {
  private static final ObjectMapper PRETTY =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
  private static final ObjectMapper COMPACT = JsonMapper.builder().build();

  private Json() {}

  /** Indented, for files. NaN and infinities become strings, since JSON has no number for them. */
  public static String pretty(Object value) {
    return PRETTY.writeValueAsString(value) + "\n";
  }

  /** On one line, for standard output. */
  public static String compact(Object value) {
    return COMPACT.writeValueAsString(value);
  }
}
