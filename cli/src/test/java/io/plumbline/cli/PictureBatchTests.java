package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.cli.console.ExitStatus;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pictures for a module that takes two at a time. */
class PictureBatchTests {
  private static final String CONFIG =
      """
      model_parameters: {onnx_model: '%s', working_dir: NAME, output_model_file_prefix: net}
      input_parameters:
        {input_type_rt: rgb, input_layout_rt: NHWC, input_type_train: bgr, BATCH norm_type: data_scale, scale_value: 0.0078125}
      calibration_parameters: {calibration_type: skip}
      """
          .formatted(Scene.MODEL);

  @TempDir private static Path folder;

  @BeforeAll
  static void compile() {
    compile("one", "");
    compile("two", "input_batch: 2,");
  }

  private static void compile(String name, String batch) {
    Scene scene = new Scene(folder);
    scene.pictures(2);
    Path config = scene.write(name + ".yaml", CONFIG.replace("NAME", name).replace("BATCH", batch));
    PlumbRun run = PlumbRun.of("compile", "-c", config, "--no-native");
    assertThat(run.status()).as(run.err()).isZero();
  }

  private static PlumbRun run(String line) {
    return PlumbRun.of(
        Stream.of(line.split(" ")).map(word -> word.replace("DIR", folder.toString())).toList());
  }

  private static byte[] outputs(String module, String pictures) {
    Path dump = folder.resolve("dump");
    PlumbRun run =
        run(
            "infer DIR/%s/net.plm --preprocess DIR/p.yaml --input %s --dump DIR/dump --format bin"
                .formatted(module, pictures));
    assertThat(run.status()).as(run.err()).isZero();
    return Scene.bytes(Scene.files(dump).getFirst());
  }

  @Test
  void twoPicturesGiveWhatEachGivesAlone() {
    new Scene(folder)
        .write("p.yaml", "read_mode: opencv\ntransformers:\n  - HWC2CHWTransformer: {}\n");
    byte[] first = outputs("one", "DIR/pictures/p0.png");
    byte[] second = outputs("one", "DIR/pictures/p1.png");
    byte[] both = outputs("two", "DIR/pictures/p0.png,DIR/pictures/p1.png");
    assertThat(first).isNotEqualTo(second);
    assertThat(both).startsWith(first).endsWith(second).hasSize(first.length + second.length);
    PlumbRun run =
        run(
            "hrt_model_exec infer --model_file DIR/two/net.plm --input_file"
                + " DIR/pictures/p0.png,DIR/pictures/p1.png");
    assertThat(run.status()).as(run.err()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "hrt_model_exec infer --model_file DIR/two/net.plm --input_file DIR/pictures/p0.png |"
            + " input 'input' takes 2 samples at a time",
        "hrt_model_exec infer --model_file DIR/two/net.plm --input_file DIR/pictures/p0.png |"
            + " of pictures 2 files, separated by ','",
        "run_joint DIR/two/net.plm --data"
            + " DIR/pictures/p0.png;DIR/pictures/p1.png;DIR/pictures/p1.png | of pictures 2 for"
            + " each, side by side",
        "pulsar run MODEL DIR/two/net.plm --input DIR/pictures/p0.png | takes 2 samples at a time",
        "pulsar run MODEL DIR/two/net.plm | the model takes 2 samples at a time, model.onnx takes 1"
      })
  void anythingElseIsRefusedByName(String line, String says) {
    PlumbRun run = run(line.replace("MODEL", Scene.MODEL.toString()));
    assertThat(run.status()).isIn(ExitStatus.USAGE, ExitStatus.INPUT);
    assertThat(run.err()).contains(says);
  }
}
