package io.plumbline.cli.command;

import io.plumbline.cli.console.Console;
import io.plumbline.cli.console.ExitStatus;
import io.plumbline.formats.source.ModelFiles;
import io.plumbline.pipeline.DeviceSummary;
import io.plumbline.pipeline.ModelSummary;
import io.plumbline.report.Section;
import io.plumbline.report.SectionTree;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code plumb info}: what a model file holds. */
@Command(name = "info", description = "Shows the inputs, outputs, ops and sizes of a model.")
public final class InfoCommand implements Callable<Integer> {
  @Mixin private GlobalOptions global;

  @ArgGroup(exclusive = true, multiplicity = "1")
  private final ModelFile file = new ModelFile();

  /** The model, by its place or as the other commands name it. */
  static final class ModelFile {
    @Parameters(
        paramLabel = "MODEL",
        description = "Any model file; MODULE@DEVICE asks the device, too.")
    private @Nullable Path place;

    @Option(
        names = {"-m", "--model"},
        paramLabel = "MODEL",
        description = "The same.")
    private @Nullable Path option;

    Path path() {
      return Objects.requireNonNull(place == null ? option : place);
    }
  }

  @Option(names = "--proto", description = "The prototxt of a .caffemodel.")
  private @Nullable Path prototxt;

  @Option(names = "--nodes", description = "Show what every node reads and writes, too.")
  private boolean nodes;

  @Option(
      names = "--tensors",
      description = "Show type, shape and, of integers, scale and zero point of every tensor, too.")
  private boolean tensors;

  @Override
  public Integer call() {
    Console console = global.console();
    ModelFiles files = ModelFiles.of(file.path(), prototxt);
    ModelSummary summary = ModelSummary.read(files);
    Optional<DeviceSummary> device = DeviceSummary.of(files);
    summary.sections().forEach(console::show);
    device.map(DeviceSummary::section).ifPresent(console::show);
    List<Section> asked = new ArrayList<>();
    if (nodes) {
      asked.add(summary.parts().nodes());
    }
    if (tensors) {
      asked.add(summary.parts().tensors());
    }
    asked.forEach(console::show);
    device.map(DeviceSummary::findings).ifPresent(console::findings);
    Map<String, Object> record = new LinkedHashMap<>(summary.record());
    device.ifPresent(there -> record.put("device", there.record()));
    if (!asked.isEmpty()) {
      record.put(SectionTree.KEY, SectionTree.write(asked));
    }
    console.result(record);
    return ExitStatus.OK;
  }
}
