package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.plumbline.cli.console.ExitStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What docs/platforms.md says of runs that end otherwise than well, of the program as a process.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a bash script")
class UnusualEndingTests {
  @TempDir private static Path folder;
  private static Installation installation;

  @TempDir private Path home;

  @BeforeAll
  static void install() throws IOException {
    installation = Installation.into(folder);
  }

  /** A command line of bash in which {@code "$@"} stands for the program with its arguments. */
  private ProcessBuilder shell(String script, Object... arguments) {
    ProcessBuilder plain = installation.command(home, arguments);
    List<String> line = new ArrayList<>(List.of("bash", "-c", script, "bash"));
    line.addAll(plain.command());
    return plain.command(line);
  }

  private Object[] compile(Path model, Path target) {
    return new Object[] {
      "compile",
      "-m",
      model,
      "--cal-data-dir",
      new Scene(home).pictures(2),
      "--preprocess",
      Scene.PREPROCESS,
      "--effort",
      "fast",
      "--no-native",
      "--working-dir",
      target
    };
  }

  @Test
  void theCLocaleHoldsEveryName() throws Exception {
    assumeThat(System.getProperty("sun.jnu.encoding"))
        .as("what this test can name files in")
        .isEqualTo("UTF-8");
    Path model = Files.copy(Scene.MODEL, home.resolve("模型.onnx"));
    ProcessBuilder builder = installation.command(home, compile(model, home.resolve("输出")));
    builder.command().addAll(List.of("--prefix", "网"));
    builder.environment().put("LC_ALL", "C");
    PlumbRun run = Installation.run(builder);
    assertThat(run.status()).describedAs(run.err()).isZero();
    assertThat(run.out()).contains("/输出/网_quantized_model.onnx");
    assertThat(home.resolve("输出/网_quantized_model.onnx")).isNotEmptyFile();
    assertThat(home.resolve("输出/网.json")).content().contains("模型.onnx");
  }

  @Test
  void aDumbTerminalGetsPlainLines() throws Exception {
    assumeThat(Path.of("/usr/bin/script")).as("skipped: no script on this machine").exists();
    List<String> plain = installation.command(home, "check", Scene.MODEL, "--verbose").command();
    ProcessBuilder screen = installation.command(home);
    screen.command(
        "/usr/bin/script", "-qec", "'%s'".formatted(String.join("' '", plain)), "/dev/null");
    screen.environment().put("TERM", "dumb");
    PlumbRun run = Installation.run(screen.redirectInput(Path.of("/dev/null").toFile()));
    assertThat(run.status()).describedAs(run.out()).isZero();
    assertThat(run.out()).contains("verdict: ").doesNotContain("\u001b");
  }

  /** Who stops reading has what it wants: no message, and the status that shells give. */
  @ParameterizedTest
  @ValueSource(strings = {"--help", "check MODEL --json"})
  void aReaderThatGoesIsNoFault(String line) throws Exception {
    Object[] arguments = line.replace("MODEL", Scene.MODEL.toString()).split(" ", -1);
    PlumbRun run = Installation.run(shell("set -o pipefail; \"$@\" | exec 0<&- true", arguments));
    assertThat(run).isEqualTo(new PlumbRun(ExitStatus.UNREAD, "", ""));
  }

  @ParameterizedTest
  @CsvSource({
    ">&-, 4, environment.output",
    "<&- >&-, 4, environment.output",
    ">&- 2>&-, 4, ''",
    "2>&-, 0, ''",
    "<&- >/dev/null 2>&-, 0, ''"
  })
  void closedStreamsAreNotTakenForFiles(String closed, int status, String code) throws Exception {
    PlumbRun run = Installation.run(shell("exec \"$@\" " + closed, "check", Scene.MODEL));
    assertThat(run.status()).as(run.err()).isEqualTo(status);
    assertThat(run.err()).contains(code);
    assertThat(run.err().lines().filter(each -> each.startsWith("error"))).hasSizeLessThan(2);
  }

  @Test
  void aFailureWithoutStreamsHasItsStatus() throws Exception {
    PlumbRun run = Installation.run(shell("exec \"$@\" <&- >&- 2>&-", "check", "none.onnx"));
    assertThat(run).isEqualTo(new PlumbRun(ExitStatus.INPUT, "", ""));
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "needs /dev/stdin")
  void aClosedInputIsEmpty() throws Exception {
    PlumbRun run =
        Installation.run(shell("exec \"$@\" <&-", "infer", Scene.MODEL, "--input", "/dev/stdin"));
    assertThat(run.status()).as(run.err()).isEqualTo(ExitStatus.INPUT);
    assertThat(run.err()).contains("error[data.missing-file]", "where: /dev/stdin");
  }

  /** A limit on the size of files, in blocks of 1024 bytes, fails writes as a full disk does. */
  @Test
  void nothingIsHalfWrittenOnAFullDisk() throws Exception {
    Path target = home.resolve("out");
    PlumbRun run =
        Installation.run(shell("ulimit -f 100; exec \"$@\"", compile(Scene.MODEL, target)));
    assertThat(run.status()).as(run.err()).isEqualTo(ExitStatus.ENVIRONMENT);
    Path refused = target.resolve("model_original_float_model.onnx");
    assertThat(run.err())
        .contains("error[environment.write]: ", "where: " + refused, "to do: free space");
    assertThat(Scene.files(target)).containsExactly(target.resolve("plumb_compile.log"));
    assertThat(target.resolve("plumb_compile.log")).content().contains("error[environment.write]");
  }
}
