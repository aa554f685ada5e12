package io.plumbline.cli.vendor;

import io.plumbline.cli.console.Console;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** {@code pulsar view}: refused, since its drawings are not made. */
@Command(name = "view", description = "AXera's viewer of drawings; refused: none are made here.")
final class PulsarViewApplet extends Applet {
  @Unmatched private final List<String> rest = new ArrayList<>();

  PulsarViewApplet(Plumb plumb) {
    super(plumb);
  }

  @Override
  List<ForeignFlag> foreign() {
    return List.of();
  }

  @Override
  int work(Console console) {
    throw usage(
        "drawings in mermaid are not made here" + (rest.isEmpty() ? "" : ": " + rest.getFirst()),
        "open PREFIX.html of a compilation, which draws the model");
  }
}
