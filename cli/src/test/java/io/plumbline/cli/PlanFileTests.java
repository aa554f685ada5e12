package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.testkit.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The plan of one compilation in a configuration, or behind a flag, of another. */
class PlanFileTests {
  private static final Path CONFIG = SharedData.root().resolve("examples/shapes/config.yaml");

  @TempDir private static Path folder;
  private static Path first;

  @BeforeAll
  static void compile() {
    first = folder.resolve("first");
    assertThat(PlumbRun.of("compile", "-c", CONFIG, "--working-dir", first).status()).isZero();
  }

  private static void assertSame(PlumbRun run, String name) {
    assertThat(run.status()).as(run.err()).isZero();
    for (String model : List.of("calibrated", "ptq", "quantized")) {
      String file = "shapes_%s_model.onnx".formatted(model);
      assertThat(folder.resolve(name).resolve(file)).hasSameBinaryContentAs(first.resolve(file));
    }
  }

  private static PlumbRun configured(String name, String keys) throws IOException {
    Path config = folder.resolve(name + ".yaml");
    Files.writeString(
        config,
        """
        model_parameters:
          onnx_model: %s
          output_model_file_prefix: shapes
          working_dir: %s
        calibration_parameters:
          %s
        """
            .formatted(CONFIG.resolveSibling("model.onnx"), name, keys));
    return PlumbRun.of("compile", "-c", config);
  }

  @Test
  void aConfigurationNamesIt() throws IOException {
    PlumbRun run =
        configured("load", "calibration_type: load\n  plan: first/shapes_quant_info.json");
    assertSame(run, "load");
    assertThat(run.out() + run.err())
        .contains("No samples are given", "Outputs were compared on random samples")
        .doesNotContain("Ranges come from random samples", "Calibrate with samples");
    Path resolved = folder.resolve("load/shapes_config.resolved.yaml");
    assertThat(resolved)
        .content()
        .contains("calibration_type: load\n", "plan: '../first/shapes_quant_info.json'\n");
    assertSame(
        PlumbRun.of("compile", "-c", resolved, "--working-dir", folder.resolve("again")), "again");
  }

  @Test
  void aFlagNamesIt() {
    assertSame(
        PlumbRun.of(
            "compile",
            "-m",
            CONFIG.resolveSibling("model.onnx"),
            "--plan",
            first.resolve("shapes_plan.json"),
            "--prefix",
            "shapes",
            "--working-dir",
            folder.resolve("flag")),
        "flag");
  }

  @Test
  void theSamplesOfTheConfigurationShowTheSimilarity() {
    PlumbRun run =
        PlumbRun.of(
            "compile",
            "-c",
            CONFIG,
            "--plan",
            first.resolve("shapes_plan.json"),
            "--working-dir",
            folder.resolve("samples"));
    assertSame(run, "samples");
    assertThat(run.out() + run.err()).doesNotContain("No samples are given");
    assertThat(folder.resolve("samples/plumb_compile.log")).content().contains("The plan decides");
    assertThat(folder.resolve("samples/shapes_node_info.csv"))
        .hasSameBinaryContentAs(first.resolve("shapes_node_info.csv"));
  }

  /** Two words of the command line each. */
  private static PlumbRun planned(String name, String... options) {
    List<Object> words =
        new ArrayList<>(
            List.of("compile", "-c", CONFIG, "--plan", first.resolve("shapes_plan.json")));
    words.addAll(List.of("--working-dir", folder.resolve(name)));
    words.addAll(List.of(options));
    return PlumbRun.of(words);
  }

  @Test
  void settingsThatThePlanDecidesAreNamed() {
    PlumbRun run =
        planned("goal", "--effort", "best", "--target-agreement", "100", "--budget", "1");
    assertSame(run, "goal");
    assertThat(run.out() + run.err())
        .contains(
            "plan.overrides",
            "This has no effect: effort: best; target_agreement: 100; budget: 1.");
    assertThat(folder.resolve("goal/shapes_config.resolved.yaml"))
        .content()
        .doesNotContain("effort", "target_agreement", "budget");
    assertThat(planned("strict", "--target-agreement", "10", "--strict").status()).isEqualTo(1);
    assertThat(planned("fine", "--strict").status()).isZero();
  }

  @Test
  void aPrecisionBesideThePlanIsNotMetAndThePlanIsTheReason() throws IOException {
    PlumbRun run =
        configured(
            "wide",
            "plan: first/shapes_plan.json\n  calibration_type: kl\n"
                + "  optimization: set_all_nodes_int16\n  cal_data_dir: "
                + CONFIG.resolveSibling("calibration")
                + "\n  preprocess: "
                + CONFIG.resolveSibling("preprocess.yaml"));
    assertSame(run, "wide");
    assertThat(run.out() + run.err())
        .contains("Requests that are not met", "the plan decides")
        .containsPattern("no effect: calibration_type: kl; \\d+ requests for a precision")
        .containsPattern("calibration_type +mse");
  }

  @Test
  void anotherTargetIsRefusedByName() throws IOException {
    PlumbRun run =
        PlumbRun.of(
            "compile",
            "-c",
            CONFIG,
            "--target",
            "npu-uint8",
            "--plan",
            first.resolve("shapes_plan.json"),
            "--working-dir",
            folder.resolve("other"));
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("plan.other-target", "'generic-int8'", "'npu-uint8'");
  }

  @Test
  void loadWithoutAnyScalesSaysWhatToName() throws IOException {
    PlumbRun run = configured("none", "calibration_type: load");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("load.nothing", "'plan'");
  }
}
