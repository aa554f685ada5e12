package io.plumbline.cli.vendor;

import io.plumbline.cli.console.Console;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** {@code pulsar2 run}, which has another meaning than that of {@code pulsar}. */
@Command(name = "run", description = "Refused: 'plumb infer' runs a model on files.")
final class Pulsar2RunApplet extends Applet {
  @SuppressWarnings("unused")
  @Unmatched
  private List<String> words = new ArrayList<>();

  Pulsar2RunApplet(Plumb plumb) {
    super(plumb);
  }

  @Override
  List<ForeignFlag> foreign() {
    return List.of();
  }

  @Override
  int work(Console console) {
    throw usage(
        "pulsar2 run is not done under this name: its folders of samples have no counterpart",
        "'plumb infer MODEL --input FILE --dump FOLDER --dump_format bin' writes the outputs of a"
            + " sample; 'pulsar run' and 'plumb verify' compare models");
  }
}
