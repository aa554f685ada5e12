package io.plumbline.codegen.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.tensor.EnvironmentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class CCompilerTests {
  @TempDir private Path folder;

  private CCompiler script(String text, Duration patience) throws IOException {
    Path script = Files.writeString(folder.resolve("cc"), text);
    return new CCompiler(List.of("sh", script.toString()), patience);
  }

  /** With a program that it waits for, as compilers are drivers of others. */
  @Test
  void aCompilerThatHangsIsStoppedWithWhatItStarted() throws IOException {
    CCompiler hanging = script("sh -c 'echo; sleep 60'; echo never", Duration.ofMillis(200));
    assertThatThrownBy(hanging::version)
        .isInstanceOfSatisfying(
            EnvironmentException.class,
            error -> {
              assertThat(error.code()).isEqualTo("compiler.late");
              assertThat(error.where()).contains("cc --version");
            });
    assertThat(ProcessHandle.current().descendants().map(ProcessHandle::info))
        .noneMatch(info -> info.commandLine().orElse("").contains("sleep 60"));
  }

  @Test
  void whatACompilerPrintsIsTold() throws IOException {
    assertThat(script("echo cc 1.0; echo more", Duration.ofMinutes(1)).version())
        .isEqualTo("cc 1.0");
    assertThatThrownBy(script("echo broken; exit 3", Duration.ofMinutes(1))::version)
        .hasMessageContaining("broken");
  }
}
