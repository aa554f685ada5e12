package io.plumbline.pipeline.sums;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every type that a target stores values in, against sums of one number after the other. */
class InputSumsTests {
  private static final int PLACES = 70_000;

  /** Fewer channels than vectors hold, and more. */
  private static final int[] CHANNELS = {2, 19};

  @ParameterizedTest
  @EnumSource(names = {"INT8", "UINT8", "INT16", "UINT16"})
  void placesAddUp(DType dtype) {
    for (int channels : CHANNELS) {
      placesAddUp(dtype, channels);
    }
  }

  private static void placesAddUp(DType dtype, int channels) {
    int lowest = dtype.minimum();
    int highest = dtype.maximum();
    for (int zeroPoint : new int[] {lowest, highest}) {
      for (int least : new int[] {lowest, highest}) {
        int[] stored =
            new SplittableRandom(5).ints((long) PLACES * channels, least, highest + 1).toArray();
        long[] expected = new long[channels];
        for (int i = 0; i < stored.length; i++) {
          expected[i % channels] += stored[i] - zeroPoint;
        }
        long[] sums = new long[channels];
        new InputSums(Tensor.ofIntegers(dtype, Shape.of(PLACES, channels), stored), zeroPoint)
            .add(0, PLACES, 1, sums, 0, channels);
        assertThat(sums).isEqualTo(expected);
      }
    }
  }
}
