package io.plumbline.cli.command;

import io.plumbline.pipeline.debug.ChannelReport;
import io.plumbline.pipeline.debug.Distributions;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code plumb debug channels}: the spread of each channel. */
@Command(
    name = "channels",
    aliases = "get-channelwise-data-distribution",
    description = "Quartiles, extremes and mean of each channel of weights and activations.")
public final class DebugChannelsCommand implements Callable<Integer> {
  @Mixin private GlobalOptions global;
  @Mixin private DebugOptions options;

  @Option(
      names = {"-n", "--nodes-list", "--nodes_list"},
      required = true,
      converter = NameSets.class,
      description = "Values or weights; nodes stand for all that they round.")
  private NameSets.Sets nodes;

  @Option(
      names = {"-a", "--axis"},
      description = "The axis of channels: 1 of activations, that of the scales of weights.")
  private @Nullable Integer axis;

  @Override
  public Integer call() {
    return options.runWithoutProgram(
        global.console(),
        (model, samples, _) ->
            new ChannelReport(
                    new Distributions(model, samples)
                        .boxes(nodes.flat(), Optional.ofNullable(axis)))
                .written(Optional.of(options.results())));
  }
}
