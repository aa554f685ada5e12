package io.plumbline.cli.vendor;

import io.plumbline.cli.console.Console;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code hb_perf}: how long a model takes; measured here, since no chip's cycles are known. */
@Command(
    name = "hb_perf",
    description = "Horizon's estimate of speed; measured on this machine by 'plumb perf'.")
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
    console.say("the times are this machine's; cycles and memory traffic of a chip are not known");
    String stem = String.valueOf(model.getFileName()).replaceFirst("\\.[^.]*$", "");
    return run(
        console,
        List.of("perf", model.toString(), "--profile", Path.of("hb_perf_result", stem).toString()));
  }
}
