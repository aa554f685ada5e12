package io.plumbline.config.pulsar;

import io.plumbline.config.yaml.LineOrigins;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;

/** Writes protobuf's text format, a field a line, indented by two blanks. */
final class ProtoText {
  private final StringBuilder text = new StringBuilder();
  private final Deque<String> open = new ArrayDeque<>();

  ProtoText comment(String line) {
    return line("# " + line);
  }

  /** Begins a message. */
  ProtoText begin(String name) {
    line(name + " {");
    open.push(name);
    return this;
  }

  /** Ends the message that was begun last. */
  ProtoText end() {
    open.pop();
    return line("}");
  }

  /** A field with a text. */
  ProtoText text(String name, String value) {
    return line("%s: \"%s\"".formatted(name, escaped(value)));
  }

  /** A field with a word or a number. */
  ProtoText word(String name, String value) {
    return line("%s: %s".formatted(name, value));
  }

  ProtoText numbers(String name, List<Double> values) {
    return line(
        values.stream()
            .map(value -> Double.toString(value))
            .collect(Collectors.joining(", ", name + ": [", "]")));
  }

  /** Says of the line that was written last which line of another file it is from, if of any. */
  ProtoText from(int line) {
    text.insert(text.length() - 1, LineOrigins.of("#", line));
    return this;
  }

  String written() {
    return text.toString();
  }

  /** Any line. */
  ProtoText line(String line) {
    text.append("  ".repeat(open.size())).append(line).append('\n');
    return this;
  }

  static String escaped(String value) {
    return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }
}
