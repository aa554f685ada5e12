package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a configuration names is there, or every command says that it is not, and where. */
class RequestGateTests {
  private static final List<String> COMMANDS = List.of("check", "inspect", "compile");

  @TempDir private Path folder;

  /**
   * A configuration that names something the model does not have.
   *
   * @param model a line of model_parameters
   * @param calibration a line of calibration_parameters
   * @param suggestion what is spelt nearest
   */
  private record Slip(String model, String calibration, String suggestion) {
    private static Slip of(String calibration, String suggestion) {
      return new Slip("log_level: debug", calibration, suggestion);
    }
  }

  static Stream<Arguments> slips() {
    List<Slip> slips =
        List.of(
            Slip.of("optimization: set_Cnov_input_int8", "Conv"),
            Slip.of("optimization: set_all_nodes_int16,set_Cnov_output_int8", "Conv"),
            Slip.of("optimization: set_Cnov_input_int16", "Conv"),
            Slip.of("quant_config: {op_config: {Cnov: {qtype: int8}}}", "Conv"),
            Slip.of("quant_config: {op_config: {Cnov: {qtype: int16}}}", "Conv"),
            Slip.of("quant_config: {op_config: {Cnov: {qtype: int4}}}", "Conv"),
            Slip.of("quant_config: {op_config: {Cnov: {ON: BPU}}}", "Conv"),
            Slip.of("quant_config: {node_config: {nosuch: {ON: BPU}}}", ""),
            Slip.of("run_on_cpu: nosuch", ""),
            Slip.of("run_on_bpu: nosuch", ""),
            new Slip("remove_node_name: nosuch", "calibration_type: max", ""),
            new Slip("node_info: {nosuch: {ON: BPU}}", "calibration_type: max", ""),
            new Slip("node_info: {nosuch: {InputType: int16}}", "calibration_type: max", ""));
    return slips.stream()
        .flatMap(slip -> COMMANDS.stream().map(command -> Arguments.of(command, slip)));
  }

  private Path configuration(Scene scene, String model, String calibration, Path data) {
    return scene.write(
        "c.yaml",
        """
        model_parameters:
          onnx_model: %s
          march: bayes-e
          working_dir: %s
          %s
        input_parameters:
          input_type_rt: rgb
          input_type_train: rgb
          input_layout_train: NCHW
          norm_type: data_scale
          mean_value: 0
          scale_value: 0.0078125
        calibration_parameters:
          cal_data_dir: %s
          cal_data_type: float32
          %s
        """
            .formatted(Scene.MODEL, scene.work(), model, data, calibration));
  }

  /** Two samples of zeros. */
  private static Path samples(Scene scene) {
    byte[] zeros = new byte[3 * 48 * 48 * Float.BYTES];
    scene.write("data/a.bin", zeros);
    return scene.dataFile("b.bin", zeros);
  }

  @ParameterizedTest
  @MethodSource("slips")
  void namesThatMeanNothingAreRefusedByEveryCommand(String command, Slip slip) {
    Scene scene = new Scene(folder);
    Path file = configuration(scene, slip.model(), slip.calibration(), samples(scene));
    PlumbRun run = PlumbRun.of(command, "-c", file);
    assertThat(run.status()).as(run.err()).isEqualTo(2);
    assertThat(run.err())
        .containsPattern("where: (.*c\\.yaml:\\d+|remove_node_name)")
        .contains("to do: ");
    if (!slip.suggestion().isEmpty()) {
      assertThat(run.err()).contains("did you mean '" + slip.suggestion() + "'?");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"inspect", "compile"})
  void aFolderThatIsNotThereIsNoticedByEveryCommand(String command) {
    Scene scene = new Scene(folder);
    Path file = configuration(scene, "log_level: debug", "", scene.at("absent"));
    PlumbRun run = PlumbRun.of(command, "-c", file);
    assertThat(run.status()).as(run.err()).isEqualTo(3);
    assertThat(run.err()).contains("absent");
  }

  /** As after init, which names a folder that is still to be filled. */
  @Test
  void nodesAreCheckedBeforeThereAreSamples() {
    Scene scene = new Scene(folder);
    Path file = configuration(scene, "log_level: debug", "", scene.at("absent"));
    PlumbRun run = PlumbRun.of("check", "-c", file);
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).contains("What every node is computed in", "verdict: ");
    assertThat(run.err()).contains("absent'", "[lint.missing-folder]");
    assertThat(PlumbRun.of("check", "-c", file, "--strict").status()).isEqualTo(1);
  }

  /** A vendor's architecture is a known approximation, which is no reason to compile nothing. */
  @Test
  void aVendorsArchitectureIsNoWarning() {
    Scene scene = new Scene(folder);
    Path file =
        configuration(
            scene,
            "log_level: debug",
            "quant_config: {op_config: {Conv: {qtype: int32}}}",
            samples(scene));
    PlumbRun run = PlumbRun.of("check", "-c", file, "--strict", "--json");
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.json().get("findings").toString()).contains("config.vendor-target");
  }

  /** Templates of vendors name types for all their models. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "optimization: set_GridSample_input_int8,set_GridSample_output_int16",
        "quant_config: {op_config: {GridSample: {qtype: int16}}}"
      })
  void aTypeOfOnnxThatTheModelHasNotIsInformation(String calibration) {
    Scene scene = new Scene(folder);
    Path file = configuration(scene, "log_level: debug", calibration, samples(scene));
    PlumbRun run = PlumbRun.of("check", "-c", file, "--strict");
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.err() + run.out()).containsOnlyOnce("no node of type 'GridSample'");
  }

  @Test
  void endsMayHaveTheNamesOfForms() {
    Scene scene = new Scene(folder);
    String names = "remove_node_name: input.quantized;logits";
    PlumbRun run = PlumbRun.of("check", "-c", configuration(scene, names, "", samples(scene)));
    assertThat(run.status()).as(run.err()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"bayes-e, 0", "nash-m, 0", "generic, 0", "bayes-f, 2"})
  void theOptionTakesWhatTheKeyTakes(String march, int status) {
    PlumbRun run = PlumbRun.of("check", "-m", Scene.MODEL, "--march", march);
    assertThat(run.status()).as(run.err()).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({
    "'cal_data_dir: \"a\\0b\"', NUL",
    "'cal_data_dir: *folder', alias",
    "'*folder : x', alias",
  })
  void whatYamlHidesIsRefused(String line, String message) {
    Path file =
        new Scene(folder)
            .write("c.yaml", "a: &folder data\ncalibration_parameters:\n  " + line + "\n");
    PlumbRun run = PlumbRun.of("check", "-c", file);
    assertThat(run.status()).as(run.err()).isEqualTo(2);
    assertThat(run.err()).contains(message, "c.yaml:3");
  }

  @Test
  void aPathThatCannotBeIsAWrongUse() {
    PlumbRun run = PlumbRun.of("check", "-m", "a\0b");
    assertThat(run.status()).as(run.err()).isEqualTo(2);
  }
}
