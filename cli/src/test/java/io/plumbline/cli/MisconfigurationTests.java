package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.cli.console.ExitStatus;
import io.plumbline.data.picture.Preprocess;
import io.plumbline.data.picture.ReadMode;
import io.plumbline.data.picture.Transformers;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.NpyFile;
import io.plumbline.tensor.RawTensorFile;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/**
 * Whole configurations with their data for the shipped example, a classifier of 48 × 48 pixels in
 * RGB that wants {@code (pixel − 128) / 64}: each mistake is named, and nothing is said about what
 * is right.
 */
class MisconfigurationTests {
  private static final Shape CHW = Shape.of(1, 3, 48, 48);
  private static final int SAMPLES = 24;

  /** The example's pictures, read once: red first, channels first, 0…255. */
  private static final List<Tensor> PIXELS = pixels();

  @TempDir private Path folder;

  private interface Maker {
    void make(Scene scene);
  }

  /**
   * A configuration.
   *
   * @param code of the finding or error that names the mistake
   * @param input lines of input_parameters
   * @param calibration lines of calibration_parameters besides cal_data_dir
   */
  private record Case(String code, String input, String calibration, Maker data) {
    @Override
    public String toString() {
      return (code + ": " + input + " " + calibration).replace('\n', ' ');
    }
  }

  private static final String NV12 = "input_type_rt: nv12\ninput_type_train: rgb\n";
  private static final String NORM = "mean_value: 128\nscale_value: 0.015625\n";
  private static final String GOOD = NV12 + "input_layout_train: NCHW\n" + NORM;
  private static final String ANY = "input_type_rt: featuremap\ninput_type_train: featuremap\n";
  private static final String TO_RGB = "    - BGR2RGBTransformer: {data_format: HWC}\n";
  private static final String TO_CHW = "    - HWC2CHWTransformer: {}\n";

  private static String steps(String mode, String... lines) {
    return "preprocess:\n  read_mode: %s\n  transformers:\n%s"
        .formatted(mode, String.join("", lines));
  }

  private static String scale(double factor) {
    return "    - ScaleTransformer: {scale_value: %s}\n".formatted(factor);
  }

  private static String add(double value) {
    return "    - AddTransformer: {value: %s}\n".formatted(value);
  }

  private static final String PICTURES = steps("opencv", TO_RGB, TO_CHW);

  static List<Case> mistakes() {
    return List.of(
        new Case("lint.inverse-255", NV12 + "scale_value: 0.0039", PICTURES, pictures()),
        new Case(
            "lint.slip",
            NV12 + "mean_value: 123.675 116.28 103.53\nstd_value: 58.395 57.12 65.025",
            PICTURES,
            pictures()),
        new Case(
            "lint.colour-order",
            NV12 + "mean_value: 103.53 116.28 123.675\nstd_value: 57.375 57.12 58.395",
            PICTURES,
            pictures()),
        new Case(
            "lint.unit-mean",
            NV12 + "mean_value: 0.485 0.456 0.406\nscale_value: 0.0171",
            PICTURES,
            pictures()),
        new Case(
            "lint.unit-deviation",
            NV12 + "mean_value: 123.675 116.28 103.53\nstd_value: 0.229 0.224 0.225",
            PICTURES,
            pictures()),
        new Case(
            "lint.scale-is-deviation",
            NV12 + "mean_value: 128\nscale_value: 64",
            PICTURES,
            pictures()),
        new Case(
            "lint.deviation-is-scale",
            NV12 + "mean_value: 128\nstd_value: 0.015625",
            PICTURES,
            pictures()),
        new Case(
            "config.input-types",
            "input_type_rt: nv12\ninput_type_train: gray\n" + NORM,
            PICTURES,
            pictures()),
        new Case(
            "lint.normalised-twice",
            GOOD,
            steps("opencv", TO_RGB, TO_CHW, add(-128), scale(0.015625)),
            pictures()),
        new Case(
            "lint.normalised-here",
            NV12,
            steps("opencv", TO_RGB, TO_CHW, add(-128), scale(0.015625)),
            pictures()),
        new Case("lint.scaled-twice", GOOD, steps("skimage", TO_CHW), pictures()),
        new Case("data.already-scaled", GOOD, steps("skimage", TO_CHW), pictures()),
        new Case("lint.channel-order", GOOD, steps("opencv", TO_CHW), pictures()),
        new Case("lint.axes", GOOD, steps("opencv", TO_RGB), pictures()),
        new Case(
            "lint.data-format",
            GOOD,
            steps("opencv", "    - BGR2RGBTransformer: {}\n", TO_CHW),
            pictures()),
        new Case("config.value", GOOD, PICTURES + "max_percentile: 99.99\n", pictures()),
        new Case(
            "lint.percentile",
            GOOD,
            PICTURES + "calibration_type: max\nmax_percentile: 0.9\n",
            pictures()),
        new Case(
            "lint.per-channel",
            GOOD,
            PICTURES + "calibration_type: default\nper_channel: true\n",
            pictures()),
        new Case("lint.skip", GOOD, "calibration_type: skip\n", pictures()),
        new Case("input.picture", GOOD.replace("NCHW", "NHWC"), PICTURES, pictures()),
        new Case("data.few-samples", GOOD, PICTURES, scene -> scene.pictures(3)),
        new Case("data.duplicates", GOOD, "", arrays(i -> PIXELS.get(i % 20))),
        new Case(
            "data.blank", GOOD, "", arrays(i -> map(PIXELS.get(i), i < 2 ? v -> 9 * i : v -> v))),
        new Case("data.already-scaled", GOOD, "", arrays(i -> map(PIXELS.get(i), v -> v / 255))),
        new Case(
            "data.already-normalised",
            GOOD,
            "",
            arrays(i -> map(PIXELS.get(i), v -> (v - 128) / 64))),
        new Case(
            "data.already-normalised", GOOD, "", arrays(i -> map(PIXELS.get(i), v -> v - 128))),
        new Case("data.unit-pixels", NV12, "", arrays(i -> map(PIXELS.get(i), v -> v / 255))),
        new Case(
            "data.not-finite",
            ANY,
            "",
            arrays(i -> map(PIXELS.get(i), v -> i == 3 ? Double.NaN : v / 64))),
        new Case("data.array-form", GOOD, "", arrays(i -> interleaved(PIXELS.get(i)))),
        new Case("data.layout", GOOD, "", raw(i -> interleaved(PIXELS.get(i)).reshape(CHW))),
        new Case("data.raw-size", GOOD, "cal_data_type: float32\n", raw(i -> bytes(PIXELS.get(i)))),
        new Case("data.picture-as-raw", GOOD, "", renamed("rgb")),
        new Case("data.picture-as-array", GOOD, "", renamed("npy")),
        new Case("data.raw-as-picture", GOOD, PICTURES, named(".png", i -> PIXELS.get(i))),
        new Case("data.raw-as-array", GOOD, "", named(".npy", i -> PIXELS.get(i))),
        new Case(
            "data.mixed-files",
            GOOD,
            PICTURES,
            scene -> {
              scene.pictures(SAMPLES);
              NpyFile.write(scene.at("pictures/a.npy"), PIXELS.getFirst());
            }));
  }

  static List<Case> correct() {
    return List.of(
        new Case("", GOOD, PICTURES, pictures()),
        new Case("", NV12 + NORM + "norm_type: data_mean_and_scale", PICTURES, pictures()),
        new Case("", NV12 + "mean_value: 128\nstd_value: 64", PICTURES, pictures()),
        new Case("", GOOD + "input_space_and_range: bt601_video", PICTURES, pictures()),
        new Case("", GOOD.replace("nv12", "rgb"), PICTURES, pictures()),
        new Case(
            "",
            GOOD.replace("nv12", "bgr").replace("rgb", "bgr"),
            steps("opencv", TO_CHW),
            pictures()),
        new Case("", GOOD, steps("skimage", TO_CHW, scale(255)), pictures()),
        new Case(
            "", GOOD, PICTURES + "calibration_type: max\nmax_percentile: 0.9999\n", pictures()),
        new Case("", ANY, steps("opencv", TO_RGB, TO_CHW, add(-128), scale(0.015625)), pictures()),
        new Case("", ANY, "", arrays(i -> map(PIXELS.get(i), v -> (v - 128) / 64))),
        new Case("", GOOD, "", arrays(PIXELS::get)),
        new Case("", GOOD, "", arrays(i -> PIXELS.get(i).reshape(Shape.of(3, 48, 48)))),
        new Case("", GOOD, "cal_data_type: float32\n", raw(PIXELS::get)),
        new Case("", GOOD, "", raw(i -> bytes(PIXELS.get(i)))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("mistakes")
  void everyMistakeIsNamed(Case mistake) {
    PlumbRun run = inspect(mistake, "--json");
    assertThat(run.status()).as(run.err()).isIn(ExitStatus.OK, ExitStatus.USAGE, ExitStatus.INPUT);
    assertThat(codes(run)).as(run.err()).contains(mistake.code);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("correct")
  void nothingIsSaidAboutWhatIsRight(Case right) {
    PlumbRun run = inspect(right, "--json", "--strict");
    assertThat(run.status()).as(run.err()).isEqualTo(ExitStatus.OK);
    assertThat(codes(run)).isEmpty();
  }

  @Test
  void strictCompilationsStopBeforeTheyWrite() {
    Scene scene = new Scene(folder);
    Case mistake = new Case("", GOOD, PICTURES, pictures -> pictures.pictures(3));
    Path config = config(scene, mistake);
    PlumbRun strict = PlumbRun.of("compile", "-c", config, "--strict", "--json");
    assertThat(strict.status()).isEqualTo(ExitStatus.FAILED);
    assertThat(codes(strict)).containsExactly("data.few-samples");
    assertThat(strict.err()).contains("3 calibration samples", "nothing was compiled");
    assertThat(Scene.files(scene.work())).isEmpty();
    PlumbRun loose = PlumbRun.of("compile", "-c", config, "--json");
    assertThat(loose.status()).as(loose.err()).isZero();
    assertThat(codes(loose)).contains("data.few-samples");
  }

  @Test
  void failingCompilationsTellWhatWasFoundInTheData() {
    Scene scene = new Scene(folder);
    Case mistake = new Case("", GOOD, "cal_data_type: float32\n", raw(i -> bytes(PIXELS.get(i))));
    PlumbRun run = PlumbRun.of("compile", "-c", config(scene, mistake));
    assertThat(run.status()).isEqualTo(ExitStatus.INPUT);
    assertThat(run.err()).contains("their size fits ui8[1x3x48x48]", "error[data.raw-size]");
  }

  @Test
  void checkLooksThroughAConfiguration() {
    Scene scene = new Scene(folder);
    Path config = config(scene, new Case("", NV12 + "scale_value: 0.0039", PICTURES, pictures()));
    assertThat(codes(PlumbRun.of("check", "-c", config, "--json"))).contains("lint.inverse-255");
    assertThat(PlumbRun.of("check", "-c", config, "--strict").status())
        .isEqualTo(ExitStatus.FAILED);
    assertThat(PlumbRun.of("check", "-c", config, "-m", Scene.MODEL).status())
        .isEqualTo(ExitStatus.USAGE);
    assertThat(PlumbRun.of("check").status()).isEqualTo(ExitStatus.USAGE);
  }

  @Test
  void tablesShowWhatTheSamplesHold() {
    Scene scene = new Scene(folder);
    PlumbRun run =
        PlumbRun.of("inspect", "-c", config(scene, new Case("", GOOD, PICTURES, pictures())));
    assertThat(run.status()).isZero();
    assertThat(run.out()).contains("Calibration samples: 24", "1x3x48x48", "Deviation");
  }

  private PlumbRun inspect(Case configuration, String... options) {
    Path config = config(new Scene(folder), configuration);
    return PlumbRun.of(
        Stream.concat(Stream.of("inspect", "-c", config.toString()), Stream.of(options)).toList());
  }

  private static Path config(Scene scene, Case configuration) {
    configuration.data.make(scene);
    return scene.write(
        "config.yaml",
        """
        model_parameters:
          onnx_model: %s
          working_dir: work
        input_parameters:
        %scalibration_parameters:
          cal_data_dir: pictures
        %s\
        """
            .formatted(
                Scene.MODEL, configuration.input.indent(2), configuration.calibration.indent(2)));
  }

  /** Codes of findings in the result and of the error, if there is one. */
  private static Set<String> codes(PlumbRun run) {
    Set<String> codes = new LinkedHashSet<>();
    JsonNode result = run.json();
    if (result.has("findings")) {
      for (JsonNode finding : result.get("findings")) {
        if (!finding.get("severity").asString().equals("info")) {
          codes.add(finding.get("code").asString());
        }
      }
    }
    Matcher error = Pattern.compile("error\\[([^]]+)]").matcher(run.err());
    while (error.find()) {
      codes.add(error.group(1));
    }
    return codes;
  }

  private interface Sample {
    Tensor of(int index);
  }

  private static Maker pictures() {
    return scene -> scene.pictures(SAMPLES);
  }

  private static Maker arrays(Sample sample) {
    return each("npy", (file, i) -> NpyFile.write(file, sample.of(i)));
  }

  private static Maker raw(Sample sample) {
    return each("bin", (file, i) -> RawTensorFile.write(file, sample.of(i)));
  }

  /** Raw numbers under the name of something else. */
  private static Maker named(String extension, Sample sample) {
    return each(extension.substring(1), (file, i) -> RawTensorFile.write(file, sample.of(i)));
  }

  /** Encoded pictures under the name of something else. */
  private static Maker renamed(String extension) {
    return scene -> {
      for (int i = 0; i < SAMPLES; i++) {
        scene.write("pictures/p%d.%s".formatted(i, extension), Scene.bytes(Scene.picture(i)));
      }
    };
  }

  private interface Writer {
    void write(Path file, int index);
  }

  private static Maker each(String extension, Writer writer) {
    return scene -> {
      scene.emptyFolder("pictures");
      for (int i = 0; i < SAMPLES; i++) {
        writer.write(scene.at("pictures/p%02d.%s".formatted(i, extension)), i);
      }
    };
  }

  private static List<Tensor> pixels() {
    Preprocess preprocess =
        new Preprocess(
            ReadMode.OPENCV,
            List.of(
                Transformers.of("BGR2RGBTransformer", Map.of("data_format", "HWC")),
                Transformers.of("HWC2CHWTransformer", Map.of())));
    UnaryOperator<Tensor> floats = tensor -> Tensor.of(CHW, tensor.toFloats());
    return IntStream.range(0, SAMPLES)
        .mapToObj(i -> floats.apply(preprocess.read(Scene.picture(i))))
        .toList();
  }

  private static Tensor map(Tensor tensor, DoubleUnaryOperator change) {
    float[] values = tensor.toFloats();
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) change.applyAsDouble(values[i]);
    }
    return Tensor.of(tensor.shape(), values);
  }

  private static Tensor interleaved(Tensor planar) {
    float[] from = planar.toFloats();
    float[] to = new float[from.length];
    for (int i = 0; i < from.length; i++) {
      to[i] = from[(i % 3) * (from.length / 3) + i / 3];
    }
    return Tensor.of(Shape.of(1, 48, 48, 3), to);
  }

  private static Tensor bytes(Tensor pixels) {
    int[] values = new int[(int) pixels.elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (int) pixels.getFloat(i);
    }
    return Tensor.ofIntegers(DType.UINT8, pixels.shape(), values);
  }
}
