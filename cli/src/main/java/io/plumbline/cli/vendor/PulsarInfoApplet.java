package io.plumbline.cli.vendor;

import io.plumbline.cli.console.Console;
import io.plumbline.cli.console.ExitStatus;
import io.plumbline.formats.source.ModelFiles;
import io.plumbline.pipeline.ModelSummary;
import io.plumbline.report.Json;
import io.plumbline.tensor.AtomicFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pulsar info}: what a model holds. */
@Command(name = "info", description = "AXera's view of a model, done by 'plumb info'.")
final class PulsarInfoApplet extends Applet {
  @Parameters(paramLabel = "MODEL", description = "Any model artefact.")
  private Path model;

  @Option(names = "--layer_mapping", description = "List the nodes, too.")
  private boolean nodes;

  @Option(names = "--performance", description = "Measure it on this machine, too.")
  private boolean performance;

  @Option(names = "--output_json", description = "Write what is known of it into a file.")
  private @Nullable Path json;

  PulsarInfoApplet(Plumb plumb) {
    super(plumb);
  }

  @Override
  List<ForeignFlag> foreign() {
    return List.of(
        ForeignFlag.refused("nothing is unpacked of a module", "--output"),
        ForeignFlag.told("a module has one part", "--part_info", "--parts").bare(),
        ForeignFlag.told(
            "tables have one form; --json of 'plumb info' is for scripts", "--tablefmt"));
  }

  @Override
  int work(Console console) {
    String file = VendorFile.own(model).toString();
    List<String> words = new ArrayList<>(List.of("info", file, "--tensors"));
    if (nodes) {
      words.add("--nodes");
    }
    int status = run(console, words);
    if (status == ExitStatus.OK && json != null) {
      AtomicFile.write(json, Json.pretty(ModelSummary.read(ModelFiles.of(model)).record()));
      console.say("wrote " + json);
      if (performance) {
        console.note(
            "note: %s holds no times; 'plumb perf %s --json' prints them as JSON"
                .formatted(json, file));
      }
    }
    return status == ExitStatus.OK && performance ? run(console, List.of("perf", file)) : status;
  }
}
