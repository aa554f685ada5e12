package io.plumbline.cli.command;

import io.plumbline.cli.console.Console;
import io.plumbline.cli.console.ConsoleProgress;
import io.plumbline.cli.console.ExitStatus;
import io.plumbline.pipeline.debug.AccumulatedError;
import io.plumbline.pipeline.debug.CurveReport;
import io.plumbline.pipeline.debug.trial.DebugModel;
import io.plumbline.pipeline.debug.trial.DebugSamples;
import io.plumbline.tensor.BadConfigurationException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code plumb debug accumulate}: how errors grow on the way through the network. */
@Command(
    name = "accumulate",
    aliases = "plot-acc-error",
    description = "Quantizes some nodes, or all but some, and follows the error node by node.")
public final class DebugAccumulateCommand implements Callable<Integer> {
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
      names = {"-q", "--quantize-node", "--quantize_node"},
      converter = NameSets.class,
      description = "Nodes to quantize, one curve each or one for each set; weight, activation.")
  private NameSets.@Nullable Sets quantized;

  @Option(
      names = {"-nq", "--non-quantize-node", "--non_quantize_node"},
      converter = NameSets.class,
      description = "Nodes to leave in float while all others are quantized.")
  private NameSets.@Nullable Sets left;

  @Option(
      names = {"-m", "--metric"},
      defaultValue = "cosine",
      description = "The metric of the curves (default: ${DEFAULT-VALUE}).")
  private String metric;

  @Option(
      names = {"-a", "--average-mode", "--average_mode"},
      description = "Show running means.")
  private boolean average;

  @Override
  public Integer call() {
    if (quantized == null && left == null) {
      throw new BadConfigurationException(
          "usage",
          "plumb debug accumulate",
          "nothing says which nodes are quantized",
          "give --quantize-node or --non-quantize-node");
    }
    Console console = global.console();
    ConsoleProgress progress = new ConsoleProgress(console);
    DebugModel model = options.open();
    DebugSamples data = options.samples(model, samples, console);
    List<Path> files = new ArrayList<>();
    Map<String, Object> record = new LinkedHashMap<>();
    for (boolean rest : List.of(false, true)) {
      NameSets.Sets sets = rest ? left : quantized;
      if (sets != null) {
        AccumulatedError error =
            AccumulatedError.of(
                model,
                data,
                AccumulatedError.partial(model, sets.names(), sets.nested(), rest),
                DebugOptions.measures(List.of(metric)).getFirst(),
                average,
                progress);
        progress.finish();
        CurveReport report = new CurveReport(error);
        String name = rest ? "non_quantize_node" : "quantize_node";
        console.show(report.table());
        files.addAll(report.write(folder.resolve("accumulate_error"), name));
        record.put(name, report.record());
      }
    }
    files.forEach(file -> console.say("wrote " + file));
    console.result(record);
    return ExitStatus.OK;
  }
}
