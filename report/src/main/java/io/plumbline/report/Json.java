package io.plumbline.report;

import java.util.regex.Pattern;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes maps, lists, strings, numbers and booleans as JSON, keys in the order given. Control
 * characters are escaped, also those from U+007F to U+009F, for which JSON does not ask.
 */
public final class Json {
  private static final ObjectMapper PRETTY =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
  private static final ObjectMapper COMPACT = JsonMapper.builder().build();

  private static final Pattern CONTROL = Pattern.compile("[\\x7f-\\x9f]");

  private Json() {}

  /** Indented, for files. NaN and infinities become strings, since JSON has no number for them. */
  public static String pretty(Object value) {
    return escaped(PRETTY.writeValueAsString(value)) + "\n";
  }

  /** On one line, for standard output. */
  public static String compact(Object value) {
    return escaped(COMPACT.writeValueAsString(value));
  }

  /** Such characters can only stand within strings. */
  private static String escaped(String json) {
    return CONTROL
        .matcher(json)
        .replaceAll(found -> "\\\\u00%02x".formatted((int) found.group().charAt(0)));
  }
}
