package io.plumbline.cli.command;

import io.plumbline.pipeline.debug.DistributionReport;
import io.plumbline.pipeline.debug.Distributions;
import java.util.Optional;
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
      names = {"-n", "--nodes-list", "--nodes_list"},
      required = true,
      converter = NameSets.class,
      description = "Nodes, values or weights.")
  private NameSets.Sets nodes;

  @Override
  public Integer call() {
    return options.runWithoutProgram(
        global.console(),
        (model, samples, _) ->
            new DistributionReport(new Distributions(model, samples).spreads(nodes.flat()))
                .written(Optional.of(options.results())));
  }
}
