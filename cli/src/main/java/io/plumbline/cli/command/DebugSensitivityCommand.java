package io.plumbline.cli.command;

import io.plumbline.pipeline.debug.SensitivityMeasurement;
import io.plumbline.pipeline.debug.SensitivityReport;
import io.plumbline.pipeline.debug.SensitivityRequest;
import io.plumbline.pipeline.debug.trial.NodeType;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code plumb debug sensitivity}: what each node costs when it alone is quantized. */
@Command(
    name = "sensitivity",
    aliases = "get-sensitivity-of-nodes",
    description = "Quantizes each node, weight or activation alone; the most harmful first.")
public final class DebugSensitivityCommand implements Callable<Integer> {
  @Mixin private GlobalOptions global;
  @Mixin private DebugOptions options;

  @Option(
      names = {"-m", "--metrics"},
      converter = NameSets.class,
      defaultValue = DebugOptions.METRIC,
      description = "Metrics, the first of which sorts (default: ${DEFAULT-VALUE}).")
  private NameSets.Sets metrics;

  @Option(
      names = {"-o", "--output-node", "--output_node"},
      description = "Compare this node's result in place of the model's outputs.")
  private @Nullable String output;

  @Option(
      names = {"-n", "--node-type", "--node_type"},
      defaultValue = "node",
      description = "node, weight or activation (default: ${DEFAULT-VALUE}).")
  private String type;

  @Option(
      names = {"-i", "--interested-nodes", "--interested_nodes"},
      converter = NameSets.class,
      description = "Only these nodes; sets in brackets are quantized together.")
  private NameSets.@Nullable Sets interested;

  @Option(
      names = "--quick",
      description = "No more than ten passes: the samples alone that quantization does most to.")
  private boolean quick;

  @Override
  public Integer call() {
    SensitivityRequest request =
        new SensitivityRequest(
            interested == null ? DebugOptions.type(type) : NodeType.NODE,
            DebugOptions.measures(metrics.flat()),
            Optional.ofNullable(output),
            interested == null ? List.of() : interested.names(),
            quick,
            options.asked().map(folder -> folder.resolve(SensitivityReport.FOLDER)),
            options.threads());
    return options.runWithoutProgram(
        global.console(),
        (model, samples, progress) ->
            new SensitivityReport(SensitivityMeasurement.of(model, samples, request, progress))
                .written(options.asked()));
  }
}
