package io.plumbline.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Texts of findings and reasons of plans reach artefacts, whose bytes no language may change: their
 * numbers are written with {@code Locale.ROOT}, not in the digits of whoever embeds Plumbline. And
 * numbers of things are written as sentences have them.
 */
class NumbersInTextsTests {
  private static final String LITERAL = "\"(?:[^\"\\\\\\n]|\\\\.)*+\"";
  private static final Pattern FORMATTED =
      Pattern.compile("(" + LITERAL + "(?:\\s*\\+\\s*" + LITERAL + ")*+)\\)?\\s*\\.formatted\\(");
  private static final Pattern NUMBER = Pattern.compile("(?<!%)%[-+#,.0-9$]*[dfgeFGEx]");
  private static final Pattern COUNTED =
      Pattern.compile(
          "(?<!more than )%d"
              + " (samples|pictures|trials|findings|nodes|layers|models|files|folders|inputs|outputs)"
              + "\\b");
  private static final Pattern FINDING = Pattern.compile("\\bFinding\\.(info|warning)\\(");

  @Test
  void areTheSameInEveryLanguage() {
    List<String> wrong = new ArrayList<>();
    SourceFiles.ofMain()
        .texts()
        .forEach(
            (path, text) -> {
              if (reachesArtefacts(path, text)) {
                Matcher formatted = FORMATTED.matcher(text);
                while (formatted.find()) {
                  if (NUMBER.matcher(formatted.group(1)).find()) {
                    wrong.add(path + ": " + formatted.group(1));
                  }
                }
              }
            });
    assertThat(wrong).as("use String.format(Locale.ROOT, …)").isEmpty();
  }

  /** One sample is not "1 samples". */
  @Test
  void agreeWithWhatTheyCount() {
    List<String> wrong = new ArrayList<>();
    SourceFiles.ofMain()
        .texts()
        .forEach(
            (path, text) -> {
              Matcher counted = COUNTED.matcher(text);
              while (counted.find()) {
                wrong.add(path + ": " + counted.group());
              }
            });
    assertThat(wrong).as("use tensor.Count").isEmpty();
  }

  /** The command line runs without a language. */
  private static boolean reachesArtefacts(String path, String text) {
    return path.startsWith("quantize/")
        || (!path.startsWith("cli/") && FINDING.matcher(text).find());
  }
}
