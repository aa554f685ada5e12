package io.plumbline.cli.command;

import io.plumbline.cli.console.Console;
import io.plumbline.cli.console.ExitStatus;
import io.plumbline.formats.source.ModelFiles;
import io.plumbline.pipeline.ModelSummary;
import java.nio.file.Path;
import java.util.Objects;
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
    @Parameters(paramLabel = "MODEL", description = "Any model file.")
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

  @Override
  public Integer call() {
    Console console = global.console();
    ModelSummary summary = ModelSummary.read(ModelFiles.of(file.path(), prototxt));
    summary.sections().forEach(console::show);
    console.result(summary.record());
    return ExitStatus.OK;
  }
}
