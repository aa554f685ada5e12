package io.plumbline.report.run;

import java.nio.file.Path;
import java.util.Locale;
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

  /** Why, as a sentence. */
  public NextStep asSentence() {
    return new NextStep(
        why.substring(0, 1).toUpperCase(Locale.ROOT) + why.substring(1) + ".", command);
  }

  /** A text as shells read one word, so that a command with it can be pasted. */
  public static String word(String text) {
    return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
  }

  /**
   * Options that compile what a working folder came of once more, into another one beside it: the
   * configuration is read from the folder, and not written over.
   *
   * @param configuration the resolved one, in the working folder
   */
  public static String again(Path configuration) {
    Path folder = configuration.toAbsolutePath().normalize().getParent();
    return "-c %s --working-dir %s"
        .formatted(word(configuration.toString()), word(folder + "-again"));
  }
}
