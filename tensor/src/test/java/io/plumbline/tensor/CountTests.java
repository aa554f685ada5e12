package io.plumbline.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CountTests {
  @ParameterizedTest
  @CsvSource({
    "1, sample, 1 sample",
    "0, sample, 0 samples",
    "2, byte, 2 bytes",
    "1, axis, 1 axis",
    "3, axis, 3 axes",
    "3, class, 3 classes",
    "2, box, 2 boxes",
    "2, batch, 2 batches",
    "4, entry, 4 entries",
    "4, key, 4 keys",
    "2, multiply-accumulate, 2 multiply-accumulates",
  })
  void numberAndNounAgree(long number, String one, String expected) {
    assertThat(Count.of(number, one)).isEqualTo(expected);
  }
}
