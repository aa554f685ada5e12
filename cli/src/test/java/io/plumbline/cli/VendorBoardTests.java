package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.cli.console.ExitStatus;
import io.plumbline.device.agent.Agent;
import io.plumbline.device.agent.AgentIdentity;
import io.plumbline.device.agent.AgentLimits;
import io.plumbline.runtime.Engine;
import io.plumbline.tensor.NpyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The vendors' verifiers beside an agent on loopback: program, module here, module there. */
class VendorBoardTests extends WithAgents {
  private static Path compiled;
  private static Agent agent;

  @BeforeAll
  static void compile() throws IOException {
    compiled = Files.copy(scene.module(), folder.resolve("shapes.bin"));
    AgentIdentity identity = AgentIdentity.make(folder.resolve("identity"));
    agent = scene.agent("board", AgentLimits.USUAL, identity);
    scene.know(agent, identity.fingerprint(), identity.token());
  }

  @AfterAll
  static void forget() {
    if (agent != null) {
      agent.close();
    }
  }

  private static PlumbRun passed(Object... words) {
    PlumbRun run = PlumbRun.of(words);
    assertThat(run.status()).as(run.err() + run.out()).isZero();
    assertThat(run.out()).contains("The model output consistency comparison was successful.");
    return run;
  }

  @Test
  void everyFormHoldsProgramModuleAndDeviceToEachOther() {
    String port = Integer.toString(agent.port());
    String both = scene.quantized() + "," + compiled;
    PlumbRun first =
        passed("hb_verifier", "-m", both, "-b", "127.0.0.1:" + port, "-s", "True", "-r", "True");
    assertThat(first.out())
        .contains(
            "Simulator is the executor 'native' of this machine, and no simulator of a chip; Arm is"
                + " 127.0.0.1:"
                + port,
            "Quanti onnx and Simulator result Strict check PASSED",
            "Quanti onnx and Arm result Strict check PASSED",
            "shapes.bin@127.0.0.1:%s against shapes_quantized_model.onnx: tensors of the same name"
                .formatted(port));
    PlumbRun board = passed("hb_verifier", "-m", both, "--ip", "127.0.0.1", "--port", port);
    assertThat(board.out())
        .contains("and Arm result", "Arm is 127.0.0.1:" + port + "; no simulator took part")
        .doesNotContain("Simulator");
    PlumbRun skipped = passed("hb_verifier", "-m", both, "--ip", "127.0.0.1", "--skip-arm");
    assertThat(skipped.out()).contains("and Simulator result").doesNotContain("and Arm result");
    PlumbRun alone = passed("hb_verifier", "-m", compiled, "-b", "127.0.0.1:" + port, "-s", "True");
    assertThat(alone.out()).contains("Simulator and Arm result Strict check PASSED");
    PlumbRun oldest =
        passed(
            "hb_model_verifier",
            "-q",
            scene.quantized(),
            "-b",
            compiled,
            "-a",
            "127.0.0.1:" + port);
    assertThat(oldest.out()).contains("and Simulator result", "and Arm result");
    PlumbRun trained =
        passed(
            "hbdk-model-verifier",
            "--hbm",
            compiled,
            "--model-pt",
            scene.quantized(),
            "--ip",
            "127.0.0.1:" + port);
    assertThat(trained.out()).contains("and Simulator result", "and Arm result");
  }

  /** What goes to the board is the compiled model, and the lines say what stood beside it. */
  @Test
  void modelsAreWhatTheyAreInAnyOrder() {
    String place = "127.0.0.1:" + agent.port();
    PlumbRun swapped = passed("hb_verifier", "-m", compiled + "," + scene.quantized(), "-b", place);
    assertThat(swapped.out())
        .contains("shapes.bin@" + place + " against shapes_quantized_model.onnx")
        .contains("Quanti onnx and Arm result Strict check PASSED");
    PlumbRun real = PlumbRun.of("hb_verifier", "-m", Scene.MODEL + "," + compiled, "-b", place);
    assertThat(real.out())
        .contains("model.onnx and Arm result Strict check FAILED")
        .doesNotContain("Quanti onnx");
  }

  /**
   * {@code MODULE@DEVICE} is a board by itself, and is held to as much as one that a flag names.
   */
  @Test
  void aModelThatNamesItsDeviceIsComparedAsStrictly() {
    String place = "127.0.0.1:" + agent.port();
    String there = compiled + "@" + place;
    PlumbRun alone = passed("hb_verifier", "-m", there, "-s", "True");
    assertThat(alone.out())
        .contains("Arm is " + place, "Simulator and Arm result Strict check PASSED");
    PlumbRun both = passed("hb_verifier", "-m", there + "," + scene.quantized());
    assertThat(both.out()).contains("Quanti onnx and Arm result Strict check PASSED");
    assertThat(both.err())
        .contains("the same as: plumb verify -m %s,%s --mode".formatted(scene.quantized(), there));
    PlumbRun here = passed("hb_verifier", "-m", compiled);
    assertThat(here.out())
        .contains("reference executor and vector executor result Strict check PASSED")
        .contains("no simulator and no board took part: this machine runs")
        .doesNotContain("Simulator");
    PlumbRun oldest = passed("hb_model_verifier", "-q", scene.quantized(), "-b", there);
    assertThat(oldest.out()).contains("and Simulator result", "and Arm result");
    assertThat(PlumbRun.of("hb_verifier", "-m", there, "-b", place).err())
        .contains("two boards are named");
    assertThat(
            PlumbRun.of("hb_verifier", "-m", scene.quantized() + "@" + place + "," + compiled)
                .err())
        .contains("is what boards are held to");
  }

  @Test
  void theBoardsRunnerRunsThere() {
    String place = "127.0.0.1:" + agent.port();
    String there = compiled + "@" + place;
    PlumbRun ran =
        PlumbRun.of(
            "hrt_model_exec",
            "infer",
            "--model_file=" + there,
            "--input_file=" + sample(),
            "--hybrid_dequantize_process",
            "1");
    assertThat(ran.status()).as(ran.err()).isZero();
    PlumbRun measured =
        PlumbRun.of("hrt_model_exec", "perf", "--model_file=" + there, "--frame_count=3");
    assertThat(measured.status()).as(measured.err()).isZero();
    assertThat(measured.out())
        .contains("measured from this machine, with the line to " + place)
        .doesNotContain("no board took part");
    assertThat(measured.err()).contains("the same as: plumb perf " + there + " --frames 3");
    PlumbRun joint = PlumbRun.of("run_joint", there, "--repeat", "2");
    assertThat(joint.status()).as(joint.err()).isZero();
    assertThat(joint.out()).contains("the board is " + place);
  }

  private static Path sample() {
    Path file = folder.resolve("sample.npy");
    try (Engine reference = scene.reference()) {
      NpyFile.write(file, AgentScene.inputs(reference, 1).values().iterator().next());
    }
    return file;
  }

  /** What is lacking is an option of the line that does the work. */
  @Test
  void whoseOptionsARemedyNamesIsSaid() {
    Path picture = Scene.files(Scene.EVALUATION).getFirst();
    PlumbRun run =
        PlumbRun.of("hb_verifier", "-m", scene.quantized() + "," + compiled, "-i", picture);
    assertThat(run.status()).isPositive();
    assertThat(run.err())
        .contains("note: options in what is said of the error are those of 'plumb verify'");
  }

  @Test
  void anotherModuleOnTheDeviceIsCounted() throws IOException {
    Path other = otherModule();
    PlumbRun run =
        PlumbRun.of(
            "hb_verifier",
            "-m",
            scene.quantized() + "," + other,
            "-b",
            "127.0.0.1:" + agent.port());
    assertThat(run.status()).as(run.err()).isEqualTo(ExitStatus.FAILED);
    assertThat(run.out())
        .contains(
            "mismatch.line_miss num: 0",
            "mismatch.line_diff num: 10",
            "total line num: 10",
            "Quanti onnx and Arm result Strict check FAILED",
            "check FAILED");
  }

  @Test
  void verifyHasATableOfEveryNodeForBoth() {
    PlumbRun run =
        PlumbRun.of(
            "verify",
            "-r",
            "-m",
            scene.quantized()
                + ","
                + scene.module()
                + ","
                + scene.module()
                + "@127.0.0.1:"
                + agent.port());
    assertThat(run.status()).as(run.err()).isZero();
    String board = "shapes.plm@127.0.0.1:" + agent.port();
    assertThat(run.out())
        .contains(
            "PASSED: shapes.plm against",
            "PASSED: " + board + " against",
            board + " against shapes_quantized_model.onnx: tensors of the same name");
  }
}
