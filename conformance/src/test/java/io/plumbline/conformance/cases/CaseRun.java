package io.plumbline.conformance.cases;

import io.plumbline.tensor.NpyFile;
import io.plumbline.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the command line makes of a case; each command runs when it is first asked for. */
final class CaseRun {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String PREFIX = "n";

  private final CaseFolder given;
  private final Path work;
  private @Nullable CommandRun compile;
  private int dumps;

  CaseRun(CaseFolder given, Path work) {
    this.given = given;
    this.work = work;
  }

  CaseFolder given() {
    return given;
  }

  /** {@code plumb compile --json} on the calibration samples. */
  CommandRun compile() {
    if (compile == null) {
      String calibration =
          given.calibration().stream().map(Path::toString).collect(Collectors.joining(";"));
      compile =
          CommandRun.of(
              List.of(
                  "compile",
                  "--json",
                  "-m",
                  given.model(),
                  "--cal-data-dir",
                  calibration,
                  "--working-dir",
                  work,
                  "--prefix",
                  PREFIX));
    }
    return compile;
  }

  /** The machine-readable result of compiling. */
  JsonNode compiled() {
    return JSON.readTree(compile().out());
  }

  /** An artefact of compiling, such as {@code calibrated_model.onnx}. */
  Path artefact(String name) {
    return work.resolve(PREFIX + "_" + name);
  }

  /**
   * The outputs of a model for a fresh sample, in the model's order, as {@code plumb infer} dumps
   * them.
   *
   * @throws Shortfall when it does not exit with 0
   */
  List<Tensor> infer(Path model, int sample) {
    return dumped(model, sample).stream().map(NpyFile::read).toList();
  }

  /** The files that {@code plumb infer} dumps the outputs into, in the model's order. */
  List<Path> dumped(Path model, int sample) {
    String inputs =
        given.inputs(sample).stream().map(Path::toString).collect(Collectors.joining(","));
    Path folder = work.resolve("dump_" + dumps++);
    CommandRun run = CommandRun.of(List.of("infer", model, "--input", inputs, "--dump", folder));
    if (run.status() != 0) {
      throw new Shortfall("infer " + model.getFileName() + " gives " + run.summary());
    }
    List<Path> files = new ArrayList<>();
    run.out()
        .lines()
        .filter(line -> line.startsWith("wrote "))
        .forEach(line -> files.add(Path.of(line.substring("wrote ".length()))));
    return files;
  }

  /**
   * @throws Shortfall when compiling did not exit with 0
   */
  void requireCompiled() {
    if (compile().status() != 0) {
      throw new Shortfall("compile gives " + compile().summary());
    }
  }
}
