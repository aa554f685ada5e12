package io.plumbline.cli.vendor;

import io.plumbline.cli.console.Console;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code hb_model_info}: what a model holds. */
@Command(name = "hb_model_info", description = "Horizon's view of a model, done by 'plumb info'.")
final class ModelInfoApplet extends Applet {
  @Parameters(paramLabel = "MODEL", description = "Any model artefact.")
  private Path model;

  ModelInfoApplet(Plumb plumb) {
    super(plumb);
  }

  @Override
  List<ForeignFlag> foreign() {
    return List.of(
        ForeignFlag.told("a file holds one model", "-m", "-n"),
        ForeignFlag.refused(
                "there is no server of drawings; the page PREFIX.html of a compilation draws the"
                    + " model",
                "-v",
                "--visualize")
            .bare());
  }

  @Override
  int work(Console console) {
    return run(console, List.of("info", VendorFile.own(model).toString()));
  }
}
