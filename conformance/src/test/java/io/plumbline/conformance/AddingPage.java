package io.plumbline.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The claims of a page {@code docs/adding-*.md}. A part of a page, from one heading to the next,
 * may say {@code Files to touch: two.}; its tables with a column {@code file} are then the list of
 * these files. In paths, {@code …} stands for {@code src/main/java/io/plumbline/MODULE}, {@code
 * <Name>} for any name; a file without folder lies in the folder of the one before. A part may add
 * {@code Example to follow: `Word`.}: something of the kind that exists.
 */
final class AddingPage {
  private static final List<String> NUMBERS =
      List.of(
          "none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten");
  private static final Pattern CLAIM = Pattern.compile("Files to touch: (\\w+)");
  private static final Pattern EXAMPLE = Pattern.compile("Example to follow: `([\\w.]+)`");
  private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");

  private AddingPage() {}

  /**
   * A list of files and what is said of it.
   *
   * @param files patterns of paths below the project, with {@code *} for any name
   * @param example how code names something of the kind
   */
  record Claim(String where, int count, List<String> files, Optional<String> example) {
    boolean lists(String path) {
      return files.stream().anyMatch(file -> regex(file).matcher(path).matches());
    }

    @Override
    public String toString() {
      return where;
    }
  }

  static Pattern regex(String file) {
    return Pattern.compile(
        Pattern.quote(file).replace("**", "\\E.*\\Q").replace("*", "\\E[^/]*\\Q"));
  }

  /** Every claim of a page, in order. */
  static List<Claim> claims(Path page) {
    List<Claim> claims = new ArrayList<>();
    String text = read(page);
    for (String part : text.split("(?m)^#+ ", -1)) {
      Matcher claim = CLAIM.matcher(part);
      if (claim.find()) {
        String heading = part.lines().findFirst().orElse("");
        Matcher example = EXAMPLE.matcher(part);
        claims.add(
            new Claim(
                page.getFileName() + ": " + heading,
                NUMBERS.indexOf(claim.group(1)),
                files(part),
                example.find() ? Optional.of(example.group(1)) : Optional.empty()));
      }
    }
    return claims;
  }

  /** The cells of the columns {@code file} of the tables in a part. */
  private static List<String> files(String part) {
    List<String> files = new ArrayList<>();
    int column = -1;
    String folder = "";
    for (String line : part.lines().toList()) {
      if (!line.startsWith("|")) {
        column = -1;
        continue;
      }
      List<String> cells = List.of(line.substring(1).split("\\|", -1));
      List<String> names = cells.stream().map(String::strip).toList();
      if (column < 0) {
        column = names.contains("file") ? names.indexOf("file") : Integer.MAX_VALUE;
      } else if (column < names.size() && !names.get(column).startsWith("--")) {
        Matcher quoted = QUOTED.matcher(names.get(column));
        while (quoted.find()) {
          String path = path(quoted.group(1), folder);
          folder = path.substring(0, path.lastIndexOf('/') + 1);
          files.add(path);
        }
      }
    }
    return files;
  }

  private static String path(String written, String folder) {
    String path = written.contains("/") ? written : folder + written;
    String module = path.substring(0, Math.max(path.indexOf('/'), 0));
    return path.replace("/…/", "/src/main/java/io/plumbline/" + module.replace('-', '/') + "/")
        .replaceAll("<\\w+>", "*");
  }

  private static String read(Path page) {
    try {
      return Files.readString(page);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
