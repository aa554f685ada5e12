package io.plumbline.cli.command;

import io.plumbline.pipeline.debug.CauseReport;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code plumb debug causes}: errors on the same input, and why they are. */
@Command(
    name = "causes",
    description = "The error of each node on the same input, its cause, and what helps.")
public final class DebugCausesCommand implements Callable<Integer> {
  private static final int SAMPLES = 8;

  @Mixin private GlobalOptions global;
  @Mixin private DebugOptions options;

  @Override
  public Integer call() {
    return options.run(
        global.console(),
        SAMPLES,
        (model, samples, progress) ->
            CauseReport.of(model, samples, options.threads(), progress)
                .written(Optional.of(options.results())));
  }
}
