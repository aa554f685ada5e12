package io.plumbline.cli.command;

import io.plumbline.cli.console.Console;
import io.plumbline.cli.console.ConsoleProgress;
import io.plumbline.cli.console.ExitStatus;
import io.plumbline.pipeline.debug.Distributions;
import io.plumbline.pipeline.debug.SpreadReport;
import io.plumbline.pipeline.debug.trial.DebugModel;
import io.plumbline.pipeline.debug.trial.DebugSamples;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code plumb debug distribution}: histograms of numbers in float and rounded. */
@Command(
    name = "distribution",
    aliases = "plot-distribution",
    description = "Histograms of weights, activations and results of nodes, in float and rounded.")
public final class DebugDistributionCommand implements Callable<Integer> {
  @Mixin private GlobalOptions global;
  @Mixin private DebugOptions options;

  @Option(
      names = {"-s", "--save-dir", "--save_dir"},
      defaultValue = "debug_result",
      description = "The folder that results go to (default: ${DEFAULT-VALUE}).")
  private Path folder;

  @Option(
      names = {"-d", "--data-num", "--data_num"},
      defaultValue = "1",
      converter = AtLeastOne.class,
      description = "How many samples (default: ${DEFAULT-VALUE}).")
  private int samples;

  @Option(
      names = {"-n", "--nodes-list", "--nodes_list"},
      required = true,
      converter = NameSets.class,
      description = "Nodes, values or weights.")
  private NameSets.Sets nodes;

  @Override
  public Integer call() {
    Console console = global.console();
    ConsoleProgress progress = new ConsoleProgress(console);
    DebugModel model = options.open();
    DebugSamples data = options.samples(model, samples, console);
    List<Distributions.Spread> spreads = new Distributions(model, data).spreads(nodes.flat());
    progress.finish();
    console.show(SpreadReport.table(spreads));
    List<Path> files = SpreadReport.write(spreads, folder.resolve("data_distribution"));
    Map<String, Object> record =
        Map.of("distributions", spreads.stream().map(SpreadReport::record).toList());
    files.forEach(file -> console.say("wrote " + file));
    console.result(record);
    return ExitStatus.OK;
  }
}
