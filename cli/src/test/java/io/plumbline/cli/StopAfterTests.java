package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.cli.console.ExitStatus;
import io.plumbline.report.Json;
import io.plumbline.testkit.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Compilations that end early leave the bytes of a whole one, and can be gone on from. */
class StopAfterTests {
  private static final Path CONFIG = SharedData.root().resolve("examples/shapes/config.yaml");

  @TempDir private static Path folder;
  private static Path whole;

  @BeforeAll
  static void compile() {
    whole = folder.resolve("whole");
    assertThat(run("whole").status()).isZero();
  }

  private static PlumbRun run(String name, Object... options) {
    List<Object> words = List.of("compile", "-c", CONFIG, "--no-native", "--working-dir");
    return PlumbRun.of(
        Stream.of(words.stream(), Stream.of(folder.resolve(name)), Stream.of(options))
            .flatMap(part -> part)
            .toArray());
  }

  private static Set<String> names(Path made) throws IOException {
    try (Stream<Path> files = Files.list(made)) {
      return files
          .map(file -> file.getFileName().toString().replaceFirst("^shapes_", ""))
          .filter(name -> !name.startsWith(".") && !name.endsWith(".log"))
          .collect(Collectors.toSet());
    }
  }

  private static void assertSameModels(Path made) throws IOException {
    for (String name : names(made)) {
      if (name.endsWith("_model.onnx") || name.equals("plan.json")) {
        String file = "shapes_" + name;
        assertThat(made.resolve(file)).hasSameBinaryContentAs(whole.resolve(file));
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "optimise | original_float_model.onnx optimized_float_model.onnx",
        "calibrate | original_float_model.onnx optimized_float_model.onnx calibrated_model.onnx"
            + " ptq_model.onnx plan.json",
        "quantize | original_float_model.onnx optimized_float_model.onnx calibrated_model.onnx"
            + " ptq_model.onnx plan.json quantized_model.onnx"
      })
  void leavesWhatWasMadeUntilThen(String stage, String files) throws IOException {
    PlumbRun run = run(stage, "--stop-after", stage, "--json");
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(names(folder.resolve(stage))).containsExactlyInAnyOrder(files.split(" "));
    assertSameModels(folder.resolve(stage));
    Object record = Json.parse(run.out());
    assertThat(record)
        .isInstanceOfSatisfying(
            Map.class, map -> assertThat(map.get("stopped_after")).isEqualTo(stage));
    OutputSchemaTests.hold("compile", record);
  }

  @Test
  void floatModelsNeedNoSamples() {
    PlumbRun run =
        PlumbRun.of(
            "compile",
            "-m",
            Scene.MODEL,
            "--stop-after",
            "optimise",
            "--working-dir",
            folder.resolve("unsampled"));
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(folder.resolve("unsampled/model_optimized_float_model.onnx")).isNotEmptyFile();
  }

  /** What docs/platforms.md says of compilations that fail. */
  @Test
  void stagesThatEndedStayWhereALaterOneFails() throws IOException {
    assertThat(run("failing").status()).isZero();
    Path damaged = new Scene(folder).dataFile("a.png", new byte[] {1, 2, 3});
    PlumbRun run = run("failing", "--cal-data-dir", damaged);
    assertThat(run.status()).as(run.err()).isEqualTo(ExitStatus.INPUT);
    assertThat(names(folder.resolve("failing")))
        .containsExactlyInAnyOrder("original_float_model.onnx", "optimized_float_model.onnx");
    assertSameModels(folder.resolve("failing"));
    assertThat(folder.resolve("failing/plumb_compile.log"))
        .content()
        .contains("error[picture.undecodable]");
  }

  @Test
  void itsPlanIsGoneOnFrom() throws IOException {
    assertThat(run("first", "--stop-after", "calibrate").out())
        .contains("Stopped after stage calibrate", "--plan " + folder.resolve("first"));
    PlumbRun second = run("second", "--plan", folder.resolve("first/shapes_plan.json"));
    assertThat(second.status()).as(second.err()).isZero();
    assertSameModels(folder.resolve("second"));
  }

  @Test
  void itsProgramIsBuilt() {
    assertThat(run("third", "--stop-after", "quantize").status()).isZero();
    Path program = folder.resolve("third/shapes_quantized_model.onnx");
    Path module = folder.resolve("third/built.plm");
    PlumbRun built = PlumbRun.of("build", program, "-o", module, "--no-native");
    assertThat(built.status()).as(built.err()).isZero();
    assertThat(module).exists();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--stop-after;link | expected optimise or calibrate or quantize, found 'link'",
        "--stop-after;optimize | did you mean 'optimise'",
        "--stop-after;calibrate;--strict | --strict goes to the end",
        "--stop-after;calibrate;--noise-budget | --noise-budget",
        "--stop-after;quantize;--min-cosine;0.9 | --min-cosine"
      })
  void whatComesLaterIsRefused(String options, String message) {
    PlumbRun run = run("refused", (Object[]) options.split(";"));
    assertThat(run.status()).isNotZero();
    assertThat(run.err()).contains(message);
    assertThat(folder.resolve("refused")).doesNotExist();
  }
}
