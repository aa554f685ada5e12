package io.plumbline.cli.console;

import java.io.Console;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * What the two standard streams lead to.
 *
 * @param out columns of the screen that standard output leads to; {@link #ENDLESS} for a file
 * @param err likewise of standard error
 * @param colour whether that screen shows colours, and its user has not declined them
 * @param redraws whether standard error leads to a screen that can draw a line again
 */
public record Terminal(int out, int err, boolean colour, boolean redraws) {
  /** There is no screen: lines are as long as they come. */
  public static final int ENDLESS = Integer.MAX_VALUE;

  /** No screens. */
  public static final Terminal NONE = new Terminal(ENDLESS, ENDLESS, false, false);

  /** Set by the launcher: the columns of the screen, and the descriptors that lead to it. */
  private static final String COLUMNS = "plumbline.columns";

  private static final String SCREENS = "plumbline.screens";

  /** The terminal of this process. */
  public static Terminal ofProcess() {
    Console console = System.console();
    return of(
        System.getProperties(),
        System.getenv(),
        console != null && console.isTerminal() ? "12" : "");
  }

  /**
   * Reads what the launcher and the environment say: {@code NO_COLOR} with any value but an empty
   * one, and {@code TERM=dumb}, ask for plain text.
   *
   * @param usual the descriptors that lead to a screen where no launcher says so
   */
  static Terminal of(Properties properties, Map<String, String> environment, String usual) {
    String screens = properties.getProperty(SCREENS, usual);
    int columns = columns(properties.getProperty(COLUMNS));
    String term = environment.getOrDefault("TERM", "dumb");
    boolean capable = !term.isEmpty() && !term.equals("dumb");
    boolean out = screens.contains("1");
    boolean err = screens.contains("2");
    return new Terminal(
        out ? columns : ENDLESS,
        err ? columns : ENDLESS,
        capable && out && err && environment.getOrDefault("NO_COLOR", "").isEmpty(),
        capable && err);
  }

  private static int columns(@Nullable String text) {
    try {
      int columns = text == null ? 0 : Integer.parseInt(text);
      return columns > 0 ? columns : ENDLESS;
    } catch (NumberFormatException e) {
      return ENDLESS;
    }
  }
}
