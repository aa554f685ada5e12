package io.plumbline.cli.command;

import io.plumbline.pipeline.debug.AccumulatedError;
import io.plumbline.pipeline.debug.AccumulationRequest;
import io.plumbline.pipeline.debug.CurveReport;
import io.plumbline.pipeline.debug.trial.DebugModel;
import io.plumbline.tensor.BadConfigurationException;
import java.util.Optional;
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
      defaultValue = DebugOptions.METRIC,
      description = "The metric of the curves (default: ${DEFAULT-VALUE}).")
  private String metric;

  @Option(
      names = {"-a", "--average-mode", "--average_mode"},
      description = "Show running means.")
  private boolean average;

  @Override
  public Integer call() {
    AccumulationRequest request =
        new AccumulationRequest(
            DebugOptions.sets(quantized),
            DebugOptions.sets(left),
            DebugOptions.measure(metric),
            average);
    return options.run(
        global.console(),
        1,
        (model, samples, progress) -> {
          requireCurves(request, model);
          return new CurveReport(AccumulatedError.of(model, samples, request, progress))
              .written(Optional.of(options.results()));
        });
  }

  private static void requireCurves(AccumulationRequest request, DebugModel model) {
    if (request.isEmpty() && model.program().isEmpty()) {
      throw new BadConfigurationException(
          "usage",
          "plumb debug accumulate",
          "nothing says which nodes are quantized",
          "give --quantize-node or --non-quantize-node, or a quantized model or module, whose"
              + " own values are followed");
    }
  }
}
