package io.plumbline.pipeline.evaluation;

import io.plumbline.tensor.EnvironmentException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An external program that measures a folder of outputs: called with the folder and the labels file
 * as its last two arguments, it prints one number, or one flat JSON object of numbers, and ends
 * with status 0. What it prints to standard error is shown when it fails.
 *
 * @param words program and first arguments
 */
public record MetricCommand(List<String> words) {
  private static final Pattern MEMBER =
      Pattern.compile("\\s*\"([^\"\\\\]+)\"\\s*:\\s*(-?[0-9.eE+-]+)\\s*(,|})");
  private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");
  private static final int SHOWN = 500;

  public MetricCommand {
    words = List.copyOf(words);
  }

  /** Divides a command line at blanks, but for those within quotes. */
  public static MetricCommand parse(String line) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(line);
    while (matcher.find()) {
      for (int group = 1; group <= 3; group++) {
        if (matcher.group(group) != null) {
          words.add(matcher.group(group));
        }
      }
    }
    return new MetricCommand(words);
  }

  /** The program. */
  public String name() {
    return words.isEmpty() ? "" : words.getFirst();
  }

  SequencedMap<String, Double> run(Path folder, Path labels) {
    List<String> line = new ArrayList<>(words);
    line.add(folder.toString());
    line.add(labels.toString());
    try {
      Path errors = folder.resolveSibling(folder.getFileName() + ".stderr.txt");
      Process process = new ProcessBuilder(line).redirectError(errors.toFile()).start();
      process.getOutputStream().close();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int status = process.waitFor();
      if (status != 0) {
        throw failed(
            "it ended with status %d: %s".formatted(status, shown(errors)), "see to the program");
      }
      return figures(out.strip());
    } catch (IOException e) {
      throw failed("it cannot be run: " + e.getMessage(), "check the path and the permissions");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed("waiting for it was interrupted", "run it again");
    }
  }

  private static String shown(Path errors) throws IOException {
    byte[] bytes = Files.readAllBytes(errors);
    int from = Math.max(bytes.length - SHOWN, 0);
    String text = new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8).strip();
    return text.isEmpty() ? "(it wrote no error)" : text;
  }

  private SequencedMap<String, Double> figures(String out) {
    SequencedMap<String, Double> figures = new LinkedHashMap<>();
    try {
      if (out.startsWith("{")) {
        Matcher matcher = MEMBER.matcher(out).region(1, out.length());
        boolean closed = false;
        while (!closed && matcher.lookingAt()) {
          figures.put(matcher.group(1), Double.parseDouble(matcher.group(2)));
          closed = matcher.group(3).equals("}");
          matcher.region(matcher.end(), out.length());
        }
        if (closed && matcher.regionStart() == out.length()) {
          return figures;
        }
      } else {
        figures.put("metric", Double.parseDouble(out));
        return figures;
      }
    } catch (NumberFormatException e) {
      throw printed(out);
    }
    throw printed(out);
  }

  private EnvironmentException printed(String out) {
    return failed(
        "expected one number or one JSON object of numbers on its standard output, found '%s'"
            .formatted(out.substring(0, Math.min(out.length(), SHOWN))),
        "print nothing else there");
  }

  private EnvironmentException failed(String message, String remedy) {
    return new EnvironmentException("eval.command", String.join(" ", words), message, remedy);
  }
}
