package io.plumbline.quantize.round;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowSumsTests {
  @ParameterizedTest
  @CsvSource({"1,1,1", "3,5,1", "4,8,1", "9,17,1", "10,33,-1", "7,0,1"})
  void everyElementHasTheRowsAddedInTheirOrder(int count, int length, int direction) {
    var random = new SplittableRandom(count);
    double[] rows = random.doubles((long) count * (length + 2), -1, 1).toArray();
    double[] factors = random.doubles(count, -1, 1).toArray();
    double[] target = random.doubles(length + 6, -1, 1).toArray();
    double[] expected = target.clone();
    int stride = direction * (length + 2);
    int start = direction > 0 ? 1 : 1 - (count - 1) * stride;
    for (int k = 0; k < length; k++) {
      for (int row = 0; row < count; row++) {
        expected[3 + k] += factors[row] * rows[start + row * stride + k];
      }
    }
    RowSums.add(target, 3, factors, rows, start, stride, length);
    assertThat(target).isEqualTo(expected);
  }
}
