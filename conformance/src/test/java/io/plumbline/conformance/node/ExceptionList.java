package io.plumbline.conformance.node;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.SequencedMap;
import java.util.TreeMap;

/** Cases that are known to fail, each with the reason: lines of name, tab, reason. */
final class ExceptionList {
  private ExceptionList() {}

  static SequencedMap<String, String> read(String file) {
    SequencedMap<String, String> reasons = new TreeMap<>();
    try (InputStream in = ExceptionList.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("there is no list " + file);
      }
      new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> line.split("\t", 2))
          .forEach(cells -> reasons.put(cells[0], cells[1]));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return reasons;
  }
}
