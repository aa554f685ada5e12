package io.plumbline.cli.command;

import io.plumbline.cli.console.Console;
import io.plumbline.codegen.cost.Roofline;
import io.plumbline.config.dialect.RooflineFile;
import io.plumbline.pipeline.performance.Estimate;
import io.plumbline.pipeline.performance.EstimateFiles;
import io.plumbline.pipeline.performance.Performance;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.file.Overwriting;
import io.plumbline.tensor.file.WritableFolder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** What is counted of a program instead of measured, or beside it. */
final class EstimateOptions {
  /** Options that say something where nothing is run. */
  private static final Set<String> WITHOUT_RUNNING =
      Set.of("--static", "--report", "--device", "--model", "--json", "--verbose");

  @Option(
      names = "--static",
      description =
          "Run nothing: count products, bytes and memory of an integer program, and estimate the"
              + " time by what a device can do.")
  private boolean counted;

  @Option(
      names = "--report",
      paramLabel = "DIR",
      description =
          "Folder for PREFIX_perf.json and PREFIX_perf.html: what is counted, with measured times"
              + " beside it (with --static: the model's folder if not given).")
  private @Nullable Path report;

  @Option(
      names = "--device",
      paramLabel = "FILE",
      description = "What the device can do at most, as YAML; a core of 1 GHz if not given.")
  private @Nullable Path device;

  /** Whether nothing is to be run. */
  boolean isStatic() {
    return counted;
  }

  /**
   * Refuses options that would have no effect.
   *
   * @throws BadConfigurationException naming the first of them
   */
  void require(CommandSpec command) {
    if (counted) {
      VainOptions.refuse(command, WITHOUT_RUNNING, "nothing is run with --static");
    } else if (device != null && report == null) {
      throw new BadConfigurationException(
          "usage",
          "--device",
          "it has an effect on what is counted only, which is not asked for",
          "add --static, or --report DIR");
    }
  }

  /** Counts, before anything is measured; empty where it is not asked for. */
  Optional<Estimate> count(Path model) {
    if (!counted && report == null) {
      return Optional.empty();
    }
    Roofline roofline = device == null ? Roofline.ASSUMED : RooflineFile.read(device);
    Estimate estimate = Estimate.of(model, roofline);
    Overwriting.refuse(List.of(model), EstimateFiles.of(folder(model), stem(model)));
    WritableFolder.make(folder(model), "the folder of the report", "choose another with --report");
    return Optional.of(estimate);
  }

  /** Writes the report of what was counted; returns the files. */
  private List<Path> write(Console console, EstimateFiles files, Path model) {
    List<Path> written = files.write(folder(model), stem(model));
    written.forEach(path -> console.say("wrote " + path));
    return written;
  }

  /** Shows and writes what was counted, without any run. */
  void show(Console console, Estimate estimate, Path model) {
    EstimateFiles files = new EstimateFiles(estimate, Optional.empty());
    files.sections().forEach(console::show);
    Map<String, Object> record = new LinkedHashMap<>(files.record());
    record.put("files", write(console, files, model).stream().map(Path::toString).toList());
    console.result(record);
  }

  /** What {@code perf} says for machines, and the files beside it. */
  Map<String, Object> record(
      Console console, Performance measured, Optional<Estimate> estimate, Path model) {
    Map<String, Object> record = new LinkedHashMap<>(measured.record());
    estimate.ifPresent(
        counted -> {
          EstimateFiles files = new EstimateFiles(counted, Optional.of(measured));
          List<Path> written = write(console, files, model);
          record.put("files", written.stream().map(Path::toString).toList());
        });
    return record;
  }

  private Path folder(Path model) {
    if (report != null) {
      return report;
    }
    Path parent = model.getParent();
    return parent == null ? Path.of("") : parent;
  }

  private static String stem(Path model) {
    return String.valueOf(model.getFileName())
        .replaceFirst("((_quantized_model)?\\.onnx|\\.[^.]*)$", "");
  }
}
