package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.plumbline.cli.console.ExitStatus;
import io.plumbline.codegen.build.CCompiler;
import io.plumbline.tensor.RawTensorFile;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The shipped example as a module. */
class ModuleTests {
  private static final String STATE = "plumbline.state";

  @TempDir private static Path folder;
  private static Path quantized;
  private static Path module;
  private static Path input;

  @BeforeAll
  static void build() throws IOException {
    System.setProperty(STATE, folder.resolve("state").toString());
    PlumbRun compiled =
        PlumbRun.of(
            "compile",
            "-c",
            Scene.EXAMPLE.resolve("config.yaml"),
            "--working-dir",
            folder.resolve("work"),
            "--effort",
            "fast");
    assertThat(compiled.status()).as(compiled.err()).isZero();
    quantized = folder.resolve("work/shapes_quantized_model.onnx");
    module = folder.resolve("built.plm");
    PlumbRun built = PlumbRun.of("build", quantized, "-o", module);
    assertThat(built.status()).as(built.err()).isZero();
    input = folder.resolve("input.bin");
    float[] numbers = new float[3 * 48 * 48];
    Random random = new Random(5);
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) random.nextGaussian();
    }
    RawTensorFile.write(input, Tensor.of(Shape.of(1, 3, 48, 48), numbers));
  }

  @BeforeEach
  void state() {
    System.setProperty(STATE, folder.resolve("state").toString());
  }

  @AfterAll
  static void forget() {
    System.clearProperty(STATE);
  }

  private static void assumeCompiler() {
    assumeTrue(CCompiler.find().isPresent(), "skipped: no C compiler on this machine");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--native", "--executor=vector", "--executor=reference"})
  void everyExecutorGivesTheBitsOfTheQuantizedModel(String option) throws IOException {
    assumeCompiler();
    Path wanted = Files.createTempDirectory(folder, "wanted");
    PlumbRun given =
        PlumbRun.of("infer", quantized, "--input", input, "--dump", wanted, "--format", "bin");
    assertThat(given.status()).as(given.err()).isZero();
    Path found = Files.createTempDirectory(folder, "found");
    PlumbRun run =
        option.isEmpty()
            ? infer(found)
            : PlumbRun.of(
                "infer",
                module,
                "--input",
                input,
                "--dump",
                found,
                "--format",
                "bin",
                "--json",
                option);
    assertThat(run.status()).as(run.err()).isZero();
    String executor =
        option.startsWith("--executor=") ? option.substring("--executor=".length()) : "native";
    assertThat(run.json().get("executor").asString()).isEqualTo(executor);
    assertThat(run.err()).doesNotContain("module.");
    for (Path file : Scene.files(wanted)) {
      assertThat(found.resolve(file.getFileName())).hasSameBinaryContentAs(file);
    }
  }

  private static PlumbRun infer(Path dump) {
    return PlumbRun.of(
        "infer", module, "--input", input, "--dump", dump, "--format", "bin", "--json");
  }

  @Test
  void whatOthersBuiltRunsOnlyOnRequest() throws IOException {
    assumeCompiler();
    System.setProperty(STATE, folder.resolve("elsewhere").toString());
    PlumbRun run = infer(Files.createTempDirectory(folder, "dump"));
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.json().get("executor").asString()).isEqualTo("vector");
    assertThat(run.err()).contains("module.untrusted", "--executor native");
    PlumbRun trusted = PlumbRun.of("infer", module, "--input", input, "--native", "--json");
    assertThat(trusted.json().get("executor").asString()).isEqualTo("native");
  }

  @Test
  void aModuleWithoutNativeCodeSaysSo() {
    Path bare = folder.resolve("bare.plm");
    PlumbRun built = PlumbRun.of("build", module, "-o", bare, "--no-native", "--json");
    assertThat(built.status()).as(built.err()).isZero();
    assertThat(built.json().get("native").isEmpty()).isTrue();
    PlumbRun run = PlumbRun.of("infer", bare, "--input", input, "--json");
    assertThat(run.json().get("executor").asString()).isEqualTo("vector");
    assertThat(run.err()).contains("module.no-native");
    PlumbRun refused = PlumbRun.of("infer", bare, "--input", input, "--native");
    assertThat(refused.status()).isEqualTo(4);
    assertThat(refused.err()).contains("module.no-native", "plumb build");
    PlumbRun info = PlumbRun.of("info", bare, "--json");
    assertThat(info.json().has("built here")).as("nothing in it shows who built it").isFalse();
  }

  @Test
  void whatIsInItIsTold() {
    assumeCompiler();
    PlumbRun built = PlumbRun.of("build", quantized, "-o", folder.resolve("told.plm"), "--json");
    JsonNode object = built.json().get("native").get(0);
    assertThat(object.get("compiler").asString()).isNotBlank();
    assertThat(object.get("sha256").asString()).hasSize(64);
    PlumbRun info = PlumbRun.of("info", module, "--json");
    assertThat(info.json().get("native").get(0).get("sha256")).isEqualTo(object.get("sha256"));
    assertThat(info.json().get("kind").asString()).isEqualTo("module");
    assertThat(info.json().get("built_here").asString()).isEqualTo("yes");
  }

  private static PlumbRun eval(String... more) {
    List<Object> arguments =
        new ArrayList<>(
            List.of(
                "eval",
                quantized + "," + module,
                "--data",
                Scene.EVALUATION,
                "--labels",
                Scene.LABELS,
                "--preprocess",
                Scene.PREPROCESS,
                "--limit",
                "20",
                "--json"));
    arguments.addAll(List.of(more));
    return PlumbRun.of(arguments);
  }

  @Test
  void evalScoresWhatTheQuantizedModelScores() {
    assumeCompiler();
    assertThat(eval("--native").status())
        .as("the quantized model has no native code")
        .isEqualTo(ExitStatus.ENVIRONMENT);
    PlumbRun own = eval();
    assertThat(own.status()).as(own.err()).isZero();
    JsonNode scores = own.json().get("models").get(1);
    assertThat(scores.get("agreement").asDouble()).isEqualTo(1);
    assertThat(scores.get("cosine").asDouble()).isEqualTo(1);
  }

  @Test
  void verifyHoldsNativeCodeToTheOtherExecutors() {
    assumeCompiler();
    PlumbRun run = PlumbRun.of("verify", "-m", module, "--all-nodes", "--random", "2");
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).contains("vector executor", "native executor");
    PlumbRun pair = PlumbRun.of("verify", "-m", quantized + "," + module, "--digits", "9");
    assertThat(pair.status()).as(pair.err()).isZero();
    PlumbRun own =
        PlumbRun.of("verify", "-m", quantized + "," + module, "--executor", "native", "--json");
    assertThat(own.status()).as(own.err()).isZero();
    assertThat(own.err()).contains("shapes_quantized_model.onnx", "module.no-native");
    PlumbRun none = PlumbRun.of("verify", "-m", quantized + "," + Scene.MODEL, "--native");
    assertThat(none.status()).isEqualTo(ExitStatus.ENVIRONMENT);
    assertThat(none.err()).contains("none of these holds native code");
    System.setProperty(STATE, folder.resolve("elsewhere").toString());
    PlumbRun other = PlumbRun.of("verify", "-m", module);
    assertThat(other.out()).doesNotContain("native executor");
    assertThat(other.err()).contains("module.untrusted");
  }

  @Test
  void damagedModulesAreRefused() throws IOException {
    byte[] bytes = Files.readAllBytes(module);
    Path cut = folder.resolve("cut.plm");
    Files.write(cut, Arrays.copyOf(bytes, bytes.length - 1));
    PlumbRun run = PlumbRun.of("infer", cut, "--input", input);
    assertThat(run.status()).isEqualTo(3);
    assertThat(run.err()).contains("program.malformed", "SHA-256");
  }

  @Test
  void anExecutorThatFitsNoModelIsRefused() {
    PlumbRun run = PlumbRun.of("infer", Scene.MODEL, "--input", input, "--executor", "vector");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("is no integer program");
    PlumbRun unknown = PlumbRun.of("infer", module, "--input", input, "--executor", "vektor");
    assertThat(unknown.status()).isEqualTo(2);
    assertThat(unknown.err()).contains("vektor", "'vector'?", "native");
    PlumbRun both =
        PlumbRun.of("infer", module, "--input", input, "--native", "--executor", "vector");
    assertThat(both.status()).isEqualTo(2);
  }

  @Test
  void floatModelsAndWrongTargetsAreRefused() {
    PlumbRun real = PlumbRun.of("build", Scene.MODEL, "-o", folder.resolve("no.plm"));
    assertThat(real.status()).isEqualTo(3);
    assertThat(real.err()).contains("build.not-quantized");
    PlumbRun target = PlumbRun.of("build", quantized, "-o", folder.resolve("no.plm"), "--for", "x");
    assertThat(target.status()).isEqualTo(2);
    assertThat(target.err()).contains("build.target", "avx512-vnni");
    assertThat(folder.resolve("no.plm")).doesNotExist();
  }
}
