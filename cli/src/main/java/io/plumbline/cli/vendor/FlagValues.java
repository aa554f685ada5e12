package io.plumbline.cli.vendor;

import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The documented values of a flag.
 *
 * @param test whether a text is one
 * @param words what they are, the end of a sentence
 */
record FlagValues(Predicate<String> test, String words) {
  static final FlagValues ANY = new FlagValues(_ -> true, "any text");
  static final FlagValues COUNT = matching("0*[1-9]\\d{0,8}", "a whole number from 1");
  static final FlagValues NUMBER = matching("\\d{1,9}", "a whole number from 0");
  static final FlagValues NUMBERS =
      matching("\\d{1,9}(,\\d{1,9})*", "whole numbers from 0, separated by ','");

  /** The flag alone says true. */
  static final FlagValues TRUTH = matching("(?i)true|false|0|1|", "true or false");

  private static FlagValues matching(String form, String words) {
    return new FlagValues(Pattern.compile(form).asMatchPredicate(), words);
  }

  /** One of these. */
  static FlagValues among(String... values) {
    return new FlagValues(List.of(values)::contains, "one of " + String.join(", ", values));
  }

  /** A whole number within bounds. */
  static FlagValues within(int least, int most) {
    return new FlagValues(
        text ->
            NUMBER.has(text) && Integer.parseInt(text) >= least && Integer.parseInt(text) <= most,
        String.format(Locale.ROOT, "a whole number from %d to %d", least, most));
  }

  boolean has(String value) {
    return test.test(value);
  }
}
