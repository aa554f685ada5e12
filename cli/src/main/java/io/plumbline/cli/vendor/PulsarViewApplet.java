package io.plumbline.cli.vendor;

import io.plumbline.cli.console.Console;
import io.plumbline.cli.console.ExitStatus;
import io.plumbline.pipeline.request.Artifact;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code pulsar view}: the nodes of a model as a table, and the page that draws them. */
@Command(
    name = "view",
    description = "AXera's viewer, done by 'plumb info --nodes' and the page of a compilation.")
final class PulsarViewApplet extends Applet {
  @Parameters(paramLabel = "MODEL", description = "A model, or a folder of a compilation.")
  private Path model;

  PulsarViewApplet(Plumb plumb) {
    super(plumb);
  }

  @Override
  List<ForeignFlag> foreign() {
    return List.of();
  }

  @Override
  int work(Console console) {
    String name = String.valueOf(model.getFileName());
    if (name.toLowerCase(Locale.ROOT).endsWith(".mmd")) {
      throw usage(
          "drawings in mermaid are not made here: " + model,
          "name the model: its nodes are listed, and its page draws them");
    }
    if (Files.isDirectory(model)) {
      return run(console, List.of("report", model.toString()));
    }
    int status = run(console, List.of("info", VendorFile.own(model).toString(), "--nodes"));
    Path page = page(name.replaceFirst("(_[a-z]+(_[a-z]+)?_model)?\\.[^.]*$", ""));
    if (status == ExitStatus.OK) {
      console.say(
          Files.exists(page)
              ? "drawn, with the figures of every tensor, in " + page
              : "no page lies beside it: 'pulsar build' writes one as " + page.getFileName());
    }
    return status;
  }

  private Path page(String prefix) {
    return model.resolveSibling(Artifact.PAGE.fileName(prefix));
  }
}
