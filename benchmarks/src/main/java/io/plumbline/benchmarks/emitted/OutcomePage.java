package io.plumbline.benchmarks.emitted;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The table of outcomes in a Markdown page, between a line {@code <!-- emitted -->} and a line
 * {@code <!-- end -->}.
 */
final class OutcomePage {
  private static final Pattern TABLE =
      Pattern.compile("(<!-- emitted -->\n).*?(<!-- end -->)", Pattern.DOTALL);

  private OutcomePage() {}

  /** The page with its table made anew. */
  static String render(String page, Outcomes outcomes) {
    return TABLE
        .matcher(page)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    "%s\n%s\n%s".formatted(found.group(1), table(outcomes), found.group(2))));
  }

  private static String table(Outcomes outcomes) {
    Map<String, Map<String, String>> models = outcomes.byModel();
    List<String> ways =
        Way.labels().stream()
            .filter(way -> models.values().stream().anyMatch(row -> row.containsKey(way)))
            .toList();
    Stream<String> rows =
        models.entrySet().stream()
            .map(
                each ->
                    row(
                        each.getKey(),
                        ways.stream().map(way -> each.getValue().getOrDefault(way, ""))));
    return Stream.concat(
            Stream.of(row("model", ways.stream()), "|" + "---|".repeat(ways.size() + 1)), rows)
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private static String row(String first, Stream<String> cells) {
    return Stream.concat(Stream.of(first), cells).collect(Collectors.joining(" | ", "| ", " |"));
  }
}
