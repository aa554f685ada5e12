package io.plumbline.cli.vendor;

import io.plumbline.cli.console.Console;
import io.plumbline.cli.console.ConsoleProgress;
import io.plumbline.cli.console.ExitStatus;
import io.plumbline.formats.source.ModelFiles;
import io.plumbline.pipeline.ModelSummary;
import io.plumbline.pipeline.performance.Performance;
import io.plumbline.pipeline.performance.PerformanceRequest;
import io.plumbline.pipeline.performance.PerformanceRun;
import io.plumbline.pipeline.samples.FolderData;
import io.plumbline.report.Json;
import io.plumbline.tensor.AtomicFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pulsar info}: what a model holds. */
@Command(name = "info", description = "AXera's view of a model, done by 'plumb info'.")
final class PulsarInfoApplet extends Applet {
  private static final int FRAMES = 200;

  /** Of the Python package tabulate, which the vendor's program prints by. */
  private static final String[] FORMS = {
    "plain",
    "simple",
    "grid",
    "simple_grid",
    "rounded_grid",
    "heavy_grid",
    "mixed_grid",
    "double_grid",
    "fancy_grid",
    "outline",
    "simple_outline",
    "rounded_outline",
    "heavy_outline",
    "mixed_outline",
    "double_outline",
    "fancy_outline",
    "colon_grid",
    "github",
    "pipe",
    "orgtbl",
    "asciidoc",
    "jira",
    "presto",
    "pretty",
    "psql",
    "rst",
    "mediawiki",
    "moinmoin",
    "youtrack",
    "html",
    "unsafehtml",
    "latex",
    "latex_raw",
    "latex_booktabs",
    "latex_longtable",
    "textile",
    "tsv"
  };

  @Parameters(paramLabel = "MODEL", description = "Any model artefact.")
  private Path model;

  @Option(names = "--layer_mapping", description = "List the nodes, too.")
  private boolean nodes;

  @Option(
      names = "--performance",
      description = "Measure it on this machine, too; times stand in --output_json.")
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
                "tables have one form; --json of 'plumb info' is for scripts", "--tablefmt")
            .of(FlagValues.among(FORMS)));
  }

  @Override
  int work(Console console) {
    String file = VendorFile.own(model).toString();
    List<String> words = new ArrayList<>(List.of("info", file, "--tensors"));
    if (nodes) {
      words.add("--nodes");
    }
    int status = run(console, words);
    if (status != ExitStatus.OK) {
      return status;
    }
    Map<String, Object> known = new LinkedHashMap<>();
    if (json != null) {
      known.putAll(ModelSummary.read(ModelFiles.of(model)).record());
    }
    if (performance) {
      known.put("performance", measured(console, file).record());
    }
    if (json != null) {
      AtomicFile.write(json, Json.pretty(known));
      console.say("wrote " + json);
    }
    return ExitStatus.OK;
  }

  private Performance measured(Console console, String file) {
    tellSame(console, List.of("perf", file));
    ConsoleProgress progress = new ConsoleProgress(console);
    Performance measured =
        PerformanceRun.measure(
            new PerformanceRequest(
                ModelFiles.of(model),
                Optional.empty(),
                List.of(),
                new FolderData(List.of(), Optional.empty()),
                0,
                FRAMES,
                Optional.empty(),
                1,
                true),
            progress);
    progress.finish();
    measured.sections().forEach(console::show);
    console.findings(measured.findings());
    return measured;
  }
}
