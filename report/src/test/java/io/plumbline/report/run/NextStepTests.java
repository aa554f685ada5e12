package io.plumbline.report.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NextStepTests {
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "out/net_quantized_model.onnx, out/net_quantized_model.onnx",
        "m ix, 'm ix'",
        "it's, 'it'\\''s'",
        "a$b, 'a$b'"
      })
  void aPathIsOneWordOfACommand(String path, String word) {
    assertThat(NextStep.word(path)).isEqualTo(word);
  }
}
