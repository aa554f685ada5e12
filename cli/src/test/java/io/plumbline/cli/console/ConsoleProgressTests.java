package io.plumbline.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsoleProgressTests {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {"0|0|10|", "10|5|10|, 10 s left", "60|1|11|, 10 min left", "9|10|10|"})
  void whatIsLeftTakesAsLongAsWhatIsDone(double seconds, long done, long total, String text) {
    assertThat(TextLog.remaining(new Step("eval", done, total, seconds)))
        .isEqualTo(text == null ? "" : text);
  }

  @ParameterizedTest
  @CsvSource({
    "check model.onnx --progress=json,JSON",
    "check --progress JSON model.onnx,JSON",
    "check --progress=json --nonsense,JSON",
    "check model.onnx --progress=text,TEXT",
    "check --progress,TEXT",
    "check model.onnx,TEXT"
  })
  void theFormIsReadWhereTheRestCannotBe(String line, ProgressForm form) {
    assertThat(ProgressForm.in(List.of(line.split(" ")))).isEqualTo(form);
  }
}
