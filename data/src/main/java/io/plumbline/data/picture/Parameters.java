package io.plumbline.data.picture;

import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.NearestSpelling;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** The parameters of one transformer as a configuration gives them, checked as they are taken. */
final class Parameters {
  private final String transformer;
  private final Map<String, Object> given;
  private final TreeSet<String> known = new TreeSet<>();

  Parameters(String transformer, Map<String, Object> given) {
    this.transformer = transformer;
    this.given = given;
  }

  boolean has(String name) {
    known.add(name);
    return given.get(name) != null;
  }

  float number(String name) {
    return numbers(name, 1).getFirst();
  }

  float number(String name, float fallback) {
    return has(name) ? number(name) : fallback;
  }

  int positive(String name) {
    return positives(name, 1).getFirst();
  }

  int positive(String name, int fallback) {
    return has(name) ? positive(name) : fallback;
  }

  /** Yes or no. */
  boolean flag(String name, boolean fallback) {
    String word = word(name, Boolean.toString(fallback), List.of("true", "false", "True", "False"));
    return word.equalsIgnoreCase("true");
  }

  /** What was given, of whatever kind. */
  Optional<Object> value(String name) {
    return has(name) ? Optional.ofNullable(given.get(name)) : Optional.empty();
  }

  /** One or two whole numbers above 0: a short side, or height and width. */
  List<Integer> oneOrTwo(String name) {
    List<Integer> size = positives(name, 2);
    requirePossible(name, size.getFirst(), size.getLast());
    return size;
  }

  /** The side of a square, the least that a picture becomes. */
  int side(String name) {
    int side = positive(name);
    requirePossible(name, side, side);
    return side;
  }

  /** The same with a value where it is not given. */
  int side(String name, int fallback) {
    return has(name) ? side(name) : fallback;
  }

  private void requirePossible(String name, int height, int width) {
    if (new PictureSize(width, height).isTooLarge()) {
      throw bad(name, "at most %d pixels in all".formatted(PictureSize.MOST_PIXELS));
    }
  }

  /** Height and width; one number stands for both. */
  List<Integer> size(String name) {
    List<Integer> size = oneOrTwo(name);
    return size.size() == 1 ? List.of(size.getFirst(), size.getFirst()) : size;
  }

  private List<Integer> positives(String name, int most) {
    String expected = most == 1 ? "a whole number above 0" : "one or two whole numbers above 0";
    List<Integer> values = new ArrayList<>();
    for (float value : numbers(name, expected)) {
      if (value < 1 || value > 1 << 16 || value != (int) value) {
        throw bad(name, expected);
      }
      values.add((int) value);
    }
    if (values.size() > most) {
      throw bad(name, expected);
    }
    return values;
  }

  private List<Float> numbers(String name, int count) {
    List<Float> values = numbers(name, count == 1 ? "a number" : count + " numbers");
    if (values.size() != count) {
      throw bad(name, count == 1 ? "a number" : count + " numbers");
    }
    return values;
  }

  /** One number or a list of them. */
  List<Float> numbers(String name) {
    return numbers(name, "a number or a list of numbers");
  }

  private List<Float> numbers(String name, String expected) {
    if (!has(name)) {
      throw new BadConfigurationException(
          "transformer.missing-parameter",
          transformer,
          "the parameter %s is missing; expected %s".formatted(name, expected),
          "add %s to it".formatted(name));
    }
    List<Float> values = new ArrayList<>();
    List<?> items = given.get(name) instanceof List<?> list ? list : List.of(given.get(name));
    for (Object item : items) {
      if (!(item instanceof Number number) || !Float.isFinite(number.floatValue())) {
        throw bad(name, expected);
      }
      values.add(number.floatValue());
    }
    if (values.isEmpty()) {
      throw bad(name, expected);
    }
    return values;
  }

  /** One of a few words. */
  String word(String name, String fallback, List<String> allowed) {
    if (!has(name)) {
      return fallback;
    }
    if (given.get(name) instanceof String text && allowed.contains(text)) {
      return text;
    }
    throw bad(name, String.join(" or ", allowed.stream().map(word -> "'" + word + "'").toList()));
  }

  BadConfigurationException bad(String name, String expected) {
    return new BadConfigurationException(
        "transformer.parameter",
        transformer,
        "%s: expected %s, found %s".formatted(name, expected, given.get(name)),
        "correct the parameter " + name);
  }

  /**
   * Refuses what nobody asked for.
   *
   * @throws BadConfigurationException when a parameter was given that has not been taken
   */
  void requireNoOthers() {
    for (String name : new TreeSet<>(given.keySet())) {
      if (!known.contains(name)) {
        throw new BadConfigurationException(
            "transformer.unknown-parameter",
            transformer,
            "it has no parameter '%s'%s".formatted(name, NearestSpelling.suggestion(name, known)),
            known.isEmpty() ? "remove it" : "its parameters are " + String.join(", ", known));
      }
    }
  }
}
