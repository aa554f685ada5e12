package io.plumbline.verify.colour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.plumbline.tensor.BadDataException;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import io.plumbline.tensor.colour.PictureLayout;
import io.plumbline.tensor.colour.PictureType;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ColourMeterTests {
  private static final Optional<UnaryOperator<Tensor>> NO_MODEL = Optional.empty();

  private static Tensor flat(float red, float green, float blue) {
    float[] values = new float[12];
    for (int i = 0; i < 4; i++) {
      values[i] = red;
      values[4 + i] = green;
      values[8 + i] = blue;
    }
    return Tensor.of(Shape.of(1, 3, 2, 2), values);
  }

  private static Tensor seen(Tensor picture, ColourRoute route) {
    return ColourPath.seen(picture, PictureLayout.NCHW, PictureType.RGB, route, "test");
  }

  private static ColourMeter meter() {
    return new ColourMeter(PictureType.RGB);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 77, 128, 254, 255})
  void greyComesBackExactlyInFullSwing(int level) {
    ColourMeter meter = meter();
    meter.add(0, "grey", flat(level, level, level), PictureLayout.NCHW, NO_MODEL);
    assertThat(meter.costs().getFirst().channels())
        .allSatisfy(
            channel -> {
              assertThat(channel.max()).isCloseTo(0, within(1e-4));
              assertThat(channel.psnr()).isGreaterThan(120);
            });
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 10, 77, 128, 255})
  void greyInStudioSwingIsOffByTheRoundingOfLuma(int level) {
    double luma = Math.rint(16 + 219.0 / 255 * level);
    float back = (float) ((luma - 16) * 255 / 219);
    assertThat(seen(flat(level, level, level), ColourRoute.STUDIO).getFloat(0))
        .isCloseTo(back, within(1e-4f));
  }

  @Test
  void studioReadAsFullLiftsBlackAndDimsWhite() {
    ColourMeter meter = meter();
    meter.add(0, "black", flat(0, 0, 0), PictureLayout.NCHW, NO_MODEL);
    meter.add(1, "white", flat(255, 255, 255), PictureLayout.NCHW, NO_MODEL);
    ChannelError green = meter.costs().getLast().channels().get(1);
    // Black is Y = 16, white Y = 235, both without colour.
    assertThat(green.mean()).isCloseTo((16 + 20) / 2.0, within(1e-4));
    assertThat(green.max()).isCloseTo(20, within(1e-4));
    assertThat(green.percentile99()).isEqualTo(20);
    assertThat(green.psnr())
        .isCloseTo(10 * Math.log10(255 * 255 / ((256 + 400) / 2.0)), within(1e-4));
  }

  @Test
  void aSaturatedColourIsCutAtTheEndOfChroma() {
    // Y = rint(76.245), U = rint(128 − 43.028), V = rint(255.5) cut to 255.
    Tensor back = seen(flat(255, 0, 0), ColourRoute.FULL);
    assertThat(back.getFloat(0)).isCloseTo((float) (76 + 1.402 * 127), within(1e-3f));
    assertThat(back.getFloat(8)).isCloseTo((float) (76 + 1.772 * (85 - 128)), within(1e-3f));
  }

  @Test
  void chromaIsThatOfTheBlock() {
    // Two red pixels beside two of the grey with the same luma: half the chroma everywhere.
    Tensor picture = Tensor.of(Shape.of(1, 3, 2, 2), 255f, 76, 255, 76, 0, 76, 0, 76, 0, 76, 0, 76);
    Tensor back = seen(picture, ColourRoute.FULL);
    float half = (float) (76 + 1.402 * (Math.rint((255 + 128) / 2.0) - 128));
    assertThat(back.getFloat(0)).isCloseTo(half, within(1e-3f));
    assertThat(back.getFloat(1)).isEqualTo(back.getFloat(0));
  }

  @Test
  void layoutAndOrderChangeNothing() {
    SplittableRandom random = new SplittableRandom(1);
    float[] rgb = new float[3 * 4 * 6];
    float[] bgrInterleaved = new float[rgb.length];
    for (int channel = 0; channel < 3; channel++) {
      for (int pixel = 0; pixel < 24; pixel++) {
        rgb[channel * 24 + pixel] = random.nextInt(256);
        bgrInterleaved[pixel * 3 + 2 - channel] = rgb[channel * 24 + pixel];
      }
    }
    ColourMeter planar = meter();
    planar.add(0, "a", Tensor.of(Shape.of(1, 3, 4, 6), rgb), PictureLayout.NCHW, NO_MODEL);
    ColourMeter interleaved = new ColourMeter(PictureType.BGR);
    interleaved.add(
        0, "a", Tensor.of(Shape.of(1, 4, 6, 3), bgrInterleaved), PictureLayout.NHWC, NO_MODEL);
    assertThat(interleaved.costs()).isEqualTo(planar.costs());
  }

  @Test
  void outputsAreComparedPictureByPicture() {
    // Class 0 is red, class 1 green; the mean over the plane decides.
    UnaryOperator<Tensor> model =
        picture -> Tensor.of(Shape.of(1, 2), picture.getFloat(0), picture.getFloat(4));
    ColourMeter meter = meter();
    meter.add(0, "even", flat(100, 100, 100), PictureLayout.NCHW, Optional.of(model));
    meter.add(1, "odd", flat(0, 2, 0), PictureLayout.NCHW, Optional.of(model));
    RouteCost.Output output = meter.costs().getFirst().output().orElseThrow();
    assertThat(meter.pictures()).isEqualTo(2);
    assertThat(output.worst()).isEqualTo("odd");
    assertThat(output.minCosine()).isLessThan(output.meanCosine());
    assertThat(output.agreement())
        .hasValueSatisfying(share -> assertThat(share).isBetween(0.5, 1.0));
  }

  @Test
  void aMapOfValuesIsNoVectorOfClasses() {
    ColourMeter meter = meter();
    meter.add(0, "a", flat(1, 2, 3), PictureLayout.NCHW, Optional.of(UnaryOperator.identity()));
    assertThat(meter.costs().getFirst().output().orElseThrow().agreement()).isEmpty();
  }

  @Test
  void theOrderOfPicturesChangesNothing() {
    List<Tensor> pictures =
        IntStream.range(0, 40).mapToObj(i -> flat(i * 6, 255 - i * 5, (i * 37) % 256)).toList();
    ColourMeter inOrder = meter();
    ColourMeter parallel = meter();
    for (int i = 0; i < 40; i++) {
      inOrder.add(i, "p" + i, pictures.get(i), PictureLayout.NCHW, NO_MODEL);
    }
    IntStream.range(0, 40)
        .parallel()
        .forEach(
            i ->
                parallel.add(
                    39 - i, "p" + (39 - i), pictures.get(39 - i), PictureLayout.NCHW, NO_MODEL));
    assertThat(parallel.costs()).isEqualTo(inOrder.costs());
    assertThat(meter().costs()).isEmpty();
  }

  @Test
  void oddSizesAreRefused() {
    Tensor odd = Tensor.of(Shape.of(1, 3, 3, 2), new float[18]);
    assertThatThrownBy(() -> seen(odd, ColourRoute.FULL))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("3 high and 2 wide");
  }
}
