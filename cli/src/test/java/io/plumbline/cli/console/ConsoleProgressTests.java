package io.plumbline.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsoleProgressTests {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {"0|0|10|", "10|5|10|, 10 s left", "60|1|11|, 10 min left", "9|10|10|"})
  void whatIsLeftTakesAsLongAsWhatIsDone(double seconds, long done, long total, String text) {
    assertThat(ConsoleProgress.remaining(seconds, done, total)).isEqualTo(text == null ? "" : text);
  }
}
