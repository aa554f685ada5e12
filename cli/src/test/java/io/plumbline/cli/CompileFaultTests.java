package io.plumbline.cli;

import static io.plumbline.cli.CompileFault.ENVIRONMENT;
import static io.plumbline.cli.CompileFault.INPUT;
import static io.plumbline.cli.CompileFault.USAGE;
import static io.plumbline.cli.CompileFault.compile;
import static io.plumbline.cli.CompileFault.dynamic;
import static io.plumbline.cli.CompileFault.model;
import static io.plumbline.cli.CompileFault.pictures;
import static io.plumbline.cli.Scene.MODEL;
import static io.plumbline.cli.Scene.PREPROCESS;
import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.formats.wire.ModelProto;
import io.plumbline.formats.wire.NodeProto;
import io.plumbline.formats.wire.StringStringEntryProto;
import io.plumbline.formats.wire.TensorProto;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CompileFaultTests {
  @TempDir private Path folder;

  static List<CompileFault> models() {
    return List.of(
        model(
            "truncated model",
            s -> s.write("cut.onnx", Arrays.copyOf(Scene.bytes(MODEL), 100_000)),
            "model.truncated",
            "cut.onnx",
            "ends in the middle"),
        model(
            "picture as model",
            s -> s.write("m.onnx", Scene.bytes(Scene.picture(0))),
            "model.not-onnx",
            "m.onnx",
            "no ONNX model"),
        model(
            "text as model",
            s -> s.write("m.onnx", "hello, this is text\n"),
            "model.not-onnx",
            "m.onnx",
            "no ONNX model"),
        model("empty model", s -> s.write("m.onnx", ""), "model.empty", "m.onnx", "file is empty"),
        model(
            "missing model",
            s -> s.at("absent.onnx"),
            "model.missing-file",
            "absent.onnx",
            "no such file"),
        model("folder as model", Scene::folder, "model.missing-file", "", "not a file"),
        model("old opset", s -> opset(s, 6), "model.opset", "edited.onnx", "opset 6"),
        model("future opset", s -> opset(s, 99), "model.opset", "edited.onnx", "opset 99"),
        model(
            "missing external data",
            s -> external(s, "weights.bin"),
            "model.external-missing",
            "edited.onnx",
            "weights.bin"),
        model(
            "external data outside",
            s -> external(s, "../../secret.bin"),
            "model.external-escapes",
            "edited.onnx",
            "../../secret.bin"),
        model(
            "NaN in a weight",
            s -> s.modelWith("conv3.weight", 1, Float.NaN),
            "model.not-finite",
            "conv3.weight",
            "NaN"),
        model(
            "infinity in a weight",
            s -> s.modelWith("norm1.bias", 1, Float.POSITIVE_INFINITY),
            "model.not-finite",
            "norm1.bias",
            "Infinity"),
        model(
            "activations overflow",
            CompileFaultTests::overflowing,
            "calibrate.not-finite",
            "p0.png",
            "NaN or infinity"));
  }

  static List<CompileFault> shapes() {
    return List.of(
        new CompileFault(
            "dynamic height",
            s -> pictures(s, dynamic(s)),
            USAGE,
            "shape.dynamic",
            "input",
            "1 x 3 x H x 48"),
        new CompileFault(
            "wrong rank",
            s -> pictures(s, dynamic(s), "-i", "input", "3x48x48"),
            USAGE,
            "shape.mismatch",
            "input",
            "3x48x48"),
        new CompileFault(
            "contradicts a fixed extent",
            s -> pictures(s, MODEL, "-i", "input", "1x3x48x64"),
            USAGE,
            "shape.mismatch",
            "input",
            "1x3x48x64"),
        new CompileFault(
            "unknown input",
            s -> pictures(s, MODEL, "-i", "inputs", "1x3x48x48"),
            USAGE,
            "shape.unknown-input",
            "inputs",
            "its inputs are input"),
        new CompileFault(
            "no shape",
            s -> pictures(s, MODEL, "-i", "input", "big"),
            USAGE,
            "shape.form",
            "-i input",
            "big"));
  }

  static List<CompileFault> configurations() {
    return List.of(
        configuration(
            "unknown key",
            "model_parameters:\n  onx_model: m.onnx\n",
            "config.unknown-key",
            "c.yaml:2",
            "did you mean 'onnx_model'"),
        configuration(
            "value that does not fit its key",
            "input_parameters:\n  input_batch: '1 2 3'\n",
            "config.value",
            "c.yaml:2",
            "found '1 2 3', expected a whole number from 1 to 4096"),
        configuration(
            "no YAML",
            "model_parameters:\n  a: b: c\n",
            "config.",
            "c.yaml:2",
            "not readable as YAML"),
        configuration(
            "no model",
            "model_parameters:\n  march: generic\n",
            "config.missing-key",
            "c.yaml",
            "onnx_model"),
        configuration(
            "unknown march",
            "model_parameters:\n  onnx_model: m.onnx\n  march: generik\n",
            "",
            "c.yaml",
            "did you mean 'generic'"),
        configuration(
            "no calibration data",
            "model_parameters:\n  onnx_model: m.onnx\n",
            "config.missing-key",
            "c.yaml",
            "cal_data_dir"),
        new CompileFault(
            "missing configuration",
            s -> List.of("-c", s.at("absent.yaml"), "--working-dir", s.work()),
            USAGE,
            "config.",
            "absent.yaml",
            ""));
  }

  private static CompileFault configuration(
      String name, String yaml, String code, String where, String message) {
    return new CompileFault(
        name,
        s -> List.of("-c", s.write("c.yaml", yaml), "--working-dir", s.work()),
        USAGE,
        code,
        where,
        message);
  }

  private static CompileFault withoutSamples(String option, String calibration) {
    String yaml =
        "model_parameters: {onnx_model: '%s'}\ncalibration_parameters: {%s}\n"
            .formatted(MODEL, calibration);
    return new CompileFault(
        option + " beside " + calibration,
        s -> List.of("-c", s.write("c.yaml", yaml), option, PREPROCESS, "--working-dir", s.work()),
        USAGE,
        "usage",
        "plumb compile",
        option + " is given, and the configuration takes no samples");
  }

  static List<CompileFault> usage() {
    return List.of(
        new CompileFault(
            "wrong flag", s -> List.of("--cnfig", "x"), USAGE, "usage", "plumb compile", ""),
        new CompileFault(
            "nothing given", s -> List.of(), USAGE, "usage", "plumb compile", "--config"),
        new CompileFault(
            "model without data",
            s -> List.of("-m", MODEL, "--working-dir", s.work()),
            USAGE,
            "usage",
            "plumb compile",
            "--cal-data-dir"),
        new CompileFault(
            "configuration and model",
            s -> List.of("-m", MODEL, "-c", "c.yaml"),
            USAGE,
            "usage",
            "plumb compile",
            "both"),
        withoutSamples("--cal-data-dir", "calibration_type: skip"),
        withoutSamples("--preprocess", "calibration_type: skip"),
        withoutSamples("--cal-data-dir", "random_data: true"),
        withoutSamples("--cal-data-dir", "plan: net_plan.json"),
        new CompileFault(
            "unknown target",
            s -> pictures(s, MODEL, "--march", "generik"),
            USAGE,
            "",
            "--march",
            "did you mean 'generic'"),
        new CompileFault(
            "prefix with a folder in it",
            s -> pictures(s, MODEL, "--prefix", "../up"),
            USAGE,
            "compile.prefix",
            "--prefix",
            "../up"),
        new CompileFault(
            "prefix too long",
            s -> pictures(s, MODEL, "--prefix", "é".repeat(100)),
            USAGE,
            "compile.prefix",
            "--prefix",
            "1 to 199 bytes"),
        new CompileFault(
            "prefix with a line break",
            s -> pictures(s, MODEL, "--prefix", "a\nb"),
            USAGE,
            "compile.prefix",
            "--prefix",
            "without folders and line breaks"),
        new CompileFault(
            "no folder of data",
            s -> compile(s, MODEL, Path.of("")),
            USAGE,
            "usage",
            "plumb compile",
            "expected a path, found ''"),
        new CompileFault(
            "file as a folder of data",
            s -> compile(s, MODEL, PREPROCESS),
            INPUT,
            "data.folder",
            "preprocess.yaml",
            "this is a file, not a folder"),
        new CompileFault(
            "shape of no input",
            s -> pictures(s, MODEL, "-i", "", "1x3x48x48"),
            USAGE,
            "shape.form",
            "-i",
            "it names no input"),
        new CompileFault(
            "empty folder for pictures",
            s -> compile(s, MODEL, s.emptyFolder("none"), "--preprocess", PREPROCESS),
            INPUT,
            "data.empty-folder",
            "none",
            "expected pictures, found no files"),
        new CompileFault(
            "negative threads",
            s -> pictures(s, MODEL, "--threads", "-3"),
            USAGE,
            "usage",
            "plumb compile",
            "'--threads': expected a whole number from 1, found '-3'"),
        new CompileFault(
            "working folder below a file",
            s -> {
              List<Object> arguments = new ArrayList<>(pictures(s, MODEL));
              arguments.set(5, s.write("file", "").resolve("below"));
              return arguments;
            },
            ENVIRONMENT,
            "environment.write",
            "below",
            "cannot be written"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({
    "models",
    "shapes",
    "io.plumbline.cli.CompileDataFaults#data",
    "configurations",
    "usage"
  })
  void failsWithoutLeavingHalfOfAnything(CompileFault fault) {
    Scene scene = new Scene(folder);
    List<Object> arguments = new ArrayList<>(List.of("compile"));
    arguments.addAll(fault.arguments().apply(scene));
    PlumbRun run = PlumbRun.of(arguments);
    assertThat(run.status()).as(run.err()).isEqualTo(fault.status());
    assertThat(run.err()).contains("error[" + fault.code()).doesNotContain("\tat ");
    assertThat(line(run, "error[")).contains(fault.message());
    assertThat(line(run, "  where: ")).contains(fault.where());
    assertThat(line(run, "  to do: ")).hasSizeGreaterThan("  to do: ".length());
    assertThat(run.out()).isEmpty();
    assertThat(Scene.files(folder)).noneMatch(file -> file.toString().endsWith(".part"));
    for (Path file : Scene.files(scene.work())) {
      if (file.endsWith("plumb_compile.log")) {
        continue;
      }
      assertThat(PlumbRun.of("info", file).status()).as(file.toString()).isZero();
    }
  }

  private static String line(PlumbRun run, String start) {
    return run.err().lines().filter(line -> line.startsWith(start)).findFirst().orElse("");
  }

  private static Path opset(Scene scene, long version) {
    return scene.model(model -> model.getOpsetImportBuilder(0).setVersion(version));
  }

  private static Path external(Scene scene, String location) {
    return scene.model(
        model ->
            Scene.initializer(model, "conv1.weight")
                .clearRawData()
                .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                .addExternalData(
                    StringStringEntryProto.newBuilder().setKey("location").setValue(location)));
  }

  /** Squares the input so often that it leaves the range of float32, in finite steps. */
  private static Path overflowing(Scene scene) {
    return scene.model(CompileFaultTests::overflow);
  }

  private static void overflow(ModelProto.Builder model) {
    String last = "input";
    for (int i = 0; i < 10; i++) {
      String next = "square" + i;
      model
          .getGraphBuilder()
          .addNode(
              i,
              NodeProto.newBuilder()
                  .setName(next)
                  .setOpType("Mul")
                  .addInput(last)
                  .addInput(last)
                  .addOutput(next));
      last = next;
    }
    model.getGraphBuilder().getNodeBuilder(10).setInput(0, last);
  }
}
