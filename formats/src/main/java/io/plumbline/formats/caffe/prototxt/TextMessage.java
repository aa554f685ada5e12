package io.plumbline.formats.caffe.prototxt;

import io.plumbline.tensor.BadModelException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.SequencedMap;

/** The fields of a message in text format, each with its values in the order they stand. */
public record TextMessage(
    SequencedMap<String, List<TextValue>> fields, int line, CaffeSource source)
    implements TextValue {
  public TextMessage {
    fields = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(fields));
  }

  public boolean has(String field) {
    return fields.containsKey(field);
  }

  private List<TextValue> values(String field) {
    return fields.getOrDefault(field, List.of());
  }

  /** Every message under a name; none when the name is absent. */
  public List<TextMessage> messages(String field) {
    List<TextMessage> messages = new ArrayList<>();
    for (TextValue value : values(field)) {
      if (!(value instanceof TextMessage message)) {
        throw bad(value, field, "a message in braces", text(value));
      }
      messages.add(message);
    }
    return messages;
  }

  /** The message under a name, as when it were written empty if it is absent. */
  public TextMessage message(String field) {
    List<TextMessage> messages = messages(field);
    return messages.isEmpty()
        ? new TextMessage(new LinkedHashMap<>(), line, source)
        : messages.getLast();
  }

  public List<String> strings(String field) {
    return values(field).stream().map(value -> scalar(field, value, "a string")).toList();
  }

  public Optional<String> string(String field) {
    List<String> strings = strings(field);
    return strings.isEmpty() ? Optional.empty() : Optional.of(strings.getLast());
  }

  public List<Long> integers(String field) {
    List<Long> integers = new ArrayList<>();
    for (TextValue value : values(field)) {
      String text = scalar(field, value, "a whole number");
      try {
        integers.add(Long.decode(text));
      } catch (NumberFormatException e) {
        throw bad(value, field, "a whole number", text);
      }
    }
    return integers;
  }

  public OptionalLong integer(String field) {
    List<Long> integers = integers(field);
    return integers.isEmpty() ? OptionalLong.empty() : OptionalLong.of(integers.getLast());
  }

  public long integer(String field, long absent) {
    return integer(field).orElse(absent);
  }

  public List<Double> numbers(String field) {
    List<Double> numbers = new ArrayList<>();
    for (TextValue value : values(field)) {
      String text = scalar(field, value, "a number");
      try {
        double number = Double.parseDouble(text);
        if (!Double.isFinite(number)) {
          throw bad(value, field, "a finite number", text);
        }
        numbers.add(number);
      } catch (NumberFormatException e) {
        throw bad(value, field, "a number", text);
      }
    }
    return numbers;
  }

  public OptionalDouble number(String field) {
    List<Double> numbers = numbers(field);
    return numbers.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(numbers.getLast());
  }

  /** A number as Caffe keeps it, in single precision. */
  public float number(String field, double absent) {
    return (float) number(field).orElse(absent);
  }

  public boolean flag(String field, boolean absent) {
    if (values(field).isEmpty()) {
      return absent;
    }
    TextValue value = values(field).getLast();
    String text = scalar(field, value, "true or false");
    return switch (text) {
      case "true", "True", "t", "1" -> true;
      case "false", "False", "f", "0" -> false;
      default -> throw bad(value, field, "true or false", text);
    };
  }

  /** One of the words of an enumeration, which also may be written as its number. */
  public <E extends Enum<E>> E choice(String field, E absent) {
    if (values(field).isEmpty()) {
      return absent;
    }
    TextValue value = values(field).getLast();
    String text = scalar(field, value, "a word");
    List<E> all = List.of(absent.getDeclaringClass().getEnumConstants());
    for (int number = 0; number < all.size(); number++) {
      if (all.get(number).name().equals(text) || Integer.toString(number).equals(text)) {
        return all.get(number);
      }
    }
    throw bad(value, field, "one of " + all, text);
  }

  private String scalar(String field, TextValue value, String expected) {
    return switch (value) {
      case TextScalar(String text, int at) -> text;
      case TextMessage message -> throw bad(value, field, expected, text(message));
    };
  }

  private static String text(TextValue value) {
    return switch (value) {
      case TextScalar(String text, int at) -> text;
      case TextMessage message -> "a message in braces";
    };
  }

  private BadModelException bad(TextValue value, String field, String expected, String found) {
    return source.bad(
        "caffe.field",
        value.line(),
        String.format(Locale.ROOT, "'%s': expected %s, found '%s'", field, expected, found),
        "correct the value");
  }
}
