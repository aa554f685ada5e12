package io.plumbline.cli;

import static io.plumbline.cli.Scene.EVALUATION;
import static io.plumbline.cli.Scene.LABELS;
import static io.plumbline.cli.Scene.MODEL;
import static io.plumbline.cli.Scene.PREPROCESS;
import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.cli.console.ExitStatus;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OtherFaultTests {
  @TempDir private Path folder;

  /** A command line that must fail. */
  record Fault(
      String name,
      Function<Scene, List<?>> arguments,
      int status,
      String code,
      String where,
      String message) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Fault> commands() {
    return List.of(
        new Fault("no command", s -> List.of(), 2, "usage", "plumb", "a command is missing"),
        new Fault("unknown command", s -> List.of("compil"), 2, "usage", "plumb", "compil"),
        new Fault("init of nothing", s -> List.of("init"), 2, "usage", "plumb init", "--model"),
        new Fault(
            "init over a file",
            s -> List.of("init", "-m", MODEL, "-o", s.write("c.yaml", "x")),
            2,
            "init.exists",
            "c.yaml",
            "exists already"),
        new Fault(
            "init over a folder",
            s -> List.of("init", "-m", MODEL, "--force", "-o", s.emptyFolder("configs")),
            2,
            "init.exists",
            "configs",
            "this is a folder"),
        new Fault(
            "init of a file that only this process has",
            s -> List.of("init", "-m", "/dev/stdin", "-o", s.at("c.yaml")),
            2,
            "init.passing-file",
            "/dev/stdin",
            "a configuration names it for later"),
        new Fault(
            "init with samples that cannot be used",
            s ->
                List.of(
                    "init", "-m", MODEL, "-o", s.at("c.yaml"), "--cal-data-dir", s.at("absent")),
            3,
            "data.folder",
            "absent",
            "there is no such folder"),
        new Fault(
            "init with a tar file of samples that is not there",
            s ->
                List.of(
                    "init", "-m", MODEL, "-o", s.at("c.yaml"), "--cal-data-dir", s.at("cal.tar")),
            3,
            "data.folder",
            "cal.tar",
            "there is no such file"),
        new Fault(
            "init of a picture",
            s -> List.of("init", "-m", Scene.picture(0), "-o", s.at("c.yaml")),
            3,
            "model.not-onnx",
            "calibration_000.png",
            "no ONNX model"),
        new Fault(
            "init below a file",
            s -> List.of("init", "-m", MODEL, "-o", s.write("f", "").resolve("c.yaml")),
            4,
            "environment.write",
            "c.yaml",
            "cannot be written"),
        new Fault(
            "eval of nothing",
            s -> List.of("eval", ",", "--data", s.folder(), "--labels", s.at("l")),
            2,
            "usage",
            "plumb eval",
            "no model is named"),
        new Fault(
            "eval with no program",
            s -> List.of("eval", MODEL, "--data", s.folder(), "--metric-command", " "),
            2,
            "usage",
            "--metric-command",
            "it names no program"),
        new Fault(
            "info of nothing", s -> List.of("info", s.at("a")), 3, "model.missing-file", "a", ""),
        new Fault(
            "info of a device",
            s -> List.of("info", "/dev/null"),
            3,
            "model.missing-file",
            "/dev/null",
            "not a file but a pipe or a device"),
        new Fault(
            "tune of nothing",
            s -> List.of("tune", "-c", s.at("a.yaml"), "--target-cosine", "0.9"),
            2,
            "config.missing-file",
            "a.yaml",
            "no such file"),
        new Fault(
            "an unknown form of progress",
            s -> List.of("vendors", "--progress=xml"),
            2,
            "usage",
            "plumb vendors",
            "expected text or json or none, found 'xml'"),
        new Fault(
            "check of an absent caffemodel",
            s -> List.of("check", "-m", s.at("net.caffemodel")),
            3,
            "caffe.missing-file",
            "net.caffemodel",
            "no such file"),
        new Fault(
            "info of a picture",
            s -> List.of("info", Scene.picture(0)),
            3,
            "model.not-onnx",
            "calibration_000.png",
            "no ONNX model"),
        new Fault(
            "check of a dynamic model",
            s -> List.of("check", "-m", CompileFault.dynamic(s)),
            2,
            "shape.dynamic",
            "input",
            "1 x 3 x H x 48"),
        new Fault(
            "check with half of -i",
            s -> List.of("check", "-m", MODEL, "-i", "input"),
            2,
            "usage",
            "plumb check",
            "-i"));
  }

  private static List<Object> infer(Object model, Object input, Object... more) {
    List<Object> arguments = new ArrayList<>(List.of("infer", model, "--input", input));
    arguments.addAll(List.of(more));
    return arguments;
  }

  static List<Fault> inference() {
    return List.of(
        new Fault(
            "unknown tensor",
            s -> infer(MODEL, Scene.picture(0), "--preprocess", PREPROCESS, "--fetch", "relu1.ou"),
            2,
            "",
            "relu1.ou",
            "did you mean 'relu1.out'"),
        new Fault(
            "too many inputs",
            s -> infer(MODEL, Scene.picture(0) + "," + Scene.picture(1)),
            2,
            "infer.input-count",
            "--input",
            "2 files"),
        new Fault(
            "picture without preprocessing",
            s -> infer(MODEL, Scene.picture(0)),
            2,
            "data.no-preprocess",
            "calibration_000.png",
            "these are pictures"),
        new Fault(
            "missing input",
            s -> infer(MODEL, s.at("a.png"), "--preprocess", PREPROCESS),
            3,
            "data.unreadable",
            "a.png",
            "there is no such file"),
        new Fault(
            "raw input of wrong size",
            s -> infer(MODEL, s.write("a.bin", new byte[12])),
            3,
            "",
            "a.bin",
            "12"),
        new Fault(
            "raw input of a dynamic model",
            s -> infer(CompileFault.dynamic(s), s.write("a.bin", new byte[12])),
            2,
            "data.dynamic-raw",
            "a.bin",
            "input 'input' is dynamic"),
        new Fault(
            "unknown format",
            s -> infer(MODEL, Scene.picture(0), "--format", "csv"),
            2,
            "usage",
            "--format",
            "csv"),
        new Fault(
            "dump below a file",
            s ->
                infer(
                    MODEL,
                    Scene.picture(0),
                    "--preprocess",
                    PREPROCESS,
                    "--dump",
                    s.write("f", "").resolve("d")),
            4,
            "environment.write",
            "f/d",
            "cannot be written"));
  }

  private static List<Object> eval(Object models, Path labels, Object... more) {
    List<Object> arguments =
        new ArrayList<>(List.of("eval", models, "--data", EVALUATION, "--labels", labels));
    arguments.addAll(List.of(more));
    return arguments;
  }

  static List<Fault> evaluation() {
    return List.of(
        new Fault(
            "label out of range",
            s ->
                eval(
                    MODEL, s.write("l.txt", "evaluation_000.png 10\n"), "--preprocess", PREPROCESS),
            3,
            "data.label",
            "evaluation_000.png",
            "label 10 is no class of a model with 10 outputs"),
        new Fault(
            "line without label",
            s -> eval(MODEL, s.write("l.txt", "a.png 1\nb.png\n"), "--preprocess", PREPROCESS),
            3,
            "labels.line",
            "l.txt:2",
            "b.png"),
        new Fault(
            "missing labels",
            s -> eval(MODEL, s.at("l.txt"), "--preprocess", PREPROCESS),
            3,
            "labels.unreadable",
            "l.txt",
            ""),
        new Fault(
            "labels that are no text",
            s -> eval(MODEL, Scene.picture(0), "--preprocess", PREPROCESS),
            3,
            "labels.",
            "calibration_000.png",
            ""),
        new Fault(
            "no sample exists",
            s -> eval(MODEL, s.write("l.txt", "a.png 1\nb.png 2\n"), "--preprocess", PREPROCESS),
            3,
            "data.",
            "",
            ""),
        new Fault(
            "two inputs",
            s -> eval(s.twoInputs(), LABELS, "--preprocess", PREPROCESS),
            2,
            "eval.inputs",
            "edited.onnx",
            "2 inputs"),
        new Fault(
            "two inputs in the second model",
            s -> eval(MODEL + "," + s.twoInputs(), LABELS, "--preprocess", PREPROCESS),
            2,
            "eval.inputs",
            "edited.onnx",
            "2 inputs"),
        new Fault(
            "second model of another input",
            s -> eval(MODEL + "," + larger(s), LABELS, "--preprocess", PREPROCESS),
            2,
            "eval.inputs",
            "edited.onnx",
            "1x3x96x48"),
        new Fault(
            "pictures without preprocessing",
            s -> eval(MODEL, LABELS),
            2,
            "data.no-preprocess",
            "evaluation",
            "these are pictures"),
        new Fault(
            "no limit",
            s -> eval(MODEL, LABELS, "--limit", "0"),
            2,
            "usage",
            "plumb eval",
            "from 1"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"commands", "inference", "evaluation"})
  void failsInThreeLines(Fault fault) {
    List<?> arguments = fault.arguments().apply(new Scene(folder));
    List<Path> before = Scene.files(folder);
    PlumbRun run = PlumbRun.of(arguments);
    assertThat(run.status()).as(run.err()).isEqualTo(fault.status());
    assertThat(run.err()).contains("error[" + fault.code()).doesNotContain("\tat ");
    assertThat(line(run, "error[")).contains(fault.message());
    assertThat(line(run, "  where: ")).contains(fault.where());
    assertThat(line(run, "  to do: ")).hasSizeGreaterThan("  to do: ".length());
    assertThat(run.out()).isEmpty();
    assertThat(Scene.files(folder)).isEqualTo(before);
  }

  @Test
  void verboseShowsTheTrace() {
    PlumbRun run = PlumbRun.of("info", folder.resolve("absent.onnx"), "-v");
    assertThat(run.status()).isEqualTo(ExitStatus.INPUT);
    assertThat(run.err()).contains("\tat io.plumbline");
  }

  private static String line(PlumbRun run, String start) {
    return run.err().lines().filter(line -> line.startsWith(start)).findFirst().orElse("");
  }

  private static Path larger(Scene scene) {
    return scene.model(model -> Scene.height(model).setDimValue(96));
  }
}
