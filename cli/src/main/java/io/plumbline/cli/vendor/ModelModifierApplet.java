package io.plumbline.cli.vendor;

import io.plumbline.cli.console.Console;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code hb_model_modifier}: the nodes at a model's ends; taken off when it is compiled. */
@Command(
    name = "hb_model_modifier",
    description = "Horizon's removal of nodes at the ends; here the configuration says them.")
final class ModelModifierApplet extends Applet {
  private static final String WHEN_COMPILED =
      "nodes at the ends are taken off when the model is compiled; say remove_node_type or"
          + " remove_node_name in the configuration";

  @Parameters(paramLabel = "MODEL", description = "A compiled model.")
  private Path model;

  ModelModifierApplet(Plumb plumb) {
    super(plumb);
  }

  @Override
  List<ForeignFlag> foreign() {
    return List.of(
        ForeignFlag.refused(WHEN_COMPILED, "-r"),
        ForeignFlag.refused(WHEN_COMPILED, "-a", "--all"),
        ForeignFlag.refused(WHEN_COMPILED, "-o"));
  }

  @Override
  int work(Console console) {
    return run(console, List.of("info", VendorFile.own(model).toString(), "--nodes"));
  }
}
