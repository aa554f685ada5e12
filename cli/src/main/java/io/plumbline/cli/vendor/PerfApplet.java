package io.plumbline.cli.vendor;

import io.plumbline.cli.console.Console;
import io.plumbline.formats.source.ModelFiles;
import io.plumbline.pipeline.Plumbline;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * {@code hb_perf}: what a model costs, counted, and how long it takes here, since no chip's cycles
 * are known.
 */
@Command(
    name = "hb_perf",
    description =
        "Horizon's estimate of speed; counted, and measured on this machine, by 'plumb perf'.")
final class PerfApplet extends Applet {
  @Parameters(paramLabel = "MODEL", description = "A compiled model.")
  private Path model;

  PerfApplet(Plumb plumb) {
    super(plumb);
  }

  @Override
  List<ForeignFlag> foreign() {
    return List.of(
        ForeignFlag.told("every node's time is measured", "-p").bare(),
        ForeignFlag.told("a file holds one model", "-m"));
  }

  @Override
  int work(Console console) {
    VendorFile.own(model);
    ModelFiles files = ModelFiles.of(model);
    console.say(
        "measured times are %s; those of a chip are estimated from its peaks, not measured"
            .formatted(files.device().map("with the line to "::concat).orElse("this machine's")));
    String stem = String.valueOf(files.model().getFileName()).replaceFirst("\\.[^.]*$", "");
    String folder = Path.of("hb_perf_result", stem).toString();
    List<String> words = new ArrayList<>(List.of("perf", model.toString(), "--profile", folder));
    if (Plumbline.isProgram(files)) {
      words.addAll(List.of("--report", folder));
    }
    return run(console, words);
  }
}
