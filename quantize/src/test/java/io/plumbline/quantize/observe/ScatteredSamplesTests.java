package io.plumbline.quantize.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScatteredSamplesTests {
  @ParameterizedTest
  @CsvSource({"50, 250, 10", "25, 250, 10", "100, 1000, 10", "40, 2000, 2", "32, 320, 5"})
  void ofClassesThatTakeTurnsNoneIsPassedOver(int most, int size, int classes) {
    BitSet chosen = SampleSource.scattered(most, size);
    assertThat(chosen.cardinality()).isEqualTo(most);
    assertThat(chosen.length()).isLessThanOrEqualTo(size);
    assertThat(chosen.stream().map(index -> index % classes).distinct().count()).isEqualTo(classes);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "5, 5", "9, 5", "1, 1"})
  void allAreTakenWhereThereAreNoMore(int most, int size) {
    assertThat(SampleSource.scattered(most, size).cardinality()).isEqualTo(size);
  }
}
