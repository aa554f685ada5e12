package io.plumbline.cli.vendor;

import io.plumbline.cli.console.Console;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Unmatched;

/** {@code pulsar debug}: the vendor never said what it does; here it is {@code plumb debug}. */
@Command(
    name = "debug",
    description = "AXera's debugger of scores, done by 'plumb debug' with the same words.")
final class PulsarDebugApplet extends Applet {
  @Parameters(arity = "0..1", paramLabel = "TASK", defaultValue = "run-all")
  private String task;

  @Unmatched private final List<String> rest = new ArrayList<>();

  PulsarDebugApplet(Plumb plumb) {
    super(plumb);
  }

  @Override
  List<ForeignFlag> foreign() {
    return List.of();
  }

  @Override
  int work(Console console) {
    List<String> words = new ArrayList<>(List.of("debug", task));
    words.addAll(rest);
    return run(console, words, name() + " " + task);
  }
}
