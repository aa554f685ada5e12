package io.plumbline.quantize.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequantisationTests {
  @ParameterizedTest
  @ValueSource(ints = {7, 8, 31})
  void multipliersHaveFrom7To31Bits(int bits) {
    assertThat(new Requantisation.FixedPoint(bits, true).bits()).isEqualTo(bits);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 6, 32})
  void otherMultipliersAreRefused(int bits) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Requantisation.FixedPoint(bits, true))
        .withMessageContaining(String.valueOf(bits));
  }
}
