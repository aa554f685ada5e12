package io.plumbline.cli;

import io.plumbline.testkit.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A command line that a page shows.
 *
 * @param text all after {@code plumb}, lines that go on joined
 */
record DocumentedLine(String text) {
  private static final Pattern COMMAND = Pattern.compile("^(?:\\./)?plumb +(.+)$");
  private static final Pattern SPAN = Pattern.compile("`(?:\\./)?plumb +([a-z][^` ]* [^`]+)`");
  private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|([^\\s'\"]+)");

  /**
   * What stands for something else, is for the shell, or is run by {@link VerificationPageTests}.
   */
  private static final Pattern FOREIGN =
      Pattern.compile("[…<>|;&]|\\.\\.\\.|\\$\\(|\\bCOMMAND\\b|\\bWORK/");

  /** All lines of the README and of docs, by page, in the order in which they stand. */
  static Map<String, List<DocumentedLine>> ofPages() throws IOException {
    Map<String, List<DocumentedLine>> pages = new LinkedHashMap<>();
    try (Stream<Path> docs = Files.list(SharedData.root().resolve("docs"))) {
      for (Path page :
          Stream.concat(Stream.of(SharedData.root().resolve("README.md")), docs.sorted())
              .filter(file -> file.toString().endsWith(".md"))
              .toList()) {
        List<DocumentedLine> lines = in(Files.readString(page));
        if (!lines.isEmpty()) {
          pages.put(String.valueOf(page.getFileName()), lines);
        }
      }
    }
    return pages;
  }

  /** Of one page: blocks of shell commands, and command lines within sentences. */
  private static List<DocumentedLine> in(String page) {
    List<DocumentedLine> lines = new ArrayList<>();
    String fence = "";
    for (String line : page.replaceAll("\\\\\n\\s*", " ").split("\n", -1)) {
      String text = line.strip();
      if (text.startsWith("```")) {
        fence = fence.isEmpty() ? text : "";
      } else if (fence.isEmpty()) {
        add(SPAN.matcher(line), lines);
      } else if (fence.equals("```sh")) {
        add(COMMAND.matcher(text.replaceFirst("\\s#.*", "")), lines);
      }
    }
    return lines.stream().distinct().toList();
  }

  /** Brackets surround what may be left out. */
  private static void add(Matcher found, List<DocumentedLine> lines) {
    found
        .results()
        .map(each -> each.group(1).strip().replaceAll("\\s+", " "))
        .filter(text -> !FOREIGN.matcher(text).find())
        .map(DocumentedLine::new)
        .forEach(lines::add);
  }

  /** The words as a shell takes them. */
  List<String> words() {
    return WORD.matcher(text.replaceAll("\\[(-[^\\]]+)\\]", "$1"))
        .results()
        .map(found -> found.group().replaceAll("^['\"]|['\"]$", ""))
        .toList();
  }
}
