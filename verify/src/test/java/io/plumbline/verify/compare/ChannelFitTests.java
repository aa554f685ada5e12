package io.plumbline.verify.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Channels of pictures are alike; the one that fits best is named. */
class ChannelFitTests {
  private static final int SIDE = 32;

  /** Grey of a picture with a little colour, the more the further channels are apart. */
  private static float pixel(int channel, int position, double colour) {
    double grey = position * 37 % 101;
    double tint = position * 53 % 89 - 44;
    double shade = position * 29 % 97 - 48;
    return (float) (grey + colour * (channel * tint + (channel == 1 ? 0.5 * shade : 0)));
  }

  /** One picture, N×C×H×W. */
  private static RealValues picture(double colour, int... channels) {
    int plane = SIDE * SIDE;
    float[] values = new float[channels.length * plane];
    for (int i = 0; i < values.length; i++) {
      values[i] = pixel(channels[i / plane], i % plane, colour);
    }
    return RealValues.of(Tensor.of(Shape.of(1, channels.length, SIDE, SIDE), values));
  }

  private static List<Integer> places(RealValues expected, RealValues found) {
    return ChannelFit.of(expected, found, 1).stream().map(ChannelFit::expected).toList();
  }

  @Test
  void theBestChannelIsNamedNotTheFirstThatIsBetter() {
    for (double colour : List.of(0.5, 0.2, 0.05, 0.02)) {
      List<ChannelFit> fits = ChannelFit.of(picture(colour, 0, 1, 2), picture(colour, 2, 1, 0), 1);
      assertThat(fits).extracting(ChannelFit::expected).containsExactly(2, 1, 0);
      assertThat(fits).allSatisfy(fit -> assertThat(fit.correlation()).isGreaterThan(0.9999));
      assertThat(ChannelFit.exchangesRedAndBlue(fits)).isTrue();
    }
  }

  @Test
  void anyOrderIsFound() {
    assertThat(places(picture(0.2, 0, 1, 2), picture(0.2, 1, 2, 0))).containsExactly(1, 2, 0);
    assertThat(
            ChannelFit.exchangesRedAndBlue(
                ChannelFit.of(picture(0.2, 0, 1, 2), picture(0.2, 1, 2, 0), 1)))
        .isFalse();
  }

  @Test
  void greyPicturesKeepTheirPlaces() {
    assertThat(places(picture(0, 0, 1, 2), picture(0, 2, 1, 0))).containsExactly(0, 1, 2);
  }

  /** Another channel that is hardly better than the own one is chance. */
  @Test
  void lossyChannelsKeepTheirPlaces() {
    assertThat(places(picture(0.02, 0, 1, 2), picture(0.03, 0, 1, 2))).containsExactly(0, 1, 2);
  }
}
