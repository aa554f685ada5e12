package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.formats.program.ProgramReader;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.tensor.DType;
import io.plumbline.testkit.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Values and weights in 16 bits for a goal, on the example. */
class GoalTests {
  private static final Path CONFIG = SharedData.root().resolve("examples/shapes/config.yaml");

  @TempDir private Path folder;

  @Test
  void theFewestValuesThatReachTheGoalHave16Bits() {
    double goal = cosineWithinReach();
    PlumbRun run = compile("a", "--target-cosine", goal);
    assertThat(run.status()).isZero();
    JsonNode precision = precision("a");
    assertThat(precision.get("reached").asBoolean()).isTrue();
    int chosen = size(precision);
    assertThat(chosen).isPositive();
    for (JsonNode step : precision.get("curve")) {
      int size = size(step);
      if (size <= chosen) {
        assertThat(step.get("cosine").asDouble() >= goal).isEqualTo(size == chosen);
      }
    }
    assertThat(wideValues("a")).isGreaterThanOrEqualTo(precision.get("int16").size());
    assertThat(run.out()).contains("Tensors in 16 bits", "chosen");
  }

  /** Between what no value of 16 bits gives and what the best set gives. */
  private double cosineWithinReach() {
    compile("all", "--target-cosine", "1");
    List<Double> cosines = new ArrayList<>();
    precision("all").get("curve").forEach(step -> cosines.add(step.get("cosine").asDouble()));
    return (cosines.getFirst() + Collections.max(cosines)) / 2;
  }

  @Test
  void aGoalOutOfReachIsAWarningAndKeepsToItsBudget() {
    PlumbRun run = compile("b", "--target-cosine", "1", "--budget", "0");
    assertThat(run.out() + run.err())
        .contains("The goal is not met within the budget", "raise the budget");
    assertThat(precision("b").get("reached").asBoolean()).isFalse();
    precision("b")
        .get("curve")
        .forEach(step -> assertThat(step.get("macs_int16").asDouble()).isZero());
  }

  /** A search ended at the first tensor that was too dear, and raised nothing that fits. */
  @Test
  void aBudgetIsSpentOnWhatFits() {
    for (int budget : new int[] {1, 40}) {
      assertThat(compile("k" + budget, "--budget", budget).status()).isZero();
      JsonNode precision = precision("k" + budget);
      JsonNode curve = precision.get("curve");
      curve.forEach(
          step -> assertThat(step.get("macs_int16").asDouble()).isLessThanOrEqualTo(budget));
      double first = curve.get(0).get("sample_sqnr_db").asDouble();
      double last = curve.get(curve.size() - 1).get("sample_sqnr_db").asDouble();
      assertThat(size(precision)).as("budget %d", budget).isPositive();
      assertThat(last).isGreaterThan(first);
      assertThat(precision.has("reached")).isFalse();
    }
  }

  /**
   * All values were raised, and a budget was to be raised that nobody had set. With weights of 16
   * bits as well 100 is within reach.
   */
  @Test
  void ofAGoalOutOfReachTheSmallestSetIsTakenAfterWhichNothingIsWon() throws IOException {
    Path target = folder.resolve("values.yaml");
    Files.writeString(
        target,
        "name: values\nschemes: [{name: int8, activation: int8}, {name: int16, activation:"
            + " int16}]\n");
    PlumbRun run = compile("j", "--target-agreement", "100", "--march", target);
    assertThat(run.out() + run.err())
        .contains("The goal is not met, and more tensors of 16 bits win nothing")
        .containsPattern(
            "on \\d+ calibration samples, each half judged by what the other made, expected"
                + " agreement 99\\.\\d\\d % ± 0\\.\\d\\d")
        .doesNotContain("raise the budget");
    JsonNode precision = precision("j");
    int chosen = size(precision);
    double best = 0;
    for (JsonNode step : precision.get("curve")) {
      best = Math.max(best, least(step));
    }
    assertThat(best).isLessThan(100);
    assertThat(chosen).isLessThan(precision.get("noise").size());
    for (JsonNode step : precision.get("curve")) {
      if (size(step) == chosen) {
        assertThat(least(step)).isGreaterThanOrEqualTo(best - 0.05);
      }
    }
  }

  /** How many values and weight tensors are raised. */
  private static int size(JsonNode set) {
    return set.get("int16").size() + set.get("int16_weights").size();
  }

  /** What a goal counts on: one standard error below what is expected. */
  private static double least(JsonNode step) {
    return step.get("expected_agreement").asDouble()
        - step.get("expected_agreement_error").asDouble();
  }

  @Test
  void strictFailsWhenAGoalIsMissed() {
    assertThat(compile("h", "--target-cosine", "0.9", "--strict").status()).isZero();
    assertThat(compile("i", "--target-cosine", "1", "--strict").status()).isEqualTo(1);
    assertThat(Files.exists(folder.resolve("i/shapes_quantized_model.onnx"))).isTrue();
  }

  @Test
  void anyNumberOfThreadsChoosesAlike() throws IOException {
    compile("c", "--target-agreement", "99.974", "--threads", "1");
    compile("d", "--target-agreement", "99.974", "--threads", "3");
    assertThat(Files.readAllBytes(folder.resolve("c/shapes_quantized_model.onnx")))
        .isEqualTo(Files.readAllBytes(folder.resolve("d/shapes_quantized_model.onnx")));
    assertThat(precision("c")).isEqualTo(precision("d"));
  }

  /** Values that wishes hold were raised in words only, and weights of 4 bits got 16. */
  @Test
  void wishesAreHeldAndFewSamplesAreTold() throws IOException {
    Path config = folder.resolve("wishes.yaml");
    Path example = SharedData.root().resolve("examples/shapes");
    Files.writeString(
        config,
        Files.readString(CONFIG)
            .replace("onnx_model: model.onnx", "onnx_model: " + example.resolve("model.onnx"))
            .replace("cal_data_dir: ", "calibration_size: 7\n  cal_data_dir: " + example + "/")
            .replace("preprocess: ", "preprocess: " + example + "/")
            .replace(
                "calibration_type: mse",
                "calibration_type: mse\n  effort: fast\n  quant_config: {node_config: {conv2:"
                    + " {qtype: int8}, conv3: {qtype: int8}, conv1: {qtype: w4a8}}}"));
    PlumbRun run =
        PlumbRun.of(
            "compile", "-c", config, "--working-dir", folder.resolve("w"), "--target-cosine", "1");
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out() + run.err()).contains("tune.not-held-out", "wishes of their own hold");
    List<String> ranked = new ArrayList<>();
    precision("w")
        .get("noise")
        .forEach(each -> ranked.add(each.values().iterator().next().asString()));
    assertThat(ranked).isNotEmpty().noneMatch(name -> name.matches("(conv|relu)[23]\\b.*"));
    JsonNode plan =
        JsonMapper.builder().build().readTree(folder.resolve("w/shapes_plan.json").toFile());
    assertThat(plan.get("nodes").get(0).get("nodes").get(0).asString()).isEqualTo("conv1");
    assertThat(plan.get("nodes").get(0).get("effective").asString()).isEqualTo("int8");
    assertThat(plan.get("weights").get(0).get("limit").asInt()).isEqualTo(7);
  }

  @Test
  void aGoalThatRandomSamplesCannotTellOfIsRefusedInWords() throws IOException {
    Path config = folder.resolve("skip.yaml");
    Files.writeString(
        config,
        Files.readString(CONFIG)
            .replace("onnx_model: model.onnx", "onnx_model: " + CONFIG.resolveSibling("model.onnx"))
            .replace("calibration_type: mse", "calibration_type: skip")
            .replace("  cal_data_dir: calibration\n", "")
            .replace("  preprocess: preprocess.yaml\n", ""));
    PlumbRun run =
        PlumbRun.of(
            "compile", "-c", config, "--working-dir", folder.resolve("f"), "--budget", "50");
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out() + run.err()).contains("No value is raised to 16 bits", "random samples");
  }

  @Test
  void aTargetOf8BitsOnlyHasNothingToRaise() throws IOException {
    Path target = folder.resolve("narrow.yaml");
    Files.writeString(target, "name: narrow\nschemes: [{name: int8, activation: int8}]\n");
    PlumbRun run = compile("g", "--target-cosine", "0.999", "--march", target);
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("config.no-wide-integers", "'narrow'");
  }

  static List<List<String>> mistakes() {
    return List.of(
        List.of("--target-agreement", "101"),
        List.of("--target-cosine", "1.5"),
        List.of("--budget", "-1"),
        List.of("--effort", "more"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void numbersOutOfRangeAreRefused(List<String> option) {
    PlumbRun run = compile("e", option.getFirst(), option.getLast());
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains(option.getFirst());
  }

  private PlumbRun compile(String name, Object... options) {
    List<Object> arguments =
        new ArrayList<>(List.of("compile", "-c", CONFIG, "--working-dir", folder.resolve(name)));
    arguments.addAll(List.of(options));
    return PlumbRun.of(arguments);
  }

  private JsonNode precision(String name) {
    return JsonMapper.builder()
        .build()
        .readTree(folder.resolve(name).resolve("shapes_precision.json").toFile());
  }

  private long wideValues(String name) {
    return ProgramReader.read(folder.resolve(name).resolve("shapes_quantized_model.onnx"))
        .values()
        .stream()
        .map(ProgramValue::dtype)
        .filter(DType.INT16::equals)
        .count();
  }
}
