package io.plumbline.data.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.plumbline.data.picture.Preprocess;
import io.plumbline.data.picture.ReadMode;
import io.plumbline.data.picture.Transformers;
import io.plumbline.tensor.BadDataException;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.NpyFile;
import io.plumbline.tensor.RawTensorFile;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import io.plumbline.testkit.SharedData;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CalibrationSetTests {
  private static final InputSpec PAIR = new InputSpec("x", DType.FLOAT32, List.of(1L, 2L));
  @TempDir Path folder;

  private CalibrationSet open(InputSpec input, FileFormat format) {
    return CalibrationSet.open(List.of(new CalibrationSet.Source(input, folder, format)));
  }

  private static CalibrationSet open(InputSpec input, FileFormat format, Path place) {
    return CalibrationSet.open(List.of(new CalibrationSet.Source(input, place, format)));
  }

  private static Tensor only(Sample sample) {
    return Objects.requireNonNull(sample.inputs().get("x"));
  }

  @Test
  void samplesComeInTheOrderOfNamesWithABatchAxis() throws IOException {
    for (int i = 9; i >= 0; i--) {
      NpyFile.write(
          folder.resolve("s" + i + ".npy"), Tensor.of(Shape.of(2), (float) i, (float) -i));
    }
    Files.writeString(folder.resolve(".hidden.npy"), "");
    Files.writeString(folder.resolve("notes.txt"), "");
    CalibrationSet set = open(PAIR, new FileFormat.Arrays());
    List<Sample> samples = set.loadAll(3);
    assertThat(samples).hasSize(10);
    for (int i = 0; i < 10; i++) {
      assertThat(samples.get(i).name()).isEqualTo("s" + i + ".npy");
      assertThat(only(samples.get(i)).sameAs(Tensor.of(Shape.of(1, 2), (float) i, (float) -i)))
          .isTrue();
    }
    assertThat(set.findings())
        .singleElement()
        .extracting(Finding::message)
        .asString()
        .contains("notes.txt");
    assertThat(set.limit(4).loadAll(1)).hasSize(4);
  }

  /** A sampling rate beside recordings, named by the recordings wherever it stands. */
  @Test
  void oneFileStandsForAnInputThatIsTheSameForAllSamples() throws IOException {
    for (String name : List.of("a.npy", "b.npy")) {
      NpyFile.write(folder.resolve(name), Tensor.of(Shape.of(2), 1f, 2f));
    }
    Path rate = Files.createDirectory(folder.resolve("other")).resolve("rate.npy");
    NpyFile.write(rate, Tensor.of(Shape.of(), new long[] {16000}));
    InputSpec number = new InputSpec("rate", DType.INT64, List.of());
    CalibrationSet set =
        CalibrationSet.open(
            List.of(
                new CalibrationSet.Source(number, rate, new FileFormat.Arrays()),
                new CalibrationSet.Source(PAIR, folder, new FileFormat.Arrays())));
    assertThat(set.loadAll(1))
        .hasSize(2)
        .allSatisfy(
            sample ->
                assertThat(Objects.requireNonNull(sample.inputs().get("rate")).getLong(0))
                    .isEqualTo(16000))
        .extracting(Sample::name)
        .containsExactly("a.npy", "b.npy");
    assertThatThrownBy(() -> open(PAIR, new FileFormat.Arrays(), rate))
        .isInstanceOfSatisfying(
            BadDataException.class, error -> assertThat(error.code()).isEqualTo("data.folder"));
  }

  @Test
  void badSamplesArePassedOverUnlessAllAreBad() throws IOException {
    NpyFile.write(folder.resolve("a.npy"), Tensor.of(Shape.of(2), 1f, Float.NaN));
    NpyFile.write(folder.resolve("b.npy"), Tensor.of(Shape.of(3), 1f, 2f, 3f));
    Files.writeString(folder.resolve("c.npy"), "nothing");
    CalibrationSet bad = open(PAIR, new FileFormat.Arrays());
    assertThatThrownBy(() -> bad.loadAll(2))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("element 1 is NaN");
    NpyFile.write(folder.resolve("a.npy"), Tensor.of(Shape.of(2), 1f, Float.POSITIVE_INFINITY));
    assertThatThrownBy(() -> bad.loadAll(2)).hasMessageContaining("element 1 is infinite");
    NpyFile.write(folder.resolve("d.npy"), Tensor.of(Shape.of(2), 1f, 2f));
    List<Sample> samples = new ArrayList<>();
    try (SampleStream<Sample> stream = open(PAIR, new FileFormat.Arrays()).stream(2)) {
      stream.forEachRemaining(samples::add);
      assertThat(stream.findings())
          .extracting(Finding::code)
          .containsExactly("data.not-finite", "data.mismatch", "npy.damaged");
    }
    assertThat(samples).extracting(Sample::name).containsExactly("d.npy");
  }

  @Test
  void infinityMayMeanSomething() {
    float infinite = Float.NEGATIVE_INFINITY;
    NpyFile.write(folder.resolve("a.npy"), Tensor.of(Shape.of(2), 1f, infinite));
    CalibrationSet masks = open(PAIR, new FileFormat.Arrays());
    assertThat(only(masks.load(0)).toFloats()).containsExactly(1f, infinite);
  }

  @Test
  void rawBytesBecomeFloat32WhereTheModelWantsThat() {
    RawTensorFile.write(
        folder.resolve("a.rgb"), Tensor.ofIntegers(DType.UINT8, Shape.of(2), 3, 200));
    CalibrationSet set = open(PAIR, new FileFormat.Raw(DType.UINT8, Shape.of(1, 2)));
    assertThat(only(set.load(0)).toFloats()).containsExactly(3, 200);
  }

  @Test
  void whatIsNoFileIsNamed() throws IOException {
    Files.createSymbolicLink(folder.resolve("b.npy"), folder.resolve("absent.npy"));
    assertThatThrownBy(() -> open(PAIR, new FileFormat.Arrays()))
        .hasMessageContaining("links that lead nowhere, pipes or devices: b.npy");
    NpyFile.write(folder.resolve("a.npy"), Tensor.of(Shape.of(2), 1f, 2f));
    Files.createDirectory(folder.resolve("c.npy"));
    CalibrationSet set = open(PAIR, new FileFormat.Arrays());
    assertThat(set.size()).isEqualTo(1);
    assertThat(set.findings())
        .extracting(Finding::code, Finding::message)
        .containsExactly(
            tuple(
                "data.special-files",
                "1 entry is a link that leads nowhere, a pipe or a device and is not used: b.npy"));
  }

  @Test
  void foldersMustFitTogether() throws IOException {
    Path other = Files.createDirectory(folder.resolve("other"));
    assertThatThrownBy(() -> open(PAIR, new FileFormat.Arrays())).hasMessageContaining("no files");
    NpyFile.write(folder.resolve("a.npy"), Tensor.of(Shape.of(2), 1f, 2f));
    NpyFile.write(folder.resolve("b.npy"), Tensor.of(Shape.of(2), 1f, 2f));
    NpyFile.write(other.resolve("a.npy"), Tensor.of(Shape.of(2), 1f, 2f));
    FileFormat format = new FileFormat.Arrays();
    assertThatThrownBy(
            () ->
                CalibrationSet.open(
                    List.of(
                        new CalibrationSet.Source(PAIR, folder, format),
                        new CalibrationSet.Source(PAIR, other, format))))
        .hasMessageContaining("expected 2 files")
        .hasMessageContaining("found 1");
  }

  @Test
  void realPicturesAreTheSameWithAnyNumberOfThreads() {
    Path pictures = SharedData.require("images/imagenet/calibration");
    Preprocess preprocess =
        new Preprocess(
            ReadMode.OPENCV,
            List.of(
                Transformers.of("ShortSideResizeTransformer", Map.of("short_size", 64)),
                Transformers.of("CenterCropTransformer", Map.of("crop_size", 56)),
                Transformers.of("HWC2CHWTransformer", Map.of())));
    InputSpec input = new InputSpec("x", DType.FLOAT32, List.of(1L, 3L, 56L, 56L));
    CalibrationSet set =
        CalibrationSet.open(
                List.of(
                    new CalibrationSet.Source(
                        input, pictures, new FileFormat.Pictures(preprocess))))
            .limit(6);
    List<Sample> alone = set.loadAll(1);
    List<Sample> together = set.loadAll(4);
    for (int i = 0; i < 6; i++) {
      assertThat(only(alone.get(i)).sameAs(only(together.get(i)))).isTrue();
    }
  }

  @Test
  void floatsOfAnyWidthFeedAFloat32Input() {
    Tensor half = Tensor.allocate(DType.FLOAT16, Shape.of(2));
    half.data().set(ValueLayout.JAVA_SHORT, 0, Float.floatToFloat16(1.5f));
    Tensor fitted = PAIR.fit(half, "half");
    assertThat(fitted.dtype()).isEqualTo(DType.FLOAT32);
    assertThat(fitted.shape()).isEqualTo(Shape.of(1, 2));
    assertThat(fitted.toFloats()).containsExactly(1.5f, 0);
    InputSpec integers = new InputSpec("x", DType.INT32, List.of(2L));
    assertThatThrownBy(() -> integers.fit(half, "half")).isInstanceOf(BadDataException.class);
  }
}
