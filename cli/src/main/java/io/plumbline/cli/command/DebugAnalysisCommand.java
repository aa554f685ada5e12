package io.plumbline.cli.command;

import io.plumbline.pipeline.debug.AnalysisReport;
import io.plumbline.pipeline.debug.SensitivityAnalysis;
import io.plumbline.pipeline.debug.SensitivityMeasurement;
import io.plumbline.pipeline.debug.SensitivityRequest;
import io.plumbline.pipeline.debug.trial.DebugModel;
import io.plumbline.pipeline.debug.trial.DebugSamples;
import io.plumbline.pipeline.debug.trial.NodeType;
import io.plumbline.pipeline.request.Progress;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.verify.compare.Measure;
import java.util.List;
import java.util.Optional;
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
      names = {"-m", "--metric"},
      defaultValue = DebugOptions.METRIC,
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
    Measure measure = DebugOptions.measure(metric);
    return options.runWithoutProgram(
        global.console(),
        (model, samples, progress) ->
            new AnalysisReport(
                    SensitivityAnalysis.of(
                        model,
                        samples,
                        nodes(model, samples, measure, progress),
                        measure,
                        threshold,
                        options.threads(),
                        progress))
                .written(Optional.of(options.results())));
  }

  private List<String> nodes(
      DebugModel model, DebugSamples samples, Measure measure, Progress progress) {
    if (sensitive != null) {
      return sensitive.flat();
    }
    SensitivityRequest request =
        SensitivityRequest.of(NodeType.NODE, List.of(measure), options.threads());
    return SensitivityAnalysis.sensitive(
        SensitivityMeasurement.of(model, samples, request, progress), threshold);
  }
}
