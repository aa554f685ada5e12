package io.plumbline.report.run;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Something to do next.
 *
 * @param why what it is good for here
 * @param command to type, with words in capitals to be filled in
 */
public record NextStep(String why, Optional<String> command) {
  private static final Pattern PLAIN = Pattern.compile("[\\p{Alnum}_./:@%+=-]+");

  /** A text as shells read one word, so that a command with it can be pasted. */
  public static String word(String text) {
    return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
