package io.plumbline.benchmarks.accuracy;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tables in a Markdown page. Each stands between a line {@code <!-- KIND: NAME -->} and a line
 * {@code <!-- end -->}; what is between them is replaced.
 */
public final class MarkdownTables {
  private MarkdownTables() {}

  /**
   * The page with its tables of one kind made anew.
   *
   * @param table makes the table of a name
   */
  public static String render(String page, String kind, UnaryOperator<String> table) {
    return Pattern.compile("(<!-- " + kind + ": (\\w+) -->\n).*?(<!-- end -->)", Pattern.DOTALL)
        .matcher(page)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    "%s\n%s\n%s"
                        .formatted(found.group(1), table.apply(found.group(2)), found.group(3))));
  }

  /** A table; the cells of each row are as many as those of the header. */
  public static String table(List<String> header, Stream<List<String>> rows) {
    return Stream.concat(
            Stream.of(row(header), "|" + "---|".repeat(header.size()) + "\n"),
            rows.map(MarkdownTables::row))
        .collect(Collectors.joining());
  }

  private static String row(List<String> cells) {
    return "| " + String.join(" | ", cells) + " |\n";
  }
}
