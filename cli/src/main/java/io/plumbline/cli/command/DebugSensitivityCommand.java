package io.plumbline.cli.command;

import io.plumbline.cli.console.Console;
import io.plumbline.cli.console.ConsoleProgress;
import io.plumbline.cli.console.ExitStatus;
import io.plumbline.pipeline.debug.Sensitivity;
import io.plumbline.pipeline.debug.SensitivityMeasurement;
import io.plumbline.pipeline.debug.SensitivityReport;
import io.plumbline.pipeline.debug.SensitivityRequest;
import io.plumbline.pipeline.debug.trial.DebugModel;
import io.plumbline.pipeline.debug.trial.DebugSamples;
import io.plumbline.pipeline.debug.trial.NodeType;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
  private static final String FOLDER = "node_sensitivity";

  @Mixin private GlobalOptions global;
  @Mixin private DebugOptions options;

  @Option(
      names = {"-m", "--metrics"},
      converter = NameSets.class,
      defaultValue = "cosine",
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
      names = {"-d", "--data-num", "--data_num"},
      defaultValue = "1",
      converter = AtLeastOne.class,
      description = "How many samples (default: ${DEFAULT-VALUE}).")
  private int samples;

  @Option(
      names = {"-i", "--interested-nodes", "--interested_nodes"},
      converter = NameSets.class,
      description = "Only these nodes; sets in brackets are quantized together.")
  private NameSets.@Nullable Sets interested;

  @Option(
      names = {"-s", "--save-dir", "--save_dir"},
      description =
          "Write tables to node_sensitivity in this folder, and go on from what is there.")
  private @Nullable Path folder;

  @Option(
      names = "--quick",
      description = "No more than ten passes: the samples alone that quantization does most to.")
  private boolean quick;

  @Override
  public Integer call() {
    Console console = global.console();
    ConsoleProgress progress = new ConsoleProgress(console);
    Optional<Path> kept = Optional.ofNullable(folder).map(path -> path.resolve(FOLDER));
    SensitivityRequest request = request(kept);
    DebugModel model = options.open();
    DebugSamples data = options.samples(model, samples, console);
    Sensitivity sensitivity = SensitivityMeasurement.of(model, data, request, progress);
    progress.finish();
    SensitivityReport report = new SensitivityReport(sensitivity);
    console.show(report.table());
    Map<String, Object> record = new LinkedHashMap<>(report.record());
    List<Path> written = kept.map(report::write).orElse(List.of());
    written.forEach(file -> console.say("wrote " + file));
    record.put("files", written.stream().map(Path::toString).toList());
    console.result(record);
    return ExitStatus.OK;
  }

  private SensitivityRequest request(Optional<Path> kept) {
    return new SensitivityRequest(
        interested == null ? DebugOptions.type(type) : NodeType.NODE,
        DebugOptions.measures(metrics.flat()),
        Optional.ofNullable(output),
        interested == null ? List.of() : interested.names(),
        quick,
        kept,
        options.threads());
  }
}
