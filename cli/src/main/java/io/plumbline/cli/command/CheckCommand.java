package io.plumbline.cli.command;

import io.plumbline.cli.console.Console;
import io.plumbline.cli.console.ExitStatus;
import io.plumbline.config.Configurations;
import io.plumbline.config.dialect.Configuration;
import io.plumbline.config.horizon.March;
import io.plumbline.formats.source.ModelFiles;
import io.plumbline.pipeline.ModelCheck;
import io.plumbline.pipeline.record.FindingRecords;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.pipeline.samples.FolderData;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.Finding;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code plumb check}: where every node would run, before any long work. */
@Command(
    name = "check",
    description = "Says for every node whether it becomes integer, and why not if it does not.")
public final class CheckCommand implements Callable<Integer> {
  @Mixin private GlobalOptions global;
  @Mixin private ShapeOption shapes;

  @Parameters(arity = "0..1", paramLabel = "MODEL", description = "The same as --model.")
  private @Nullable Path place;

  @Option(
      names = {"-m", "--model"},
      description = "The model, ONNX or Caffe (with --proto).")
  private @Nullable Path model;

  @Option(names = "--proto", description = "The prototxt of a .caffemodel.")
  private @Nullable Path prototxt;

  @Option(
      names = {"-c", "--config"},
      description = "A configuration, instead of a model; it is looked through for mistakes, too.")
  private @Nullable Path config;

  @Option(
      names = "--strict",
      description = "Exit with status 1 when the configuration gives rise to warnings.")
  private boolean strict;

  @Option(
      names = {"--target", "--march"},
      paramLabel = "TARGET",
      description = "The target to check for, a name or a YAML file; generic-int8 if not given.")
  private @Nullable String march;

  @Override
  public Integer call() {
    Console console = global.console();
    if (model != null && place != null) {
      throw new BadConfigurationException(
          "usage", "plumb check", "two models are given", "give one of them");
    }
    model = model == null ? place : model;
    if ((model == null) == (config == null)) {
      throw new BadConfigurationException(
          "usage",
          "plumb check",
          model == null
              ? "neither --config nor --model is given"
              : "both --config and --model are given",
          "give one of them");
    }
    List<Checked> all = new ArrayList<>();
    if (config == null) {
      all.add(check(console, Optional.empty()));
    } else {
      for (Configuration part : Configurations.read(config).parts()) {
        all.add(check(console, Optional.of(new ConfigLint(console, part))));
      }
    }
    console.say("next");
    console.say("    " + next());
    console.result(
        all.size() == 1
            ? all.getFirst().record()
            : Map.of("tasks", all.stream().map(Checked::record).toList()));
    return all.stream().mapToInt(Checked::status).max().orElse(ExitStatus.OK);
  }

  /**
   * What was found of a model.
   *
   * @param record for machines
   */
  private record Checked(int status, Map<String, Object> record) {}

  private Checked check(Console console, Optional<ConfigLint> lint) {
    List<Finding> notes = new ArrayList<>();
    CompileRequest request = request(console, lint, notes);
    ModelCheck check = ModelCheck.of(request);
    console.show(check.table());
    console.findings(check.findings());
    check.lines().forEach(console::say);
    notes.addAll(check.findings());
    Map<String, Object> record = new LinkedHashMap<>(check.record());
    record.put("findings", FindingRecords.of(notes));
    return new Checked(strict ? Strictness.status(notes) : ExitStatus.OK, record);
  }

  /** What compiles the same. */
  private String next() {
    String target = march == null ? "" : " --target " + march;
    return config == null
        ? "plumb compile -m %s%s%s%s --cal-data-dir SAMPLES --preprocess PREPROCESS"
            .formatted(
                model, prototxt == null ? "" : " --proto " + prototxt, shapes.typed(), target)
        : "plumb compile -c %s%s%s".formatted(config, shapes.typed(), target);
  }

  /** Nodes need no samples: folders that are still to be made were warned of, and that is all. */
  private static CompileRequest withoutMissing(CompileRequest request, List<Finding> notes) {
    boolean missing = notes.stream().anyMatch(note -> note.code().equals("lint.missing-folder"));
    return missing && request.calibration() instanceof FolderData data
        ? request.withCalibration(data.withFolders(List.of()))
        : request;
  }

  private CompileRequest request(Console console, Optional<ConfigLint> lint, List<Finding> notes) {
    CompileRequest request;
    if (lint.isPresent()) {
      request = lint.get().request(Optional.ofNullable(march));
      lint.get().against(request);
      notes.addAll(lint.get().findings());
      request = withoutMissing(request, notes);
    } else {
      request =
          CompileRequest.of(
              ModelFiles.of(Objects.requireNonNull(model), prototxt),
              new FolderData(List.of(), Optional.empty()));
    }
    if (!shapes.shapes().isEmpty()) {
      request = request.withPorts(request.ports().withShapes(shapes.shapes()));
    }
    if (march == null || config != null) {
      return request;
    }
    List<Finding> found = new ArrayList<>();
    request = request.withTarget(March.target(march, Path.of(""), "--target (--march)", found));
    console.findings(found);
    notes.addAll(found);
    return request;
  }
}
