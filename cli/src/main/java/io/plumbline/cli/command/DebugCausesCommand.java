package io.plumbline.cli.command;

import io.plumbline.cli.console.Console;
import io.plumbline.cli.console.ConsoleProgress;
import io.plumbline.cli.console.ExitStatus;
import io.plumbline.pipeline.debug.cause.DiagnosisReport;
import io.plumbline.pipeline.debug.cause.SuspectSearch;
import io.plumbline.pipeline.debug.trial.DebugModel;
import io.plumbline.pipeline.debug.trial.DebugSamples;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code plumb debug causes}: errors on the same input, and why they are. */
@Command(
    name = "causes",
    description = "The error of each node on the same input, its cause, and what helps.")
public final class DebugCausesCommand implements Callable<Integer> {
  @Mixin private GlobalOptions global;
  @Mixin private DebugOptions options;

  @Option(
      names = {"-s", "--save-dir", "--save_dir"},
      defaultValue = "debug_result",
      description = "The folder that results go to (default: ${DEFAULT-VALUE}).")
  private Path folder;

  @Option(
      names = {"-d", "--data-num", "--data_num"},
      defaultValue = "8",
      converter = AtLeastOne.class,
      description = "How many samples (default: ${DEFAULT-VALUE}).")
  private int samples;

  @Override
  public Integer call() {
    Console console = global.console();
    ConsoleProgress progress = new ConsoleProgress(console);
    DebugModel model = options.open();
    DebugSamples data = options.samples(model, samples, console);
    DiagnosisReport report =
        new DiagnosisReport(SuspectSearch.of(model, data, options.threads(), progress));
    progress.finish();
    console.show(report.triage());
    console.show(report.errors());
    console.show(report.suspects());
    List<Path> files = report.write(folder.resolve("op_error"));
    Map<String, Object> record = report.record();
    files.forEach(file -> console.say("wrote " + file));
    console.result(record);
    return ExitStatus.OK;
  }
}
