package io.plumbline.quantize.round;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DepthwiseMomentsTests {
  private record Shape(int channels, int taps, int columns, int largest) {}

  static List<Shape> shapes() {
    return List.of(
        new Shape(1, 9, 1, 255),
        new Shape(3, 9, 18, 255),
        new Shape(8, 9, 82, 127),
        new Shape(17, 25, 30, 255),
        new Shape(20, 3, 400, 65535));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void areThoseOfEachChannelAlone(Shape shape) {
    var random = new SplittableRandom(shape.columns);
    int[] elements =
        random
            .ints((long) shape.columns * shape.taps * shape.channels, -9, shape.largest + 1)
            .toArray();
    double[] wanted = random.doubles((long) shape.columns * shape.channels, -3, 40).toArray();
    var all = new DepthwiseMoments(shape.channels, shape.taps, shape.largest, true);
    int half = shape.columns / 8 * 4;
    all.add(elements, wanted, 0, half);
    int[] rest = Arrays.copyOfRange(elements, half * shape.taps * shape.channels, elements.length);
    all.add(rest, wanted, half, shape.columns - half);
    for (int channel = 0; channel < shape.channels; channel++) {
      int[] own = new int[shape.columns * shape.taps];
      double[] numbers = new double[shape.columns];
      for (int column = 0; column < shape.columns; column++) {
        numbers[column] = wanted[column * shape.channels + channel];
        for (int tap = 0; tap < shape.taps; tap++) {
          int at = (column * shape.taps + tap) * shape.channels + channel;
          own[column * shape.taps + tap] = elements[at];
        }
      }
      var inputs = new SecondMoments(shape.taps, shape.largest);
      inputs.add(own, shape.columns);
      var cross = new CrossMoments(shape.taps, 1);
      cross.add(own, numbers, shape.columns);
      assertThat(all.inputs(channel).columns()).isEqualTo(shape.columns);
      assertThat(all.inputs(channel).centred()).isEqualTo(inputs.centred());
      assertThat(all.wanted(channel).centred(0)).isEqualTo(cross.centred(0));
      assertThat(all.wanted(channel).variance(0)).isEqualTo(cross.variance(0));
    }
  }
}
