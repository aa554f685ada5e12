package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What the vendors' commands advise is a thing that they have, or names the command that has it.
 */
class VendorAdviceTests {
  @TempDir private static Path folder;

  @BeforeAll
  static void compile() {
    Scene scene = new Scene(folder);
    scene.pictures(2);
    Path config =
        scene.write(
            "c.yaml",
            """
            input: '%s'
            output_dir: out
            output_name: net.axmodel
            quant:
              input_configs:
                - {tensor_name: DEFAULT, calibration_dataset: pictures, calibration_format: Image}
            """
                .formatted(Scene.MODEL));
    PlumbRun run = PlumbRun.of("pulsar2", "build", "--no-native", "--config", config);
    assertThat(run.status()).as(run.err()).isZero();
  }

  private static PlumbRun run(String line) {
    return PlumbRun.of(
        List.of(
            line.replace("OUT", folder.resolve("out/net").toString())
                .replace("FOLDER", folder.resolve("pictures").toString())
                .replace("MODEL", Scene.MODEL.toString())
                .replace("PICTURE", Scene.picture(0).toString())
                .split(" ")));
  }

  @ParameterizedTest
  @CsvSource({
    "run_joint OUT.axmodel --data PICTURE",
    "run_joint OUT.axmodel --data PICTURE --repeat 2",
    "hrt_model_exec infer --model_file OUT.plm --input_file PICTURE",
    "hrt_model_exec perf --frame_count 1 --model_file OUT.plm --input_file PICTURE"
  })
  void picturesAreResized(String line) {
    PlumbRun run = run(line);
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.err()).containsOnlyOnce("pictures are resized to the model's extent");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "run_joint OUT.axmodel --data FOLDER | is a folder: expected a file",
        "hrt_model_exec infer --model_file OUT.plm --input_file=FOLDER | a folder: expected a file",
        "hrt_model_exec perf --model_file OUT.plm --input_file=FOLDER | a folder: expected a file",
        "run_joint OUT.axmodel --data PICTURE;PICTURE | --data names 2 files for the 1 input",
        "run_joint OUT.axmodel --data PICTURE;PICTURE | separated by ';'",
        "hb_compile -c c.yaml --march nash-e | leave --march out"
      })
  void whatIsWrongIsToldInItsOwnWords(String line, String says) {
    PlumbRun run = run(line);
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains(says);
  }

  @Test
  void aMeasuredComparisonSaysThatItHoldsNothingToDigits() {
    PlumbRun run = run("hb_verifier -m MODEL,OUT_quantized_model.onnx -c 3");
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.err())
        .contains(
            "not held to digits (-c), so no line says PASSED or FAILED",
            "without -i pixels are random",
            "--float-preprocess is an option of 'plumb verify': plumb verify -m ");
  }

  @Test
  void aStrictComparisonSaysNothingOfDigits() {
    PlumbRun run = run("hb_verifier -m OUT_quantized_model.onnx,OUT.plm -c 3");
    assertThat(run.err()).doesNotContain("not held to digits", "pixels are random");
  }
}
