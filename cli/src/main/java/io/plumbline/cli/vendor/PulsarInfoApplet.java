package io.plumbline.cli.vendor;

import io.plumbline.cli.console.Console;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

  PulsarInfoApplet(Plumb plumb) {
    super(plumb);
  }

  @Override
  List<ForeignFlag> foreign() {
    return List.of(
        ForeignFlag.refused("nothing is unpacked of a module", "--output"),
        ForeignFlag.refused("say 'plumb info --json MODEL > FILE'", "--output_json"),
        ForeignFlag.refused("say 'plumb perf MODEL', which measures this machine", "--performance")
            .bare(),
        ForeignFlag.told("a module has one part", "--part_info", "--parts").bare(),
        ForeignFlag.told(
            "tables have one form; --json of 'plumb info' is for scripts", "--tablefmt"));
  }

  @Override
  int work(Console console) {
    List<String> words =
        new ArrayList<>(List.of("info", VendorFile.own(model).toString(), "--tensors"));
    if (nodes) {
      words.add("--nodes");
    }
    return run(console, words);
  }
}
