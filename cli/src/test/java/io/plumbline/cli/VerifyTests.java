package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class VerifyTests {
  @TempDir private static Path work;

  @BeforeAll
  static void compile() {
    PlumbRun run =
        PlumbRun.of(
            "compile",
            "-m",
            Scene.MODEL,
            "--cal-data-dir",
            Scene.EXAMPLE.resolve("calibration"),
            "--preprocess",
            Scene.PREPROCESS,
            "--effort",
            "fast",
            "--working-dir",
            work,
            "--prefix",
            "p");
    assertThat(run.status()).describedAs(run.err()).isZero();
  }

  private static Path stage(String name) {
    return work.resolve("p_" + name + "_model.onnx");
  }

  private static PlumbRun verify(String models, Object... more) {
    List<Object> arguments = new ArrayList<>(List.of("verify", "--json", "-m", models));
    arguments.addAll(List.of(more));
    return PlumbRun.of(arguments);
  }

  private static PlumbRun verifyPictures(String models, Object... more) {
    List<Object> arguments =
        new ArrayList<>(
            List.of("-i", Scene.EXAMPLE.resolve("calibration"), "--preprocess", Scene.PREPROCESS));
    arguments.addAll(List.of(more));
    return verify(models, arguments.toArray());
  }

  @Test
  void stagesAreNearEachOther() {
    PlumbRun run =
        verifyPictures(
            String.join(
                ",",
                Scene.MODEL.toString(),
                stage("optimized_float").toString(),
                stage("calibrated").toString(),
                stage("ptq").toString(),
                stage("quantized").toString()),
            "--limit",
            "3");
    assertThat(run.status()).describedAs(run.err()).isZero();
    assertThat(run.json().get("pass").asBoolean()).isTrue();
    assertThat(run.json().get("samples").asInt()).isEqualTo(3);
    assertThat(run.json().get("outputs")).hasSize(4);
    for (JsonNode output : run.json().get("outputs")) {
      assertThat(output.get("cosine").asDouble()).isBetween(0.98, 1.0);
      assertThat(output.has("mse")).isTrue();
      assertThat(output.has("sqnr_db")).isTrue();
      assertThat(output.get("worst_sample").asString()).endsWith(".png");
    }
  }

  @Test
  void aProgramEqualsItselfStrictly() {
    PlumbRun run =
        verify(stage("quantized") + "," + stage("quantized"), "--random", "2", "--all-nodes");
    assertThat(run.status()).describedAs(run.err()).isZero();
    JsonNode verdict = run.json().get("models").get(0);
    assertThat(verdict.get("mode").asString()).isEqualTo("strict");
    assertThat(run.json().get("seed").asLong()).isEqualTo(1);
    assertThat(run.json().get("outputs").get(0).get("mismatches").asLong()).isZero();
    for (JsonNode node : run.json().get("nodes")) {
      assertThat(node.get("mismatches").asLong()).isZero();
      if (node.has("steps")) {
        assertThat(node.get("steps").size()).isEqualTo(1);
      }
    }
  }

  @Test
  void strictModeCountsAndFails() {
    String models = Scene.MODEL + "," + stage("quantized");
    PlumbRun run = verifyPictures(models, "--digits", "7", "--limit", "1");
    assertThat(run.status()).isEqualTo(1);
    JsonNode output = run.json().get("outputs").get(0);
    assertThat(output.get("line_diff").asLong()).isPositive();
    assertThat(output.get("mismatches").asLong()).isEqualTo(output.get("line_diff").asLong());
    assertThat(output.get("rate").asDouble()).isBetween(0.0, 1.0);
    assertThat(run.json().get("models").get(0).get("reasons").get(0).asString())
        .contains("elements are not within 1.0E-7");
    assertThat(verifyPictures(models, "--digits", "0", "--limit", "1").status()).isZero();
  }

  @Test
  void limitsAreBroken() {
    String models = Scene.MODEL + "," + stage("quantized");
    assertThat(verifyPictures(models, "--min-cosine", "0.9999999").status()).isEqualTo(1);
    assertThat(verifyPictures(models, "--bound", "sqnr=200").status()).isEqualTo(1);
    assertThat(verifyPictures(models, "--bound", "mse=1000,cosine=-1").status()).isZero();
    assertThat(verifyPictures(models, "--bound", "msee=1").err()).contains("'msee' is no measure");
  }

  /** Equal numbers of a QDQ model and its program, told in steps of the tensor's own scale. */
  @Test
  void integersAreComparedInSteps() {
    PlumbRun run =
        verifyPictures(
            stage("ptq") + "," + stage("quantized"),
            "--all-nodes",
            "--limit",
            "2",
            "--max-steps",
            "3");
    assertThat(run.status()).describedAs(run.err()).isZero();
    int integers = 0;
    for (JsonNode node : run.json().get("nodes")) {
      integers += node.has("steps") ? 1 : 0;
    }
    assertThat(integers).isGreaterThan(3);
  }

  @Test
  void anInputMayBeNamed() {
    PlumbRun named =
        verify(
            Scene.MODEL + "," + stage("quantized"),
            "-i",
            inputName() + ":" + Scene.picture(0),
            "--preprocess",
            Scene.PREPROCESS,
            "--measure",
            "cdf-distance,correlation");
    assertThat(named.status()).describedAs(named.err()).isZero();
    assertThat(named.json().get("outputs").get(0).has("cdf_distance")).isTrue();
    PlumbRun twice =
        verify(
            Scene.MODEL + "," + stage("quantized"),
            "-i",
            Scene.picture(0) + "," + Scene.picture(1));
    assertThat(twice.status()).isEqualTo(2);
    assertThat(twice.err()).contains("2 files for the 1 input of");
  }

  private static String inputName() {
    JsonNode ports = PlumbRun.of("info", "--json", Scene.MODEL).json().get("ports");
    return ports.get(0).get("name").asString();
  }

  @Test
  void oneProgramIsComparedOnBothExecutors() {
    PlumbRun run = verify(stage("quantized").toString(), "--digits", "15", "--all-nodes");
    assertThat(run.status()).describedAs(run.err()).isZero();
    assertThat(run.json().get("reference").asString()).isEqualTo("reference executor");
    assertThat(run.json().get("nodes").size()).isGreaterThan(3);
  }

  @Test
  void oneModelIsNoComparison() {
    assertThat(verify(Scene.MODEL.toString()).err()).contains("needs two or more");
  }

  @Test
  void peopleReadAVerdict() {
    PlumbRun run = PlumbRun.of("verify", "-m", stage("ptq") + "," + stage("quantized"), "-r");
    assertThat(run.out())
        .contains("p_quantized_model.onnx against p_ptq_model.onnx: outputs")
        .contains("quantization steps apart")
        .contains("PASSED: p_quantized_model.onnx", "random, seed 1", "cosine ≥ 0.98");
  }

  @Test
  void textHoldsNumbers() {
    Path text = new Scene(work).write("sample.txt", "# comment\n0.5\nabc\n");
    PlumbRun run = verify(Scene.MODEL + "," + Scene.MODEL, "-i", text);
    assertThat(run.status()).as(run.err()).isEqualTo(3);
    assertThat(run.err()).contains("data.text-number", "sample.txt:3", "found 'abc'");
  }
}
