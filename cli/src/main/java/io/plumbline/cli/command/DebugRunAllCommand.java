package io.plumbline.cli.command;

import io.plumbline.pipeline.debug.AccumulationRequest;
import io.plumbline.pipeline.debug.RunAll;
import io.plumbline.pipeline.debug.SensitivityRequest;
import io.plumbline.pipeline.debug.trial.NodeType;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code plumb debug run-all}: all of it. */
@Command(
    name = "run-all",
    aliases = {"runall", "run_all"},
    description = "Sensitivity, distributions, channels, accumulated errors, analysis and causes.")
public final class DebugRunAllCommand implements Callable<Integer> {
  @Mixin private GlobalOptions global;
  @Mixin private DebugOptions options;

  @Option(
      names = {"-nm", "--ns-metrics", "--ns_metrics"},
      converter = NameSets.class,
      defaultValue = DebugOptions.METRIC,
      description = "Metrics of sensitivity (default: ${DEFAULT-VALUE}).")
  private NameSets.Sets metrics;

  @Option(
      names = {"-o", "--output-node", "--output_node"},
      description = "Compare this node's result in place of the model's outputs.")
  private @Nullable String output;

  @Option(
      names = {"-nt", "--node-type", "--node_type"},
      description = "node, weight or activation; weight and activation if not given.")
  private @Nullable String type;

  @Option(
      names = {"-i", "--interested-nodes", "--interested_nodes"},
      converter = NameSets.class,
      description = "Sensitivity of these nodes only.")
  private NameSets.@Nullable Sets interested;

  @Option(
      names = {"-dnl", "--dis-nodes-list", "--dis_nodes_list"},
      converter = NameSets.class,
      description = "Names for distributions; the five most sensitive if not given.")
  private NameSets.@Nullable Sets distributions;

  @Option(
      names = {"-cn", "--cw-nodes-list", "--cw_nodes_list"},
      converter = NameSets.class,
      description = "Names for channels; the five most sensitive if not given.")
  private NameSets.@Nullable Sets channels;

  @Option(
      names = {"-a", "--axis"},
      description = "The axis of channels.")
  private @Nullable Integer axis;

  @Option(
      names = {"-qn", "--quantize-node", "--quantize_node"},
      converter = NameSets.class,
      description = "Accumulated errors with these nodes quantized; weight and activation.")
  private NameSets.@Nullable Sets quantized;

  @Option(
      names = {"-nqn", "--non-quantize-node", "--non_quantize_node"},
      converter = NameSets.class,
      description = "Accumulated errors with these nodes left in float.")
  private NameSets.@Nullable Sets left;

  @Option(
      names = {"-am", "--ae-metric", "--ae_metric"},
      defaultValue = DebugOptions.METRIC,
      description = "The metric of accumulated errors (default: ${DEFAULT-VALUE}).")
  private String accumulated;

  @Option(
      names = {"-avm", "--average-mode", "--average_mode"},
      description = "Running means of accumulated errors.")
  private boolean average;

  @Option(
      names = {"-pt", "--pick-threshold", "--pick_threshold"},
      defaultValue = "0.999",
      description = "Nodes of worse sensitivity are left in float (default: ${DEFAULT-VALUE}).")
  private double threshold;

  @Option(
      names = {"-sn", "--sensitive-nodes", "--sensitive_nodes"},
      converter = NameSets.class,
      description = "The nodes to leave in float, in this order.")
  private NameSets.@Nullable Sets sensitive;

  @Override
  public Integer call() {
    RunAll.Request request = request();
    return options.run(
        global.console(),
        1,
        (model, samples, progress) -> RunAll.of(model, samples, request, progress));
  }

  private RunAll.Request request() {
    return new RunAll.Request(
        options.results(),
        Optional.ofNullable(type).map(DebugOptions::type),
        new SensitivityRequest(
            NodeType.NODE,
            DebugOptions.measures(metrics.flat()),
            Optional.ofNullable(output),
            interested == null ? List.of() : interested.names(),
            false,
            Optional.empty(),
            options.threads()),
        flat(distributions),
        flat(channels),
        Optional.ofNullable(axis),
        new AccumulationRequest(
            DebugOptions.sets(quantized),
            DebugOptions.sets(left),
            DebugOptions.measure(accumulated),
            average),
        threshold,
        flat(sensitive));
  }

  private static List<String> flat(NameSets.@Nullable Sets sets) {
    return sets == null ? List.of() : sets.flat();
  }
}
