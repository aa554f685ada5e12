package io.plumbline.cli.command;

import io.plumbline.cli.console.Console;
import io.plumbline.cli.console.ConsoleProgress;
import io.plumbline.cli.console.ExitStatus;
import io.plumbline.pipeline.debug.Distributions;
import io.plumbline.pipeline.debug.SpreadReport;
import io.plumbline.pipeline.debug.trial.DebugModel;
import io.plumbline.pipeline.debug.trial.DebugSamples;
import io.plumbline.report.RecordTree;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
      description = "Values or weights; nodes stand for all that they round.")
  private NameSets.Sets nodes;

  @Option(
      names = {"-a", "--axis"},
      description = "The axis of channels: 1 of activations, that of the scales of weights.")
  private @Nullable Integer axis;

  @Override
  public Integer call() {
    Console console = global.console();
    ConsoleProgress progress = new ConsoleProgress(console);
    DebugModel model = options.open();
    DebugSamples data = options.samples(model, samples, console);
    List<Distributions.Boxes> boxes =
        new Distributions(model, data).boxes(nodes.flat(), Optional.ofNullable(axis));
    progress.finish();
    boxes.forEach(each -> console.show(SpreadReport.boxes(each)));
    List<Path> files = SpreadReport.writeBoxes(boxes, folder.resolve("channelwise_distribution"));
    Map<String, Object> record = Map.of("channels", boxes.stream().map(RecordTree::write).toList());
    files.forEach(file -> console.say("wrote " + file));
    console.result(record);
    return ExitStatus.OK;
  }
}
