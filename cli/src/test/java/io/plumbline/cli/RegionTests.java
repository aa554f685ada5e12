package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.cli.console.ExitStatus;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.NpyFile;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Regions of pictures for a model that a device's resizer fills, and what such a model is fed. */
class RegionTests {
  private static final String CONFIG =
      """
      model_parameters:
        onnx_model: model.onnx
        output_model_file_prefix: shapes
        working_dir: work
      input_parameters:
        input_name: input
        input_type_rt: nv12
        input_type_train: rgb
        mean_value: 128
        scale_value: 0.015625
      calibration_parameters:
        cal_data_dir: pictures
        preprocess_on: true
        calibration_type: max
        effort: fast
      compiler_parameters:
        input_source: {input: resizer}
      """;

  private static final String PREPARED =
      """
      transformers:
        - BGR2RGBTransformer: {data_format: HWC}
        - HWC2CHWTransformer: {}
      """;

  @TempDir private static Path folder;

  private static Path module;

  @BeforeAll
  static void compile() {
    Scene scene = new Scene(folder);
    scene.pictures(4);
    scene.write("model.onnx", Scene.bytes(Scene.MODEL));
    scene.write("preprocess.yaml", PREPARED);
    PlumbRun run =
        PlumbRun.of("compile", "-c", scene.write("c.yaml", CONFIG), "--no-native", "--json");
    assertThat(run.status()).as(run.err()).isZero();
    module = scene.at("work/shapes.plm");
  }

  private static Tensor scores(Path input, Object... more) {
    Object[] words = new Object[more.length + 6];
    System.arraycopy(new Object[] {"infer", module, "--input", input, "--dump"}, 0, words, 0, 5);
    words[5] = folder.resolve("dump");
    System.arraycopy(more, 0, words, 6, more.length);
    PlumbRun run = PlumbRun.of(words);
    assertThat(run.status()).as(run.err()).isZero();
    return NpyFile.read(folder.resolve("dump/logits.npy"));
  }

  @Test
  void theWholePictureIsARegion() {
    Path picture = Scene.picture(1);
    Tensor whole = scores(picture, "--preprocess", folder.resolve("preprocess.yaml"));
    assertThat(scores(picture, "--roi", "0,0,47,47")).matches(whole::sameAs);
    assertThat(scores(picture, "--roi", "2,4,41,43")).matches(part -> !whole.sameAs(part));
  }

  @Test
  void whatIsDumpedIsWhatADeviceHandsOver() {
    Path picture = Scene.picture(2);
    Path gt = folder.resolve("gt");
    PlumbRun run =
        PlumbRun.of(
            "verify",
            "-m",
            module,
            "-i",
            picture,
            "--preprocess",
            folder.resolve("preprocess.yaml"),
            "--output-gt",
            gt);
    assertThat(run.status()).as(run.err()).isZero();
    Tensor fed = NpyFile.read(gt.resolve("input/input.npy"));
    assertThat(fed.dtype()).isEqualTo(DType.UINT8);
    assertThat(fed.shape()).isEqualTo(Shape.of(1, 72, 48));
    Tensor expected = scores(picture, "--preprocess", folder.resolve("preprocess.yaml"));
    assertThat(scores(gt.resolve("input/input.bin"))).matches(expected::sameAs);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1,0,47,47            | 2 | x1 and y1 even, x2 and y2 odd
          a                    | 2 | expected x1,y1,x2,y2
          0,0,47,47;0,0,47,47  | 2 | 2 regions for the inputs [input]
          0,0,123,125          | 3 | the region does not lie inside the picture of 48x48
          """)
  void regionsThatCannotBeAreNamed(String region, int status, String says) {
    PlumbRun run = PlumbRun.of("infer", module, "--input", Scene.picture(0), "--roi", region);
    assertThat(run.err()).contains(says);
    assertThat(run.status()).isEqualTo(status);
  }

  @Test
  void rawFilesAndOtherModelsAreRefusedByName() {
    Path raw = new Scene(folder).write("raw.bin", new byte[48 * 72]);
    PlumbRun extent = PlumbRun.of("infer", module, "--input", raw, "--roi", "0,0,47,47");
    assertThat(extent.err()).contains("error[infer.regions]", "does not say how wide");
    PlumbRun other =
        PlumbRun.of("infer", Scene.MODEL, "--input", Scene.picture(0), "--roi", "0,0,47,47");
    assertThat(other.err()).contains("no input of the model takes regions");
    assertThat(other.status()).isEqualTo(ExitStatus.USAGE);
  }
}
