package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.cli.console.Console;
import io.plumbline.cli.console.ConsoleProgress;
import io.plumbline.cli.console.Terminal;
import io.plumbline.tensor.Finding;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class ConsoleTests {
  @Test
  void findingsThatSayTheSameAreOneLine() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Console console =
        new Console(
            new PrintStream(OutputStream.nullOutputStream()),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false,
            false,
            Terminal.NONE);
    console.findings(
        List.of(
            Finding.warning("a", "conv1", "too coarse"),
            Finding.info("a", "conv1", "too coarse"),
            Finding.warning("a", "conv2", "too coarse"),
            Finding.warning("b", "conv3", "too fine"),
            Finding.warning("a", "conv4", "too coarse")));
    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            """
            warning: ×3, first at conv1: too coarse [a]
            info: conv1: too coarse [a]
            warning: conv3: too fine [b]
            what these codes mean: plumb explain CODE
            """);
  }

  /** Also where the work fails. */
  @Test
  void findingsOfAFailureThatSayTheSameAreOneLine() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Console console =
        new Console(
            new PrintStream(OutputStream.nullOutputStream()),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false,
            false,
            Terminal.NONE);
    new ConsoleProgress(console)
        .findings(
            List.of(
                Finding.warning("a", "s1.npy", "too short"),
                Finding.info("b", "s1.npy", "is known"),
                Finding.warning("a", "s2.npy", "too short")));
    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            """
            warning: ×2, first at s1.npy: too short [a]
            what these codes mean: plumb explain CODE
            """);
  }

  @Test
  void aModelOfInfoIsNamedAsElsewhere() {
    PlumbRun place = PlumbRun.of("info", Scene.MODEL);
    PlumbRun option = PlumbRun.of("info", "-m", Scene.MODEL);
    assertThat(option.status()).describedAs(option.err()).isZero();
    assertThat(option.out()).isEqualTo(place.out());
    assertThat(PlumbRun.of("info").status()).isEqualTo(2);
  }

  @Test
  void infoShowsNodesAndTensorsWhereAsked() {
    PlumbRun plain = PlumbRun.of("info", Scene.MODEL);
    PlumbRun all = PlumbRun.of("info", Scene.MODEL, "--nodes", "--tensors");
    assertThat(all.out())
        .startsWith(plain.out())
        .containsPattern("\\| conv1 +\\| Conv +\\| input, ")
        .containsPattern("\\| input +\\| input +\\| f32 +\\|");
    assertThat(PlumbRun.of("info", Scene.MODEL, "--nodes", "--json").out())
        .contains("\"sections\"");
  }

  @Test
  void helpNamesCommandsInEveryWay() {
    String help = PlumbRun.of("--help").out();
    assertThat(PlumbRun.of("help").out()).isEqualTo(help);
    assertThat(PlumbRun.of("help", "check").out()).isEqualTo(PlumbRun.of("check", "--help").out());
    PlumbRun bare = PlumbRun.of();
    assertThat(bare.status()).isEqualTo(2);
    assertThat(bare.err()).startsWith(help).contains("a command is missing");
  }

  @Test
  void shellsCompleteEveryCommand() {
    PlumbRun run = PlumbRun.of("completion");
    assertThat(run.status()).isZero();
    assertThat(run.out())
        .startsWith("#!/usr/bin/env bash")
        .contains("complete -F _complete_plumb", "--working-dir", "run-all");
  }

  @Test
  void theVersionSaysWhatItRunsOn() {
    assertThat(PlumbRun.of("--version").out())
        .startsWith("plumbline ")
        .containsPattern("\nJava 25\\S* .*, ONNX Runtime [0-9.]+, " + System.getProperty("os.name"))
        .isEqualTo(PlumbRun.of("-V").out());
  }

  @Test
  void checkTakesItsModelByPlace() {
    assertThat(PlumbRun.of("check", Scene.MODEL).out())
        .isEqualTo(PlumbRun.of("check", "-m", Scene.MODEL).out());
  }

  @ParameterizedTest
  @CsvSource(
      value = {
        "info none.onnx --json,      3, model.missing-file, none.onnx",
        "info --json --none,         2, usage,          plumb info",
        "check a.onnx -m b.onnx --json, 2, usage,       plumb check",
      })
  void errorsAreObjectsForMachinesToo(String line, int status, String code, String where) {
    PlumbRun run = PlumbRun.of((Object[]) line.split(" +"));
    assertThat(run.status()).as(run.err()).isEqualTo(status);
    JsonNode error = run.json().get("error");
    assertThat(error.get("code").asString()).isEqualTo(code);
    assertThat(error.get("where").asString()).isEqualTo(where);
    assertThat(error.get("message").asString()).isNotEmpty();
    assertThat(error.get("remedy").asString()).isNotEmpty();
    assertThat(run.err()).contains("error[" + code + "]", "to do: ");
  }
}
