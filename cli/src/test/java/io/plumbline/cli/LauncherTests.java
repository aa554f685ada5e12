package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The program as a process: what its launcher adds to what the commands do. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a bash script")
class LauncherTests {
  @TempDir private static Path folder;
  private static Installation installation;

  @TempDir private Path home;

  @BeforeAll
  static void install() throws IOException {
    installation = Installation.into(folder);
  }

  @Test
  void aRunWithPicturesAndAModelLeavesNothingOutsideTheInstallation() throws Exception {
    Path temporary = Files.createDirectory(home.resolve("temporary"));
    ProcessBuilder builder =
        installation.command(
            home,
            "infer",
            Scene.EXAMPLE.resolve("model.onnx"),
            "--input",
            Scene.EXAMPLE.resolve("evaluation/evaluation_240.png"),
            "--preprocess",
            Scene.EXAMPLE.resolve("preprocess.yaml"));
    String options = "-Duser.home=%s -Djava.io.tmpdir=%s".formatted(home, temporary);
    builder.environment().put("PLUMB_JAVA_OPTIONS", options);
    PlumbRun run = Installation.run(builder);
    assertThat(run.status()).describedAs(run.err()).isZero();
    try (Stream<Path> left = Files.walk(home)) {
      assertThat(left).containsExactlyInAnyOrder(home, temporary);
    }
    assertThat(folder.resolve("native")).isNotEmptyDirectory();
  }
}
