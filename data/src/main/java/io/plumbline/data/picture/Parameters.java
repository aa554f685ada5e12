package io.plumbline.data.picture;

import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.NearestSpelling;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeSet;

/**
 * The parameters of one transformer as a configuration gives them, checked as they are taken. What
 * is taken is noted, so that the page of transformers and refusals know all of them.
 */
final class Parameters {
  private static final String NUMBER = "a number";
  private static final String NUMBERS = "a number or a list of numbers";
  private static final String POSITIVE = "a whole number above 0";
  private static final String POSITIVES = "one or two whole numbers above 0";

  private final String transformer;
  private final Map<String, Object> given;
  private final SequencedMap<String, ParameterNote> notes = new LinkedHashMap<>();

  Parameters(String transformer, Map<String, Object> given) {
    this.transformer = transformer;
    this.given = given;
  }

  /** Those that were taken so far, in that order. */
  List<ParameterNote> notes() {
    return List.copyOf(notes.values());
  }

  private void note(String name, String expected, Optional<String> fallback) {
    notes.putIfAbsent(name, new ParameterNote(name, expected, fallback));
  }

  /** Whether something was given; takes nothing. */
  boolean has(String name) {
    return given.get(name) != null;
  }

  float number(String name) {
    note(name, NUMBER, Optional.empty());
    return single(name, NUMBER);
  }

  /**
   * A number that need not be given.
   *
   * @param expected what it may be, in words
   */
  float number(String name, String expected, float fallback) {
    boolean isWhole = fallback == (int) fallback;
    note(
        name,
        expected,
        Optional.of(isWhole ? Integer.toString((int) fallback) : Float.toString(fallback)));
    return has(name) ? single(name, expected) : fallback;
  }

  private float single(String name, String expected) {
    List<Float> values = numbers(name, expected);
    if (values.size() != 1) {
      throw bad(name, expected);
    }
    return values.getFirst();
  }

  int positive(String name) {
    note(name, POSITIVE, Optional.empty());
    return positives(name, 1).getFirst();
  }

  int positive(String name, int fallback) {
    note(name, POSITIVE, Optional.of(Integer.toString(fallback)));
    return has(name) ? positive(name) : fallback;
  }

  /** Yes or no. */
  boolean flag(String name, boolean fallback) {
    note(name, "true or false", Optional.of(Boolean.toString(fallback)));
    String word = word(name, Boolean.toString(fallback), List.of("true", "false", "True", "False"));
    return word.equalsIgnoreCase("true");
  }

  /**
   * What was given, of whatever kind.
   *
   * @param expected what it may be, in words
   * @param fallback what stands for it, in words
   */
  Optional<Object> value(String name, String expected, String fallback) {
    note(name, expected, Optional.of(fallback));
    return Optional.ofNullable(given.get(name));
  }

  /** One or two whole numbers above 0: a short side, or height and width. */
  List<Integer> oneOrTwo(String name) {
    note(name, POSITIVES, Optional.empty());
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
    note(name, POSITIVE, Optional.of(Integer.toString(fallback)));
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
    String expected = most == 1 ? POSITIVE : POSITIVES;
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

  /** One number or a list of them. */
  List<Float> numbers(String name) {
    note(name, NUMBERS, Optional.empty());
    return numbers(name, NUMBERS);
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
    note(name, words(allowed), Optional.of(fallback.isEmpty() ? "the library's own" : fallback));
    if (!has(name)) {
      return fallback;
    }
    if (given.get(name) instanceof String text && allowed.contains(text)) {
      return text;
    }
    throw bad(name, words(allowed));
  }

  private static String words(List<String> allowed) {
    return String.join(
        " or ",
        allowed.stream().filter(word -> !word.isEmpty()).map(word -> "'" + word + "'").toList());
  }

  BadConfigurationException bad(String name, String expected) {
    return new BadConfigurationException(
        "transformer.parameter",
        transformer,
        "%s: expected %s, found %s".formatted(name, expected, given.get(name)),
        "correct the parameter " + name);
  }

  /**
   * Refuses names that are none of its parameters.
   *
   * @param all its parameters
   * @throws BadConfigurationException with the nearest of them and the list of all
   */
  void requireKnown(List<String> all) {
    for (String name : new TreeSet<>(given.keySet())) {
      if (!all.contains(name)) {
        throw new BadConfigurationException(
            "transformer.unknown-parameter",
            transformer,
            "it has no parameter '%s'%s".formatted(name, NearestSpelling.suggestion(name, all)),
            all.isEmpty() ? "remove it" : "its parameters are " + String.join(", ", all));
      }
    }
  }

  /**
   * Refuses what has a meaning beside other values only.
   *
   * @throws BadConfigurationException when a parameter was given that has not been taken
   */
  void requireNoOthers() {
    for (String name : new TreeSet<>(given.keySet())) {
      if (!notes.containsKey(name)) {
        throw bad(name, "nothing beside the other parameters");
      }
    }
  }
}
