package io.plumbline.config.dialect;

import io.plumbline.pipeline.request.ArtifactPrefix;
import io.plumbline.tensor.NearestSpelling;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a key may hold, checked the moment a configuration is read. */
public sealed interface ValueRule {
  /** For messages and documentation. */
  String description();

  /** What is wrong with a value; empty when nothing is. */
  Optional<String> problem(String text);

  /** Whether a list of values, or a mapping, may stand there too. */
  default boolean takesLists() {
    return true;
  }

  /** Anything, checked where it is used. */
  record Text(String description) implements ValueRule {
    @Override
    public Optional<String> problem(String text) {
      return Optional.empty();
    }
  }

  /** One plain value, checked where it is used: no list and no mapping. */
  record Plain(String description) implements ValueRule {
    @Override
    public Optional<String> problem(String text) {
      return Optional.empty();
    }

    @Override
    public boolean takesLists() {
      return false;
    }
  }

  /** What names of artefacts start with. */
  record Prefix() implements ValueRule {
    @Override
    public String description() {
      return "a file-name prefix";
    }

    @Override
    public Optional<String> problem(String text) {
      return ArtifactPrefix.problem(text);
    }

    @Override
    public boolean takesLists() {
      return false;
    }
  }

  /** One of a few words. */
  record Choice(List<String> allowed) implements ValueRule {
    public Choice {
      allowed = List.copyOf(allowed);
    }

    @Override
    public String description() {
      return String.join(" | ", allowed);
    }

    @Override
    public Optional<String> problem(String text) {
      return allowed.contains(text)
          ? Optional.empty()
          : Optional.of(description() + NearestSpelling.suggestion(text, allowed));
    }
  }

  /** Some of a few words, separated by semicolons. */
  record Choices(List<String> allowed) implements ValueRule {
    public Choices {
      allowed = List.copyOf(allowed);
    }

    @Override
    public String description() {
      return String.join(" | ", allowed) + ", one for each input, separated by ';'";
    }

    @Override
    public Optional<String> problem(String text) {
      for (String item : text.split(";", -1)) {
        String word = item.strip();
        if (!word.isEmpty() && !word.equals("None") && !allowed.contains(word)) {
          return Optional.of(
              String.join(" | ", allowed) + NearestSpelling.suggestion(word, allowed));
        }
      }
      return Optional.empty();
    }
  }

  /** Yes or no. */
  record Flag() implements ValueRule {
    private static final List<String> YES = List.of("true", "True", "TRUE");
    private static final List<String> NO = List.of("false", "False", "FALSE");

    @Override
    public String description() {
      return "true | false";
    }

    @Override
    public Optional<String> problem(String text) {
      return YES.contains(text) || NO.contains(text)
          ? Optional.empty()
          : Optional.of(description());
    }

    /** All spellings. */
    public static List<String> words() {
      return Stream.concat(YES.stream(), NO.stream()).toList();
    }

    /** Whether a text says yes. */
    public static boolean isYes(String text) {
      return YES.contains(text);
    }
  }

  /** A whole number in a closed range. */
  record Whole(long low, long high) implements ValueRule {
    @Override
    public String description() {
      return "a whole number from %d to %d".formatted(low, high);
    }

    @Override
    public Optional<String> problem(String text) {
      try {
        long value = Long.parseLong(text);
        return value >= low && value <= high ? Optional.empty() : Optional.of(description());
      } catch (NumberFormatException e) {
        return Optional.of(description());
      }
    }
  }

  /** A number in a closed range. */
  record Real(double low, double high) implements ValueRule {
    @Override
    public String description() {
      return "a number from %s to %s".formatted(plain(low), plain(high));
    }

    private static String plain(double value) {
      return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }

    @Override
    public Optional<String> problem(String text) {
      try {
        double value = Double.parseDouble(text);
        return value >= low && value <= high ? Optional.empty() : Optional.of(description());
      } catch (NumberFormatException e) {
        return Optional.of(description());
      }
    }
  }
}
