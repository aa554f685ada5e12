package io.plumbline.conformance;

import io.plumbline.testkit.SharedData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The Java sources of all modules that users get, by path below the project's root with slashes.
 */
record SourceFiles(SequencedMap<String, String> texts) {
  private static final Pattern MAIN = Pattern.compile("[\\w-]+/src/main/java/.*\\.java");

  /** Not for users: test support and measurements. */
  private static final List<String> OTHERS = List.of("benchmarks/", "testkit/");

  private static final Pattern COMMENT_OR_STRING =
      Pattern.compile(
          "/\\*.*?\\*/|//[^\\n]*|\"\"\".*?\"\"\"|\"(?:\\\\.|[^\"\\\\])*\"|'(?:\\\\.|[^'\\\\])+'",
          Pattern.DOTALL);

  static SourceFiles ofMain() {
    Path root = SharedData.root();
    TreeMap<String, String> texts = new TreeMap<>();
    try (Stream<Path> modules = Files.list(root)) {
      for (Path module : modules.filter(each -> Files.isDirectory(each.resolve("src"))).toList()) {
        collect(root, module.resolve("src/main/java"), texts);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new SourceFiles(texts);
  }

  private static void collect(Path root, Path folder, TreeMap<String, String> texts)
      throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String path = root.relativize(file).toString().replace('\\', '/');
        if (MAIN.matcher(path).matches() && OTHERS.stream().noneMatch(path::startsWith)) {
          texts.put(path, Files.readString(file));
        }
      }
    }
  }

  TreeSet<String> paths() {
    return new TreeSet<>(texts.keySet());
  }

  /** The code of a file: blanks in place of comments, strings and characters; lines stay lines. */
  String code(String path) {
    Matcher matcher = COMMENT_OR_STRING.matcher(texts.getOrDefault(path, ""));
    return matcher.replaceAll(match -> match.group().replaceAll("[^\\n]", " "));
  }

  /**
   * The files whose code names something.
   *
   * @param name a word, or {@code Owner.MEMBER}: files that name both, apart or together
   */
  TreeSet<String> naming(String name) {
    List<Pattern> words =
        Stream.of(name.split("\\.", -1))
            .map(word -> Pattern.compile("\\b" + word + "\\b"))
            .toList();
    TreeSet<String> naming = new TreeSet<>();
    for (String path : texts.keySet()) {
      String code = code(path);
      if (words.stream().allMatch(word -> word.matcher(code).find())) {
        naming.add(path);
      }
    }
    return naming;
  }
}
