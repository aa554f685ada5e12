package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** No module of an earlier compilation is left under the names that scripts look for. */
class VendorLeftoverTests {
  private static final String HORIZON =
      """
      model_parameters: {onnx_model: '%s', working_dir: out, output_model_file_prefix: net}
      calibration_parameters: {cal_data_dir: pictures, preprocess: '%s', effort: fast}
      """
          .formatted(Scene.MODEL, Scene.PREPROCESS);

  private static final String PULSAR =
      """
      input_path: "%s"
      output_path: "out/net"
      neuwizard_conf { dataset_conf_calibration { path: "pictures" type: DATASET_TYPE_TAR } }
      """
          .formatted(Scene.MODEL);

  private static final String PULSAR2 =
      """
      input: '%s'
      output_dir: out
      output_name: net.axmodel
      quant:
        input_configs:
          - {tensor_name: DEFAULT, calibration_dataset: pictures, calibration_format: Image}
      """
          .formatted(Scene.MODEL);

  @TempDir private Path folder;

  private Scene scene() {
    Scene scene = new Scene(folder);
    scene.pictures(2);
    scene.write("c.yaml", HORIZON);
    scene.write("c.prototxt", PULSAR);
    scene.write("c2.yaml", PULSAR2);
    return scene;
  }

  private PlumbRun run(String line) {
    List<Object> words = new ArrayList<>(List.of(line.split(" ")));
    words.replaceAll(
        word ->
            word.toString().startsWith("c.") || word.equals("c2.yaml")
                ? folder.resolve(word.toString())
                : word);
    return PlumbRun.of(words);
  }

  private static void spoil(Scene scene) {
    scene.write("pictures/p0.png", "no picture");
    scene.write("pictures/p1.png", "no picture");
  }

  @ParameterizedTest
  @CsvSource({
    "hb_mapper makertbin -c c.yaml, net.bin",
    "hb_compile -c c.yaml, net.hbm net_quantized_model.bc",
    "pulsar build --no-native --config c.prototxt, net.joint net.lava_joint",
    "pulsar2 build --no-native --config c2.yaml, net.axmodel"
  })
  void aFailureLeavesNone(String line, String names) {
    Scene scene = scene();
    PlumbRun good = run(line);
    assertThat(good.status()).as(good.err()).isZero();
    for (String name : names.split(" ")) {
      assertThat(scene.at("out/" + name)).exists();
    }
    spoil(scene);
    assertThat(run(line).status()).isNotZero();
    for (String name : names.split(" ")) {
      assertThat(scene.at("out/" + name)).doesNotExist();
    }
    assertThat(scene.at("out/net.plm")).doesNotExist();
  }

  /** A configuration with errors names nothing; what the command line names does not stay. */
  @ParameterizedTest
  @CsvSource({
    "pulsar build --no-native --config c.prototxt --output NAMED, net.joint net.lava_joint net.plm",
    "pulsar2 build --no-native --config c2.yaml --output_dir OUT --output_name net.axmodel,"
        + " net.axmodel"
  })
  void namesOfTheCommandLineAreTakenAway(String line, String names) {
    Scene scene = scene();
    String typed =
        line.replace("NAMED", scene.at("out/net.joint").toString())
            .replace("OUT", scene.at("out").toString());
    PlumbRun good = run(typed);
    assertThat(good.status()).as(good.err()).isZero();
    scene.write("c.prototxt", PULSAR + "outptu_type: 3\n");
    scene.write("c2.yaml", PULSAR2 + "outptu: 3\n");
    PlumbRun bad = run(typed);
    assertThat(bad.status()).isEqualTo(2);
    assertThat(bad.err()).doesNotContain("of an earlier build stay");
    for (String name : names.split(" ")) {
      assertThat(scene.at("out/" + name)).doesNotExist();
    }
  }

  /** A failure that is told by a configuration has the log and the line of every other. */
  @ParameterizedTest
  @CsvSource({
    "hb_mapper makertbin --model-type onnx -c c.yaml, hb_mapper_makertbin.log, makertbin",
    "hb_compile -c c.yaml, hb_compile.log, compile"
  })
  void aConfigurationOfErrorsIsLogged(String line, String log, String command) throws IOException {
    Scene scene = scene();
    Files.deleteIfExists(Path.of(log));
    scene.write("c.yaml", HORIZON.replace("working_dir", "wroking_dir"));
    PlumbRun run = run(line);
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err())
        .contains(
            "ERROR exception in command: " + command,
            "does not say which files it is about: those of an earlier build stay");
    assertThat(Path.of(log)).content().contains("did you mean 'working_dir'?");
  }

  /** A failure before any work leaves none of the files that hold the same model. */
  @Test
  void theTwinGoesToo() {
    Scene scene = scene();
    assertThat(run("hb_mapper makertbin -c c.yaml").status()).isZero();
    scene.write("c.yaml", HORIZON.replace("pictures", "absent"));
    assertThat(run("hb_mapper makertbin -c c.yaml").status()).isNotZero();
    assertThat(scene.at("out/net.bin")).doesNotExist();
    assertThat(scene.at("out/net.plm")).doesNotExist();
  }

  /** A gate that is missed fails a build of which every file is written. */
  @Test
  void aMissedGateLeavesTheTwins() {
    Scene scene = scene();
    scene.write("c.yaml", HORIZON.replace("effort: fast", "effort: fast, min_cosine: 1"));
    PlumbRun run = run("hb_mapper makertbin -c c.yaml");
    assertThat(run.status()).as(run.err()).isEqualTo(1);
    assertThat(run.err()).contains("ERROR exception in command: makertbin");
    assertThat(run.out()).contains("wrote ").doesNotContain("End Model Convert");
    assertThat(scene.at("out/net.bin")).hasSameBinaryContentAs(scene.at("out/net.plm"));
  }

  /** What the vendor's own compiler left is not this program's to delete. */
  @Test
  void filesOfOthersStay() {
    Scene scene = scene();
    spoil(scene);
    scene.write("out/net.bin", new byte[100]);
    assertThat(run("hb_mapper makertbin -c c.yaml").status()).isNotZero();
    assertThat(scene.at("out/net.bin")).exists();
  }

  @Test
  void stagesThatAreSkippedLeaveNothingOfThem() {
    Scene scene = scene();
    PlumbRun whole = run("hb_compile -c c.yaml");
    assertThat(whole.status()).as(whole.err()).isZero();
    assertThat(whole.out()).contains("Convert to runtime bin file successfully!");
    PlumbRun skipped = run("hb_compile -c c.yaml --skip compile");
    assertThat(skipped.status()).as(skipped.err()).isZero();
    assertThat(skipped.out()).doesNotContain("Convert to runtime bin file successfully!");
    assertThat(scene.at("out/net.hbm")).doesNotExist();
    assertThat(scene.at("out/net.plm")).doesNotExist();
    assertThat(scene.at("out/net_quantized_model.bc"))
        .hasSameBinaryContentAs(scene.at("out/net_quantized_model.onnx"));
    PlumbRun export = run("hb_compile -c c.yaml --skip export");
    assertThat(export.status()).as(export.err()).isZero();
    assertThat(scene.at("out/net_quantized_model.bc")).doesNotExist();
    assertThat(scene.at("out/net_ptq_model.onnx")).exists();
  }
}
