package io.plumbline.report;

import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes, and reads, maps, lists, strings, numbers and booleans as JSON, keys in the order given.
 * Control characters are escaped, also those from U+007F to U+009F, for which JSON does not ask.
 */
public final class Json {
  private static final ObjectMapper PRETTY =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
  private static final ObjectMapper COMPACT = JsonMapper.builder().build();

  /** Decimals as they stand, so that each becomes the float32 nearest to it. */
  private static final ObjectMapper EXACT =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

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

  /**
   * The maps, lists, strings, numbers and booleans of a text, in its order.
   *
   * @throws IllegalArgumentException when the text is no JSON
   */
  public static Object parse(String text) {
    try {
      return EXACT.readValue(text, Object.class);
    } catch (JacksonException e) {
      throw new IllegalArgumentException("this is no JSON: " + e.getOriginalMessage(), e);
    }
  }

  /** Such characters can only stand within strings. */
  private static String escaped(String json) {
    return CONTROL
        .matcher(json)
        .replaceAll(found -> "\\\\u00%02x".formatted((int) found.group().charAt(0)));
  }
}
