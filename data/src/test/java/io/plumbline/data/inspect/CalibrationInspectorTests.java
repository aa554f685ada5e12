package io.plumbline.data.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.plumbline.tensor.DType;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import io.plumbline.tensor.colour.PictureLayout;
import io.plumbline.tensor.colour.PictureType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CalibrationInspectorTests {
  private static final Normalisation BYTES_TO_ONE =
      new Normalisation(List.of(), List.of(0.003921568627451));
  private static final Normalisation IMAGENET =
      new Normalisation(List.of(123.675, 116.28, 103.53), List.of(0.0171, 0.0175, 0.0174));

  private static ExpectedInput rgb(Normalisation normalisation) {
    return new ExpectedInput(
        "data",
        "folder",
        DType.FLOAT32,
        Shape.of(1, 3, 24, 32),
        Optional.of(PictureLayout.NCHW),
        PictureType.RGB,
        normalisation);
  }

  private static ExpectedInput anything() {
    return ExpectedInput.tensor("data", "folder", DType.FLOAT32, Shape.of(1, 3, 24, 32));
  }

  private static Tensor picture(int seed) {
    return Scenery.planar(seed, 24, 32);
  }

  private static List<Finding> inspect(ExpectedInput input, int count, IntFunction<Tensor> maker) {
    CalibrationInspector inspector = new CalibrationInspector(List.of(input));
    for (int i = 0; i < count; i++) {
      inspector.add(i, i + ".npy", Map.of("data", maker.apply(i)));
    }
    return inspector.findings();
  }

  /** All are used, which nobody would see. */
  @ParameterizedTest
  @CsvSource({"24, false", "25, false", "2000, true"})
  void fewerThanTheConfigurationAsksFor(int most, boolean told) {
    CalibrationInspector inspector =
        new CalibrationInspector(List.of(rgb(BYTES_TO_ONE)), OptionalInt.of(most));
    for (int i = 0; i < 25; i++) {
      inspector.add(i, i + ".npy", Map.of("data", picture(i)));
    }
    List<Finding> findings =
        inspector.findings().stream()
            .filter(finding -> finding.code().equals("data.fewer-than-asked"))
            .toList();
    assertThat(findings).hasSize(told ? 1 : 0);
    assertThat(findings)
        .allSatisfy(
            finding ->
                assertThat(finding.message())
                    .isEqualTo(
                        "25 calibration samples are used, and the configuration asks for 2000"));
  }

  private record Case(
      String code, ExpectedInput input, int samples, IntFunction<Tensor> maker, String says) {
    @Override
    public String toString() {
      return code + ": " + says;
    }
  }

  static Stream<Case> planted() {
    return Stream.of(
        new Case("data.few-samples", rgb(BYTES_TO_ONE), 5, i -> picture(i), "20 to 200"),
        new Case("data.many-samples", rgb(BYTES_TO_ONE), 201, i -> picture(i), "less time"),
        new Case(
            "data.duplicates",
            rgb(BYTES_TO_ONE),
            25,
            i -> picture(i == 7 ? 3 : i),
            "1 of 25 samples (7.npy = 3.npy)"),
        new Case(
            "data.blank",
            rgb(BYTES_TO_ONE),
            25,
            i -> i % 5 == 0 ? Scenery.map(picture(i), v -> 100 + i) : picture(i),
            "5 of 25 samples (0.npy, 5.npy, 10.npy, 15.npy, 20.npy)"),
        new Case(
            "data.blank",
            anything(),
            25,
            i -> Scenery.map(picture(i), i == 0 ? v -> 0.5 : v -> v / 60 - 2),
            "1 of 25"),
        new Case(
            "data.all-blank",
            rgb(BYTES_TO_ONE),
            25,
            i -> Scenery.map(picture(i), v -> 100 + i),
            "25 of 25"),
        new Case(
            "data.under-exposed",
            rgb(BYTES_TO_ONE),
            25,
            i -> i == 2 ? Scenery.map(picture(i), v -> v / 20) : picture(i),
            "(2.npy)"),
        new Case(
            "data.over-exposed",
            rgb(IMAGENET),
            25,
            i -> i == 2 ? Scenery.map(picture(i), v -> 255 - v / 20) : picture(i),
            "(2.npy)"),
        new Case(
            "data.not-finite",
            anything(),
            25,
            i -> i == 2 ? Scenery.map(picture(i), v -> v == 100 ? Double.NaN : v) : picture(i),
            "(2.npy)"),
        new Case(
            "data.out-of-scale",
            rgb(BYTES_TO_ONE),
            25,
            i -> i == 2 ? Scenery.map(picture(i), v -> v / 255) : picture(i),
            "1 of 25 samples (2.npy) is out of scale"),
        new Case(
            "data.out-of-scale",
            anything(),
            25,
            i -> i % 9 == 6 ? picture(i) : Scenery.map(picture(i), v -> v / 255),
            "3 of 25 samples (6.npy, 15.npy, 24.npy) are out of scale"),
        new Case(
            "data.already-scaled",
            rgb(BYTES_TO_ONE),
            25,
            i -> Scenery.map(picture(i), v -> v / 255),
            "once more"),
        new Case(
            "data.already-normalised",
            rgb(IMAGENET),
            25,
            i -> Scenery.map(picture(i), v -> v - 120),
            "without mean and scale"),
        new Case(
            "data.already-normalised",
            rgb(IMAGENET),
            25,
            i -> Scenery.map(picture(i), v -> (v - 120) / 58),
            "without mean and scale"),
        new Case(
            "data.negative-pixels",
            rgb(Normalisation.NONE),
            25,
            i -> Scenery.map(picture(i), v -> v - 128),
            "mean_value"),
        new Case(
            "data.unit-pixels",
            rgb(Normalisation.NONE),
            25,
            i -> Scenery.map(picture(i), v -> v / 255),
            "scale_value: 0.003921568627451"),
        new Case(
            "data.beyond-pixels",
            rgb(BYTES_TO_ONE),
            25,
            i -> Scenery.map(picture(i), v -> v * 257),
            "0…255"),
        new Case(
            "data.normalised-range",
            rgb(new Normalisation(List.of(123.0), List.of(1 / 0.229))),
            25,
            i -> picture(i),
            "58.395"),
        new Case(
            "data.normalised-range",
            rgb(new Normalisation(List.of(), List.of(1.0 / 255 / 255))),
            25,
            i -> picture(i),
            "twice"),
        new Case(
            "data.layout",
            rgb(BYTES_TO_ONE),
            25,
            i -> Scenery.interleaved(i, 24, 32).reshape(Shape.of(1, 3, 24, 32)),
            "only when read as NHWC"),
        new Case(
            "data.layout",
            new ExpectedInput(
                "data",
                "folder",
                DType.FLOAT32,
                Shape.of(1, 24, 32, 3),
                Optional.of(PictureLayout.NHWC),
                PictureType.RGB,
                BYTES_TO_ONE),
            25,
            i -> picture(i).reshape(Shape.of(1, 24, 32, 3)),
            "only when read as NCHW"),
        new Case(
            "data.rows-swapped",
            rgb(BYTES_TO_ONE),
            25,
            i -> Scenery.planar(i, 32, 24).reshape(Shape.of(1, 3, 24, 32)),
            "height and width exchanged"),
        new Case(
            "data.declared-layout",
            new ExpectedInput(
                "data",
                "folder",
                DType.FLOAT32,
                Shape.of(1, 3, 24, 32),
                Optional.of(PictureLayout.NHWC),
                PictureType.RGB,
                BYTES_TO_ONE),
            25,
            i -> picture(i),
            "input_layout_train: NCHW"));
  }

  @ParameterizedTest
  @MethodSource("planted")
  void namesPlantedMistakesAndNothingElse(Case planted) {
    List<Finding> findings = inspect(planted.input, planted.samples, planted.maker);
    assertThat(findings).extracting(Finding::code).containsExactly(planted.code);
    assertThat(findings.getFirst().message()).contains(planted.says);
    assertThat(findings.getFirst().where()).isEqualTo("folder");
  }

  @Test
  void correctSamplesHaveNoFindings() {
    assertThat(inspect(rgb(BYTES_TO_ONE), 30, i -> picture(i))).isEmpty();
    assertThat(inspect(rgb(IMAGENET), 200, i -> picture(i))).isEmpty();
    assertThat(inspect(rgb(Normalisation.NONE), 20, i -> picture(i))).isEmpty();
    assertThat(inspect(anything(), 30, i -> Scenery.map(picture(i), v -> v / 255))).isEmpty();
    assertThat(inspect(anything(), 30, i -> Scenery.map(picture(i), v -> (v - 120) / 58)))
        .isEmpty();
  }

  @Test
  void resizingMayLeaveTheRangeOfPixelsHereAndThere() {
    assertThat(
            inspect(
                rgb(BYTES_TO_ONE),
                30,
                i -> Scenery.map(picture(i), v -> v == 240 ? 263 : v == 14 ? -7 : v)))
        .isEmpty();
  }

  @Test
  void anInputThatIsAlwaysTheSameMayBeAState() {
    ExpectedInput state =
        ExpectedInput.tensor("state", "states", DType.FLOAT32, Shape.of(2, 1, 64));
    CalibrationInspector inspector = new CalibrationInspector(List.of(anything(), state));
    for (int i = 0; i < 25; i++) {
      inspector.add(
          i,
          i + ".npy",
          Map.of("data", picture(i), "state", Tensor.of(state.shape(), new float[128])));
    }
    assertThat(inspector.findings()).isEmpty();
  }

  @Test
  void aMaskOfAFullTextIsNoMistake() {
    ExpectedInput mask = ExpectedInput.tensor("mask", "masks", DType.INT64, Shape.of(1, 4));
    CalibrationInspector inspector = new CalibrationInspector(List.of(anything(), mask));
    for (int i = 0; i < 25; i++) {
      Tensor ones = Tensor.of(mask.shape(), 1L, 1L, 1L, i % 5 == 0 ? 1L : 0L);
      inspector.add(i, i + ".npy", Map.of("data", picture(i), "mask", ones));
    }
    assertThat(inspector.findings()).isEmpty();
  }

  @Test
  void findingsDependOnTheSamplesAlone() {
    List<Integer> order = new ArrayList<>(IntStream.range(0, 40).boxed().toList());
    IntFunction<Tensor> maker = i -> i % 7 == 0 ? Scenery.map(picture(0), v -> 3) : picture(i % 30);
    List<Finding> inOrder = inspect(rgb(IMAGENET), 40, maker);
    Collections.reverse(order);
    CalibrationInspector inspector = new CalibrationInspector(List.of(rgb(IMAGENET)));
    order.parallelStream()
        .forEach(i -> inspector.add(i, i + ".npy", Map.of("data", maker.apply(i))));
    order.parallelStream()
        .forEach(i -> inspector.add(i, i + ".npy", Map.of("data", maker.apply(i))));
    assertThat(inspector.findings()).isEqualTo(inOrder).isNotEmpty();
  }

  @Test
  void statisticsAreExactPerChannel() {
    ExpectedInput planar =
        ExpectedInput.tensor("data", "folder", DType.FLOAT32, Shape.of(2, 3, 1, 2));
    CalibrationInspector inspector = new CalibrationInspector(List.of(planar));
    inspector.add(
        0, "a", Map.of("data", Tensor.of(planar.shape(), 1f, 3, 5, 5, -2, 2, 1, 3, 5, 5, -2, 2)));
    List<ChannelFacts> channels = inspector.summaries().getFirst().channels();
    assertThat(channels)
        .containsExactly(
            new ChannelFacts(1, 3, 2, 1),
            new ChannelFacts(5, 5, 5, 0),
            new ChannelFacts(-2, 2, 0, 2));
    ExpectedInput interleaved =
        ExpectedInput.tensor("data", "folder", DType.FLOAT32, Shape.of(1, 2, 1, 3));
    CalibrationInspector other = new CalibrationInspector(List.of(interleaved));
    other.add(0, "a", Map.of("data", Tensor.of(interleaved.shape(), 1f, 5, -2, 3, 5, 2)));
    assertThat(other.summaries().getFirst().channels()).isEqualTo(channels);
    assertThat(channels.getFirst().mean()).isCloseTo(2, within(0.0));
  }
}
