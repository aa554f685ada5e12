package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.plumbline.codegen.build.CCompiler;
import io.plumbline.testkit.LoopbackSshServer;
import io.plumbline.testkit.SharedData;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
