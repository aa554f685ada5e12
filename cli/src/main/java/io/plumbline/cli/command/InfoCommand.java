package io.plumbline.cli.command;

import io.plumbline.cli.ExitStatus;
import io.plumbline.cli.console.Console;
import io.plumbline.pipeline.ModelSummary;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code plumb info}: what a model file holds. */
@Command(name = "info", description = "Shows the inputs, outputs, ops and sizes of a model.")
public final class InfoCommand implements Callable<Integer> {
  @Mixin private GlobalOptions global;

  @Parameters(paramLabel = "MODEL", description = "Any model file.")
  private Path model;

  @Override
  public Integer call() {
    Console console = global.console();
    ModelSummary summary = ModelSummary.read(model);
    summary.sections().forEach(console::show);
    console.result(summary.record());
    return ExitStatus.OK;
  }
}
