package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.plumbline.testkit.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Python package's own tests, with the launcher as it is installed. */
class PythonTests {
  private static final Path PACKAGE = SharedData.root().resolve("python");

  @TempDir private Path folder;

  @Test
  void arraysGoInAndComeOut() throws IOException, InterruptedException {
    assumeTrue(hasNumpy(), "skipped: no python3 with numpy on this machine");
    Installation installation = Installation.into(Files.createDirectory(folder.resolve("plumb")));
    PlumbRun run =
        python(
            Map.of(
                "PLUMB", installation.folder().resolve("plumb").toString(),
                "PLUMBLINE_EXAMPLE", Scene.EXAMPLE.toString(),
                "JAVA_HOME", System.getProperty("java.home")),
            "-m",
            "unittest",
            "discover",
            "-s",
            PACKAGE.resolve("tests").toString());
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.err()).contains("\nOK\n");
  }

  private boolean hasNumpy() throws InterruptedException {
    try {
      return python(Map.of(), "-c", "import numpy").status() == 0;
    } catch (IOException _) {
      return false;
    }
  }

  private PlumbRun python(Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder("python3");
    builder.command().addAll(List.of(arguments));
    builder.environment().putAll(environment);
    builder.environment().put("PYTHONPATH", PACKAGE.toString());
    builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
    return Installation.run(builder);
  }
}
