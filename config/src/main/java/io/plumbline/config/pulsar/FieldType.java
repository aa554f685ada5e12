package io.plumbline.config.pulsar;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What a field of a message holds. */
sealed interface FieldType {
  /** What it holds, for messages. */
  String expected();

  /** A text, in quotes or not. */
  record Text() implements FieldType {
    @Override
    public String expected() {
      return "a text in quotes";
    }
  }

  record Whole(int low, int high) implements FieldType {
    @Override
    public String expected() {
      return String.format(Locale.ROOT, "a whole number from %d to %d", low, high);
    }
  }

  record Real() implements FieldType {
    @Override
    public String expected() {
      return "a number";
    }
  }

  record Flag() implements FieldType {
    @Override
    public String expected() {
      return "true or false";
    }
  }

  record Words(List<String> names) implements FieldType {
    public Words {
      names = List.copyOf(names);
    }

    @Override
    public String expected() {
      return String.join(" | ", names);
    }
  }

  /** A message of a kind that the schema has. */
  record Nested(String kind) implements FieldType {
    @Override
    public String expected() {
      return "a message { … }";
    }
  }

  /** Whatever it is: nothing is read of it. */
  record Any() implements FieldType {
    @Override
    public String expected() {
      return "anything";
    }
  }

  /** Reads how the table of fields writes a type. */
  static FieldType parse(String text) {
    List<String> words = List.of(text.split(" ", 2));
    return switch (words.getFirst()) {
      case "string" -> new Text();
      case "float" -> new Real();
      case "bool" -> new Flag();
      case "any" -> new Any();
      case "message" -> new Nested(words.getLast());
      case "enum" -> new Words(Arrays.asList(words.getLast().split("\\|", -1)));
      case "int" -> {
        List<String> ends = List.of(words.getLast().split("\\.\\.", -1));
        yield new Whole(Integer.parseInt(ends.getFirst()), Integer.parseInt(ends.getLast()));
      }
      default -> throw new IllegalArgumentException(text);
    };
  }
}
