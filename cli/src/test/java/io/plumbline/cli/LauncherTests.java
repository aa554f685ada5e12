package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.plumbline.cli.console.ExitStatus;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  /** Sixty columns of a real pseudo-terminal; {@code script} of util-linux makes one. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void tablesEndWhereTheScreenDoes() throws Exception {
    assumeThat(Path.of("/usr/bin/script")).as("skipped: no script on this machine").exists();
    ProcessBuilder plain = installation.command(home, "info", Scene.MODEL, "--nodes");
    String line = "stty cols 60; '%s'".formatted(String.join("' '", plain.command()));
    ProcessBuilder screen =
        new ProcessBuilder("/usr/bin/script", "-qec", line, "/dev/null")
            .redirectInput(Path.of("/dev/null").toFile());
    screen.environment().clear();
    screen.environment().putAll(plain.environment());
    screen.environment().put("TERM", "xterm");
    PlumbRun onScreen = Installation.run(screen);
    assertThat(onScreen.out().lines().map(String::stripTrailing))
        .anyMatch(each -> each.startsWith("| conv10 "))
        .allMatch(each -> each.length() <= 60);
    assertThat(Installation.run(plain).out().lines()).anyMatch(each -> each.length() > 60);
  }

  /** What a start leaves for the next one beside the jars is a hint: damaged, it says nothing. */
  @Test
  void startsAreRememberedOnceAndADamagedMemoryIsPassedOver(@TempDir Path place) throws Exception {
    Installation own = Installation.into(place);
    Path example = Files.createDirectories(place.resolve("examples/shapes"));
    Files.copy(Scene.EXAMPLE.resolve("model.onnx"), example.resolve("model.onnx"));
    PlumbRun first = Installation.run(own.command(home, "--version"));
    assertThat(first.status()).describedAs(first.err()).isZero();
    Path cache = place.resolve("start.aot");
    assertThat(cache).isNotEmptyFile();
    FileTime made = Files.getLastModifiedTime(cache);
    assertThat(Installation.run(own.command(home, "--version"))).isEqualTo(first);
    assertThat(Files.getLastModifiedTime(cache)).isEqualTo(made);
    Files.write(cache, new byte[1000]);
    assertThat(Installation.run(own.command(home, "--version"))).isEqualTo(first);
  }

  /** One that is not there is no fault, one that is there and fails is. */
  @Test
  void aCompilerThatFailsIsWarnedOf() throws Exception {
    Path bin = Files.createDirectory(home.resolve("bin"));
    Path compiler = Files.writeString(bin.resolve("cc"), "#!/bin/sh\necho no; echo use; exit 3\n");
    assertThat(compiler.toFile().setExecutable(true)).isTrue();
    PlumbRun compiled =
        Installation.run(
            installation.command(
                home,
                "compile",
                "-m",
                Scene.MODEL,
                "--cal-data-dir",
                new Scene(home).pictures(2),
                "--preprocess",
                Scene.PREPROCESS,
                "--effort",
                "fast",
                "--no-native",
                "--prefix",
                "net",
                "--working-dir",
                home.resolve("out")));
    assertThat(compiled.status()).describedAs(compiled.err()).isZero();
    ProcessBuilder build =
        installation.command(
            home,
            "build",
            home.resolve("out/net_quantized_model.onnx"),
            "-o",
            home.resolve("n.plm"));
    build.environment().merge("PATH", bin.toString(), (path, first) -> first + ":" + path);
    PlumbRun run = Installation.run(build);
    assertThat(run.status()).describedAs(run.err()).isZero();
    assertThat(run.err())
        .contains("warning: n.plm: cc ", "ended with status 3: no; use; so it holds");
  }

  /** A name beyond ASCII names its file in the C locale, too. */
  @Test
  void filesOfAnyNameAreFoundInAnyLocale() throws Exception {
    assumeThat(System.getProperty("sun.jnu.encoding"))
        .as("what this test can name files in")
        .isEqualTo("UTF-8");
    Path model = Files.copy(Scene.MODEL, home.resolve("größe-模型.onnx"));
    ProcessBuilder builder = installation.command(home, "info", model);
    builder.environment().put("LC_ALL", "C");
    PlumbRun run = Installation.run(builder);
    assertThat(run.status()).describedAs(run.err()).isZero();
  }

  /** The program waits for a model that comes through a pipe, for as long as nobody writes it. */
  @Timeout(60)
  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT", "HUP", "KILL"})
  void aSignalToTheLauncherEndsTheProgramWithoutVectors(String signal) throws Exception {
    Path pipe = home.resolve("model.onnx");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    Process plumb =
        installation
            .command(home, "info", pipe)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (OutputStream model = Files.newOutputStream(pipe)) { // waits until the program reads
      send(signal, plumb);
      assertThat(plumb.waitFor()).isGreaterThan(128);
      assertThatIOException().isThrownBy(() -> model.write(0)).withMessage("Broken pipe");
    }
  }

  /** Where both streams end, the filter before standard error has ended, too. */
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT", "HUP", "KILL"})
  void aSignalToTheLauncherEndsTheProgramWithVectors(String signal) throws Exception {
    Process plumb =
        installation
            .command(home, "agent", "--port", "0", "--store", home.resolve("store"))
            .start();
    try (BufferedReader out = plumb.inputReader()) {
      assertThat(out.readLine()).startsWith("listens at 127.0.0.1:");
      send(signal, plumb);
      assertThat(plumb.waitFor()).isGreaterThan(128);
      assertThat(out.lines().skip(1)).isEmpty();
      assertThat(plumb.getErrorStream().readAllBytes()).isEmpty();
    }
  }

  private static void send(String signal, Process process) throws Exception {
    String kill = "kill -%s %d".formatted(signal, process.pid());
    assertThat(new ProcessBuilder("bash", "-c", kill).start().waitFor()).isZero();
  }

  @Test
  void theNoticeOfTheVectorApiIsNotShownAndAllElseIs() throws Exception {
    PlumbRun wrong = Installation.run(installation.command(home, "compil"));
    assertThat(wrong.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(wrong.err()).startsWith("error[usage]: ").endsWith("'plumb --help'\n");
    assertThat(wrong.out()).isEmpty();
    assertThat(Installation.run(installation.command(home, "--version")).err()).isEmpty();
  }

  /** So what they start with knows no vectors; constants of activations are looked at, too. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "check -m MODEL",
        "check -m MODEL --target npu-symmetric-int8 --json",
        "check -c EXAMPLE/config.yaml",
        "inspect -c EXAMPLE/config.yaml",
        "info MODEL --nodes",
        "info MODEL --tensors",
        "init -m MODEL -o OUT/config.yaml",
        "targets",
        "explain similarity.ruined",
      })
  void commandsThatAreOverInAMomentNeedNoVectors(String line) throws Exception {
    String filled =
        line.replace("MODEL", Scene.EXAMPLE.resolve("model.onnx").toString())
            .replace("EXAMPLE", Scene.EXAMPLE.toString())
            .replace("OUT", home.toString());
    PlumbRun run = Installation.run(installation.command(home, (Object[]) filled.split(" ", -1)));
    assertThat(run.status()).describedAs(run.err()).isZero();
    assertThat(run.err()).doesNotContain("vector");
  }

  @Test
  void whatTheJvmRefusesIsShown() throws Exception {
    ProcessBuilder builder = installation.command(home, "--version");
    builder.environment().put("PLUMB_JAVA_OPTIONS", "-XX:+NoSuchOption");
    builder.redirectErrorStream(true);
    Process process = builder.start();
    assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .contains("NoSuchOption");
    assertThat(process.waitFor()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"--version", "--help", "compile --help", "info MODEL", "info MODEL --json"})
  @EnabledOnOs(value = OS.LINUX, disabledReason = "needs /dev/full")
  void outputThatCannotBeWrittenIsAFailure(String line) throws Exception {
    String model = Scene.EXAMPLE.resolve("model.onnx").toString();
    Object[] arguments = line.replace("MODEL", model).split(" ", -1);
    Process process =
        installation.command(home, arguments).redirectOutput(Path.of("/dev/full").toFile()).start();
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).describedAs(err).isEqualTo(ExitStatus.ENVIRONMENT);
    assertThat(err).contains("error[environment.output]: ").contains("where: standard output");
  }
}
