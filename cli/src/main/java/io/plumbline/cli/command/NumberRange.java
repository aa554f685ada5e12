package io.plumbline.cli.command;

import io.plumbline.tensor.BadConfigurationException;
import java.util.Locale;

/** Numbers of options that have a least and a most. */
final class NumberRange {
  private NumberRange() {}

  /**
   * A number of an option.
   *
   * @throws BadConfigurationException when it is outside
   */
  static double within(String option, double value, int least, int most) {
    if (value >= least && value <= most) {
      return value;
    }
    throw new BadConfigurationException(
        "usage",
        option,
        String.format(Locale.ROOT, "%s is %s", option, value),
        String.format(Locale.ROOT, "give a number from %d to %d", least, most));
  }
}
