package io.plumbline.report.catalogue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Every code that a finding or an error can have. Each part is a resource of lines of code, meaning
 * and remedy, with tabs between; {@code CodeDocumentationTests} holds that these are the codes of
 * the sources.
 */
public final class CodeCatalogue {
  /** Where people read what a code means. */
  public static final String PAGE = "docs/findings.md";

  private static final List<Part> PARTS =
      List.of(
          part("The model", "model.tsv"),
          part("Data and how they are prepared", "data.tsv"),
          part("Configuration and command line", "configuration.tsv"),
          part("Quantization", "quantization.tsv"),
          part("Running", "running.tsv"));

  private static final Map<String, CodeMeaning> BY_CODE = new LinkedHashMap<>();

  static {
    PARTS.forEach(part -> part.codes().forEach(code -> BY_CODE.put(code.code(), code)));
  }

  private CodeCatalogue() {}

  /** Codes of one subject, in alphabetical order. */
  public record Part(String title, List<CodeMeaning> codes) {
    public Part {
      codes = List.copyOf(codes);
    }
  }

  public static List<Part> parts() {
    return PARTS;
  }

  /** What a code means; empty for one that is not listed. */
  public static Optional<CodeMeaning> find(String code) {
    return Optional.ofNullable(BY_CODE.get(code));
  }

  private static Part part(String title, String resource) {
    try (InputStream stream = CodeCatalogue.class.getResourceAsStream(resource)) {
      if (stream == null) {
        throw new IllegalStateException("the jar lacks the codes of " + resource);
      }
      String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      return new Part(title, text.lines().map(CodeCatalogue::meaning).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static CodeMeaning meaning(String line) {
    List<String> fields = Arrays.asList(line.split("\t", -1));
    if (fields.size() != 3) {
      throw new IllegalStateException(
          "expected code, meaning and remedy with tabs between, found '%s'".formatted(line));
    }
    return new CodeMeaning(fields.get(0), fields.get(1), fields.get(2));
  }
}
