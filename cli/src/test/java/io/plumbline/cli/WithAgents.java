package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/**
 * A class of tests with a module for agents, in a folder of its own that keeps what is known of
 * them.
 */
abstract class WithAgents {
  @TempDir static Path folder;
  static AgentScene scene;

  @BeforeAll
  static void compileModule() {
    scene = AgentScene.of(folder);
  }

  @AfterAll
  static void forgetState() {
    System.clearProperty("plumbline.state");
  }

  /** The example's model as another module: compiled on random numbers. */
  static Path otherModule() throws IOException {
    Path config =
        Files.writeString(
            folder.resolve("other.yaml"),
            """
            model_parameters: {onnx_model: '%s', output_model_file_prefix: other, working_dir: '%s'}
            calibration_parameters: {calibration_type: skip}
            """
                .formatted(Scene.MODEL, folder.resolve("other")));
    PlumbRun run = PlumbRun.of("compile", "-c", config);
    assertThat(run.status()).as(run.err()).isZero();
    return folder.resolve("other/other.plm");
  }
}
