package io.plumbline.cli.command;

import io.plumbline.cli.console.Console;
import io.plumbline.cli.console.ConsoleProgress;
import io.plumbline.cli.console.ExitStatus;
import io.plumbline.pipeline.debug.AnalysisReport;
import io.plumbline.pipeline.debug.SensitivityAnalysis;
import io.plumbline.pipeline.debug.SensitivityMeasurement;
import io.plumbline.pipeline.debug.SensitivityRequest;
import io.plumbline.pipeline.debug.trial.DebugModel;
import io.plumbline.pipeline.debug.trial.DebugSamples;
import io.plumbline.pipeline.debug.trial.NodeType;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.verify.compare.Measure;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code plumb debug sensitivity-analysis}: how many nodes need high precision. */
@Command(
    name = "sensitivity-analysis",
    description = "Leaves one sensitive node after the other in high precision.")
public final class DebugAnalysisCommand implements Callable<Integer> {
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
      names = {"-m", "--metric"},
      defaultValue = "cosine",
      description = "The metric of the outputs (default: ${DEFAULT-VALUE}).")
  private String metric;

  @Option(
      names = {"-p", "--pick-threshold", "--pick_threshold"},
      defaultValue = "0.999",
      description =
          "Nodes of worse sensitivity are left, and the model is to reach it (default:"
              + " ${DEFAULT-VALUE}).")
  private double threshold;

  @Option(
      names = {"-sn", "--sensitive-nodes", "--sensitive_nodes"},
      converter = NameSets.class,
      description = "The nodes to leave, in this order.")
  private NameSets.@Nullable Sets sensitive;

  @Option(
      names = {"-q", "--qtype"},
      defaultValue = "float32",
      description = "What nodes are left in; float32 only (default: ${DEFAULT-VALUE}).")
  private String type;

  @Override
  public Integer call() {
    if (!type.equals("float32")) {
      throw new BadConfigurationException(
          "usage",
          "--qtype",
          "expected float32, found '%s'".formatted(type),
          "leave it out; --target-agreement of 'plumb compile' finds the values that need 16 bits");
    }
    Console console = global.console();
    ConsoleProgress progress = new ConsoleProgress(console);
    DebugModel model = options.open();
    DebugSamples data = options.samples(model, samples, console);
    Measure measure = DebugOptions.measures(List.of(metric)).getFirst();
    List<String> nodes = sensitive == null ? List.of() : sensitive.flat();
    if (sensitive == null) {
      SensitivityRequest request =
          SensitivityRequest.of(NodeType.NODE, List.of(measure), options.threads());
      nodes =
          SensitivityAnalysis.sensitive(
              SensitivityMeasurement.of(model, data, request, progress), threshold);
    }
    AnalysisReport report =
        new AnalysisReport(
            SensitivityAnalysis.of(
                model, data, nodes, measure, threshold, options.threads(), progress));
    progress.finish();
    console.show(report.table());
    console.say(report.summary());
    List<Path> files = report.write(folder.resolve("sensitivity_analysis"));
    Map<String, Object> record = report.record();
    files.forEach(file -> console.say("wrote " + file));
    console.result(record);
    return ExitStatus.OK;
  }
}
