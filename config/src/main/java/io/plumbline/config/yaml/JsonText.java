package io.plumbline.config.yaml;

/**
 * JSON as people write it for configurations: with comments that begin with {@code //}, and
 * indented by tabs, neither of which YAML knows. Both become blanks, so that every line and column
 * stays where it was.
 */
final class JsonText {
  private JsonText() {}

  /** The text as YAML, which JSON is otherwise; any other text as it is. */
  static String asYaml(String text) {
    return isJson(text) ? blanked(text) : text;
  }

  /** Whether a brace comes first, behind comments. */
  private static boolean isJson(String text) {
    return text.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#") && !line.startsWith("//"))
        .findFirst()
        .filter(line -> line.startsWith("{"))
        .isPresent();
  }

  private static String blanked(String text) {
    StringBuilder result = new StringBuilder(text);
    char quote = 0;
    boolean comment = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n' || c == '\r') {
        comment = false;
      } else if (comment) {
        result.setCharAt(i, ' ');
      } else if (quote != 0) {
        if (c == '\\' && quote == '"') {
          i++;
        } else if (c == quote) {
          quote = 0;
        }
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (c == '\t') {
        result.setCharAt(i, ' ');
      } else if (c == '#' || (text.startsWith("//", i) && isApart(text, i))) {
        comment = true;
        result.setCharAt(i, ' ');
      }
    }
    return result.toString();
  }

  /** Whether what stands before is no word, as in {@code http://}. */
  private static boolean isApart(String text, int index) {
    return index == 0 || " \t\n,{}[]\"'".indexOf(text.charAt(index - 1)) >= 0;
  }
}
