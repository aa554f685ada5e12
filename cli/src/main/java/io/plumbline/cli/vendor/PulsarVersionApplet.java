package io.plumbline.cli.vendor;

import io.plumbline.cli.console.Console;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code pulsar version}. */
@Command(name = "version", description = "The version, as 'plumb --version' says it.")
final class PulsarVersionApplet extends Applet {
  PulsarVersionApplet(Plumb plumb) {
    super(plumb);
  }

  @Override
  List<ForeignFlag> foreign() {
    return List.of();
  }

  @Override
  int work(Console console) {
    return run(console, List.of("--version"));
  }
}
