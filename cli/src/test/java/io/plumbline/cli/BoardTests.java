package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.plumbline.codegen.build.CCompiler;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.NpyFile;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import io.plumbline.testkit.LoopbackSshServer;
import io.plumbline.testkit.SharedData;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Models on a board behind OpenSSH's server, its processor emulated. */
class BoardTests {
  private static final String EMULATED = "&run=qemu-aarch64";

  @TempDir private static Path folder;
  private static LoopbackSshServer server;

  @BeforeAll
  static void start() throws Exception {
    System.setProperty("plumbline.state", folder.resolve("state").toString());
    assumeTrue(CCompiler.find().isPresent(), "skipped: no C compiler on this machine");
    server = LoopbackSshServer.start(folder);
  }

  @AfterAll
  static void stop() {
    System.clearProperty("plumbline.state");
    if (server != null) {
      server.close();
    }
  }

  private static String on(Path model, String options) {
    return model + "@" + server.address(folder.resolve("board"), options);
  }

  /** The quantized model, native code here and a program there, in every tensor. */
  @ParameterizedTest
  @ValueSource(strings = {"", "models/mlperf_tiny_onnx/resnet8_cifar10.onnx"})
  void programNativeAndBoardAreEqualToTheBit(String shared) throws Exception {
    for (String program : new String[] {"aarch64-linux-gnu-gcc", "qemu-aarch64"}) {
      assumeTrue(LoopbackSshServer.isInstalled(program), "skipped: no " + program);
    }
    Path work = Files.createTempDirectory(folder, "work");
    requireSuccess(
        shared.isEmpty()
            ? PlumbRun.of(
                "compile",
                "-c",
                Scene.EXAMPLE.resolve("config.yaml"),
                "--working-dir",
                work,
                "--prefix",
                "net",
                "--effort",
                "fast")
            : PlumbRun.of("compile", "-c", random(SharedData.require(shared), work)));
    Path quantized = work.resolve("net_quantized_model.onnx");
    Path module = work.resolve("net.plm");
    PlumbRun verified =
        requireSuccess(
            PlumbRun.of(
                "verify",
                "-r",
                "--atol",
                "0",
                "--rtol",
                "0",
                "-m",
                quantized + "," + module + "," + on(module, EMULATED)));
    String board = "net.plm@ssh://127.0.0.1:%d%s/board".formatted(server.port(), folder);
    assertThat(verified.out())
        .contains("PASSED: net.plm against", "PASSED: " + board + " against", "within 0.0");
  }

  private static Path random(Path model, Path work) throws Exception {
    return Files.writeString(
        work.resolve("c.yaml"),
        """
        model_parameters: {onnx_model: '%s', output_model_file_prefix: net, working_dir: '%s'}
        calibration_parameters: {calibration_type: skip}
        """
            .formatted(model, work));
  }

  private static PlumbRun requireSuccess(PlumbRun run) {
    assertThat(run.status()).as(run.err() + run.out()).isZero();
    return run;
  }

  @Test
  void perfTellsTheTimesOfNodesByTheBoard() {
    Path model = example();
    PlumbRun run = requireSuccess(PlumbRun.of("perf", on(model, ""), "--frames", "2", "--json"));
    assertThat(run.json().get("nodes").size()).isPositive();
    assertThat(run.json().get("executor").asString()).startsWith("ssh://");
  }

  private static Path example() {
    Path work = folder.resolve("example");
    if (!Files.exists(work)) {
      requireSuccess(
          PlumbRun.of(
              "compile",
              "-c",
              Scene.EXAMPLE.resolve("config.yaml"),
              "--working-dir",
              work,
              "--effort",
              "fast",
              "--no-native"));
    }
    return work.resolve("shapes_quantized_model.onnx");
  }

  @Test
  void theVendorsVerifierReachesIt() throws Exception {
    Path model = example();
    Path compiled = Files.copy(model, folder.resolve("shapes.bin"));
    PlumbRun run =
        requireSuccess(
            PlumbRun.of(
                "hb_verifier",
                "-m",
                model + "," + compiled,
                "--ip",
                server.address(folder.resolve("board"), "")));
    assertThat(run.out())
        .contains("Quanti onnx and Arm result Strict check PASSED")
        .doesNotContain("and Simulator");
  }

  /** All stages, the last of which is the board; and real numbers of what it hands out. */
  @Test
  void theBoardIsTheLastStageOfTheLadder() {
    Path model = example();
    PlumbRun run =
        requireSuccess(
            PlumbRun.of(
                "verify",
                "--ladder",
                folder.resolve("example"),
                "--limit",
                1,
                "-m",
                on(model, ""),
                "--json"));
    JsonNode last = run.json().get("ladder").get(run.json().get("ladder").size() - 1);
    assertThat(last.get("stage").asString()).isEqualTo("device");
    assertThat(last.get("pass").asBoolean()).isTrue();
    PlumbRun info = requireSuccess(PlumbRun.of("info", on(model, ""), "--json"));
    assertThat(info.json().at("/device/executor").asString()).startsWith("ssh://");
  }

  @Test
  void partsOfABatchAndRemovedEndsAreThoseOfHere() throws Exception {
    Path work = Files.createDirectories(folder.resolve("parts"));
    Path config =
        Files.writeString(
            work.resolve("c.yaml"),
            """
            model_parameters:
              onnx_model: '%s'
              output_model_file_prefix: net
              working_dir: '%s'
              remove_node_type: Dequantize
            input_parameters: {input_batch: 2, separate_batch: True}
            calibration_parameters: {calibration_type: skip, optimization: set_model_output_int8}
            """
                .formatted(Scene.MODEL, work));
    requireSuccess(PlumbRun.of("compile", "-c", config, "--no-native"));
    Path module = work.resolve("net.plm");
    Path sample = work.resolve("sample.npy");
    float[] values = new float[3 * 48 * 48];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % 17 / 8f - 1;
    }
    NpyFile.write(sample, Tensor.of(Shape.of(1, 3, 48, 48), values));
    List<Tensor> results = new ArrayList<>();
    for (Object place : List.of(module, on(module, ""))) {
      Path dump = Files.createTempDirectory(work, "dump");
      requireSuccess(
          PlumbRun.of(
              "infer", place, "--input", sample + "," + sample, "--dequantize", "--dump", dump));
      results.add(NpyFile.read(Scene.files(dump).getFirst()));
    }
    assertThat(results.getFirst().dtype()).isEqualTo(DType.FLOAT32);
    assertThat(results.getLast()).matches(results.getFirst()::sameAs);
  }

  @Test
  void whatABoardCannotIsRefused() {
    PlumbRun executor = PlumbRun.of("perf", on(example(), ""), "--executor", "vector");
    assertThat(executor.status()).isEqualTo(2);
    assertThat(executor.err()).contains("device.executor");
    PlumbRun model = PlumbRun.of("perf", on(Scene.MODEL, ""));
    assertThat(model.status()).isEqualTo(2);
    assertThat(model.err()).contains("device.not-a-module");
    PlumbRun host =
        PlumbRun.of(
            "perf",
            example() + "@" + server.address(folder.resolve("board"), "user_key", "none", ""));
    assertThat(host.status()).isEqualTo(4);
    assertThat(host.err()).contains("ssh.host-unknown", "SHA256:");
  }
}
